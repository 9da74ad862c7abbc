import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The two commands of a checkout, as a user runs them: real processes, a real store, a real kill. */
describe("pnpm start and pnpm serve", { timeout: 120_000 }, () => {
  let folder: string;
  const running = new Set<ChildProcess>();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-start-"));
  });
  afterEach(() => {
    for (const child of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs the example plan on the picture, shows its true size, and ends with 0", async () => {
    const { code, output } = await run("start", "--once", "--port", "0", "--data-dir", folder);
    expect(output).toContain("The store is new");
    expect(output).toMatch(/✓ inspect +image\.analyze +COMPLETED/);
    expect(output).toMatch(/– portrait_note .*skipped/);
    expect(output).toMatch(/✗ remote_note .*optional: the plan goes on/);
    expect(output).toContain("The plan is COMPLETED.");
    expect(output).toContain("451 × 300");
    expect(output).not.toContain("curl");
    expect(code).toBe(0);

    const again = await run("start", "--once", "--port", "0", "--data-dir", folder);
    expect(again.output).toMatch(/History: .*completed/);
    expect(again.code).toBe(0);
  });

  it("finishes the plan after a kill in the middle of it, and runs no completed step again", async () => {
    const first = start("start", "--port", "0", "--data-dir", folder);
    await first.until(/✓ caption/);
    first.child.kill("SIGKILL");
    await first.ended;
    const before = journal(folder);
    const completed = before.filter(({ type }) => type === "step.succeeded");
    expect(completed.length).toBeGreaterThan(0);
    expect(first.output()).not.toContain("The plan is");

    const { code, output } = await run("start", "--once", "--port", "0", "--data-dir", folder);
    const [invocation] = new Set(before.map(({ invocation_id }) => invocation_id));
    expect(output).toContain(`Resumed ${invocation}`);
    expect(output).toContain("The plan is COMPLETED.");
    expect(code).toBe(0);

    const after = journal(folder);
    expect(after.slice(0, before.length)).toEqual(before);
    const succeeded = after.filter(({ type }) => type === "step.succeeded").map(({ step_id }) => step_id);
    expect(new Set(succeeded).size).toBe(succeeded.length);
    expect(new Set(after.map(({ invocation_id }) => invocation_id)).size).toBe(1);
  });

  it("ends with 1 at Ctrl-C before the plan is COMPLETED, and the next start goes on", async () => {
    const first = start("start", "--once", "--port", "0", "--data-dir", folder);
    await first.until(/… inspect/);
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(1);
    expect(first.output()).not.toContain("The plan is COMPLETED.");
    expect((await run("start", "--once", "--port", "0", "--data-dir", folder)).code).toBe(0);
  });

  it("serves on after the plan, and shows a line of curl that works", async () => {
    const started = start("start", "--port", "0", "--data-dir", folder);
    await started.until(/Serving until Ctrl-C/);
    const line = /^ {2}(curl .*)$/m.exec(started.output())?.[1];
    const { stdout } = await promisify(execFile)("sh", ["-c", `${line} --noproxy '*'`]);
    expect(JSON.parse(stdout)).toMatchObject({ result: { state: "COMPLETED", output: { words: 4 } } });
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(0);
  });

  it("stops cleanly at Ctrl-C and keeps what was done", async () => {
    const server = start("serve", "--port", "0", "--data-dir", folder);
    await server.until(/Ctrl-C stops it/);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0];
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    server.child.kill("SIGINT");
    expect(await server.ended).toBe(0);
    expect(server.output()).toContain("Stopped.");
  });

  it("ends with a few lines and 2 when the port is busy, the folder unwritable or in use, or a flag bad", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => busy.once("listening", resolve));
    const { port } = busy.address() as { port: number };
    await expectRefused(
      /The port \d+ on 127\.0\.0\.1 is in use/,
      "serve",
      "--port",
      String(port),
      "--data-dir",
      folder,
    );
    busy.close();

    const file = join(folder, "file");
    writeFileSync(file, "");
    await expectRefused(/folder/, "serve", "--port", "0", "--data-dir", join(file, "below"));
    await expectRefused(/not a loopback address/, "serve", "--port", "0", "--host", "0.0.0.0", "--data-dir", folder);
    await expectRefused(/0 to 65535/, "start", "--port", "99999", "--data-dir", folder);
    await expectRefused(/unknown option '--prot'/, "start", "--prot", "1");

    const owner = start("serve", "--port", "0", "--data-dir", folder);
    await owner.until(/Ctrl-C stops it/);
    await expectRefused(/another process/, "serve", "--port", "0", "--data-dir", folder);
  });

  it("explains itself", async () => {
    for (const command of ["start", "serve"]) {
      const { code, output } = await run(command, "--help");
      expect(output).toContain("--data-dir <folder>");
      expect(output).toContain("OAP_PORT");
      expect(output).toContain('"scope": "caller"');
      expect(code).toBe(0);
    }
  });

  async function expectRefused(message: RegExp, ...args: string[]): Promise<void> {
    const { code, output } = await run(...args);
    expect.soft(code, output).toBe(2);
    expect.soft(output).toMatch(message);
    // What was wrong, what was meant perhaps, and where more is said.
    expect.soft(output.trim().split("\n").length, output).toBeLessThanOrEqual(3);
  }

  async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
    const { ended, output } = start(...args);
    const code = await ended;
    return { code, output: output() };
  }

  function start(...args: string[]) {
    const child = spawn(process.execPath, ["--conditions=source", join(import.meta.dirname, "oap.ts"), ...args], {
      env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve)).finally(() =>
      running.delete(child),
    );
    const until = (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (pattern.test(text)) resolve();
        };
        child.stdout.on("data", look);
        child.once("close", () => reject(new Error(`It ended before ${pattern}:\n${text}`)));
        look();
      });
    return { child, ended, until, output: () => text };
  }
});

interface JournaledStep {
  readonly invocation_id: string;
  readonly seq: number;
  readonly type: string;
  readonly step_id: string | undefined;
}

/** What the store has on disk, read as any SQLite tool would. */
function journal(folder: string): JournaledStep[] {
  const database = new DatabaseSync(join(folder, "control-plane.sqlite"));
  try {
    const rows = database.prepare("SELECT invocation_id, seq, type, payload FROM events ORDER BY rowid").all();
    return rows.map(({ invocation_id, seq, type, payload }) => {
      const event = JSON.parse(String(payload)) as { step_id?: string };
      return { invocation_id: String(invocation_id), seq: Number(seq), type: String(type), step_id: event.step_id };
    });
  } finally {
    database.close();
  }
}
