import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { connect } from "@oap/client";
import type { CallOptions, OapClient } from "@oap/protocol/client";
import { OapError } from "@oap/protocol/errors";

/** A command, as it can be sent any number of times. */
export interface Command {
  /** Its OrchId, which stays the same. */
  readonly id: string;
  readonly caller: string;
  readonly sessionId?: string | undefined;
  /** The run that it changes, or the request that it decides. */
  readonly about?: string | undefined;
  readonly call: (client: OapClient, options: CallOptions) => PromiseLike<object>;
}

/** What a command was answered with. */
export interface Acknowledgement {
  readonly command: Command;
  /** Its result, where it has one. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
  /** The code of the error, where it was refused. */
  readonly refusal: string | undefined;
  /** How often it was sent until somebody answered. */
  readonly sends: number;
}

/** An answer takes no longer than this, in milliseconds, while a control plane is there. */
const answerMsMax = 30_000;

/**
 * A client as it should be, of a control plane that may be gone at any time: it sends a command under the same id until it is answered.
 * Owns what was acknowledged.
 */
export class PersistentClient {
  readonly acknowledged: Acknowledgement[] = [];
  /** What went wrong for the client itself. */
  readonly faults: string[] = [];
  onAcknowledged: () => void = () => {};
  readonly #clients = new Map<string, OapClient>();
  #url = Promise.withResolvers<string>();
  #isUp = false;

  /** From now on the control plane is there. */
  up(url: string): void {
    this.#isUp = true;
    this.#url.resolve(url);
  }

  /** From now on it is not, until the next `up`. */
  down(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#url = Promise.withResolvers<string>();
    this.#clients.clear();
  }

  /** Where the control plane is, as soon as it is there. */
  get url(): Promise<string> {
    return this.#url.promise;
  }

  async send(command: Command): Promise<Acknowledgement> {
    for (let sends = 1; ; sends += 1) {
      const answer = await this.#sendOnce(command);
      if (answer === undefined) continue;
      const acknowledgement = { command, sends, ...answer };
      this.acknowledged.push(acknowledgement);
      this.onAcknowledged();
      return acknowledgement;
    }
  }

  /** Sends a command again that was acknowledged; what is wrong with the answer, if anything is. */
  async sendAgain({ command, result }: Acknowledgement): Promise<string | undefined> {
    for (;;) {
      const answer = await this.#sendOnce(command);
      if (answer === undefined) continue;
      if (answer.result !== undefined && isSameAnswer(result, answer.result)) return undefined;
      return `${command.id} was answered ${JSON.stringify(result)} and then ${JSON.stringify(answer)}`;
    }
  }

  /** Undefined where there was no answer; then the control plane may be gone, or not quite there yet. */
  async #sendOnce({
    id,
    caller,
    sessionId,
    call,
  }: Command): Promise<Pick<Acknowledgement, "result" | "refusal"> | undefined> {
    const url = await this.url;
    const client = this.#clients.get(url) ?? connect({ baseUrl: url, timeoutMs: answerMsMax });
    this.#clients.set(url, client);
    try {
      const result = await call(client, { id, caller, sessionId });
      return { result: result as Acknowledgement["result"], refusal: undefined };
    } catch (error) {
      if (!(error instanceof OapError)) throw error;
      if (error.code === "DEADLINE_EXCEEDED") this.faults.push(`${id} was not answered within ${answerMsMax} ms`);
      else if (!unanswered.has(error.code)) return { result: undefined, refusal: error.code };
      await delay(2);
      return undefined;
    }
  }
}

const unanswered: ReadonlySet<string> = new Set(["UPSTREAM_UNAVAILABLE", "OVERLOADED"]);

const openStates: ReadonlySet<unknown> = new Set(["PENDING", "RUNNING", "running", "paused", "awaiting_approval"]);

/** Equal, or for work that had not ended when it was first answered: about the same run. */
function isSameAnswer(first: Acknowledgement["result"], second: NonNullable<Acknowledgement["result"]>): boolean {
  if (first === undefined || isDeepStrictEqual(first, second)) return first !== undefined;
  const run = runOf(first);
  return run !== undefined && run === runOf(second) && openStates.has(first.state ?? first.status);
}

/** The run that an answer is about. */
export function runOf(result: Acknowledgement["result"]): string | undefined {
  const run = result?.invocation_id ?? result?.runId;
  return run === undefined ? undefined : String(run);
}
