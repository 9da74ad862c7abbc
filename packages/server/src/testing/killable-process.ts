import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A control plane in a process of its own, which has loaded its code and starts when it is told to: a restart takes no longer than it must. */
export class KillableProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #text = "";
  #heard = Promise.withResolvers<void>();

  constructor(...parameters: readonly string[]) {
    const program = fileURLToPath(new URL("./killable-control-plane.ts", import.meta.url));
    this.#child = spawn(process.execPath, ["--conditions=source", program, ...parameters], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#closed = new Promise((resolve) => this.#child.once("close", resolve));
    // A process that was killed takes no more input; its end is told otherwise.
    this.#child.stdin?.on("error", () => {});
    this.#child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#text += chunk;
      this.#heard.resolve();
      this.#heard = Promise.withResolvers<void>();
    });
  }

  /** Resolves once it has loaded its code. */
  async loaded(): Promise<void> {
    await this.#line(0);
  }

  /** Starts it, and resolves to the URL at which it listens, or to nothing where it ended before. */
  async start(): Promise<string | undefined> {
    this.#child.stdin?.write("start\n");
    return await this.#line(1);
  }

  /** Kills it without a word, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  async #line(index: number): Promise<string | undefined> {
    for (;;) {
      const lines = this.#text.split("\n");
      if (lines.length > index + 1) return lines[index];
      const ended = await Promise.race([this.#heard.promise.then(() => false), this.#closed.then(() => true)]);
      if (ended) return undefined;
    }
  }
}
