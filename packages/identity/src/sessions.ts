import { isDeepStrictEqual } from "node:util";
import { OapError } from "@oap/protocol/errors";
import type { OperationKey } from "@oap/protocol/operations";
import type {
  ControlSessionCloseParams,
  ControlSessionCloseResult,
  ControlSessionOpenParams,
  ControlSessionOpenResult,
} from "@oap/protocol/types";
import type { Alongside } from "./alongside.ts";
import type { Identity } from "./identity.ts";
import type { SessionRecord, SessionRecords, SessionTransaction } from "./session-records.ts";
import { timestampOf } from "./timestamp.ts";

export interface SessionsPorts<TTransaction extends SessionTransaction = SessionTransaction> {
  readonly records: SessionRecords<TTransaction>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Exchanges about a session itself may name one that they cannot join. */
const aboutSessions: ReadonlySet<OperationKey> = new Set(["control.session.open", "control.session.close"]);

/**
 * The sessions of callers, by `control.session.open` and `control.session.close`.
 *
 * 1. An identifier is one session's for as long as the session is kept: it is not opened again with other parameters, by another caller, or after it was closed.
 * 2. Nobody joins or closes another's session.
 * 3. Nobody joins a closed session; what runs in it goes on.
 *
 * An identifier that nobody opened stays what it always was, a name under which exchanges are grouped: it needs no
 * opening, and means nothing to policy.
 */
export class Sessions<TTransaction extends SessionTransaction = SessionTransaction> {
  readonly #ports: SessionsPorts<TTransaction>;

  constructor(ports: SessionsPorts<TTransaction>) {
    this.#ports = ports;
  }

  /** @throws OapError FORBIDDEN for another's name, ID_CONFLICT for an identifier that is taken */
  async open(
    params: ControlSessionOpenParams,
    { id }: Pick<Identity, "id">,
    alongside?: Alongside<TTransaction, ControlSessionOpenResult>,
  ): Promise<ControlSessionOpenResult> {
    const { session_id, caller, purpose, attributes } = params;
    if (caller !== id) {
      throw new OapError("FORBIDDEN", {
        message: `The session is said to be ${caller}'s, and the caller is ${id}. Open it under your own name.`,
        details: { pointer: "/params/caller" },
      });
    }
    const asked = {
      session_id,
      caller,
      ...(purpose === undefined ? {} : { purpose }),
      ...(attributes === undefined ? {} : { attributes }),
    };
    return await this.#ports.records.transact((transaction) => {
      const present = transaction.session(session_id);
      const session = present === undefined ? { ...asked, started_at: this.#ports.now() } : reopened(present, asked);
      if (present === undefined) transaction.insertSession(session);
      const result = { session_id, started_at: timestampOf(session.started_at) };
      alongside?.(transaction, result);
      return result;
    });
  }

  /** Closing again answers when it was closed first. @throws OapError SESSION_NOT_FOUND, also for another's session */
  async close(
    params: ControlSessionCloseParams,
    { id }: Pick<Identity, "id">,
    alongside?: Alongside<TTransaction, ControlSessionCloseResult>,
  ): Promise<ControlSessionCloseResult> {
    const { session_id, reason } = params;
    return await this.#ports.records.transact((transaction) => {
      const session = transaction.session(session_id);
      if (session === undefined || session.caller !== id) {
        throw new OapError("SESSION_NOT_FOUND", { message: `${id} has no session ${session_id}.` });
      }
      const { closed_at = this.#ports.now() } = session;
      if (session.closed_at === undefined) transaction.closeSession(session_id, closed_at, reason);
      const result = { session_id, closed_at: timestampOf(closed_at) };
      alongside?.(transaction, result);
      return result;
    });
  }

  /** Whether a session is somebody else's, so that nothing that this caller does belongs into its records. */
  isAnothers(sessionId: string, { id }: Pick<Identity, "id">): boolean {
    const session = this.#ports.records.session(sessionId);
    return session !== undefined && session.caller !== id;
  }

  /**
   * The session that an exchange names, for policy to read; undefined if nobody opened it.
   * @throws OapError ID_CONFLICT if it is closed or another's
   */
  join(
    sessionId: string | undefined,
    { id }: Pick<Identity, "id">,
    { key }: { readonly key: OperationKey },
  ): SessionRecord | undefined {
    if (sessionId === undefined || aboutSessions.has(key)) return undefined;
    const session = this.#ports.records.session(sessionId);
    if (session === undefined) return undefined;
    if (session.caller !== id) {
      throw conflict(
        "/_meta/session_id",
        `The session ${sessionId} is another caller's. Use one of your own, or none.`,
      );
    }
    if (session.closed_at !== undefined) {
      const when = timestampOf(session.closed_at);
      throw conflict(
        "/_meta/session_id",
        `The session ${sessionId} was closed at ${when}. Name another or none; what ran in it can be read without it.`,
      );
    }
    return session;
  }
}

/** A session as it is, if it is what is asked for. */
function reopened(present: SessionRecord, asked: Omit<SessionRecord, "started_at">): SessionRecord {
  const { session_id, caller } = asked;
  const pointer = "/params/session_id";
  if (present.caller !== caller) {
    throw conflict(pointer, `The identifier ${session_id} is another caller's session. Choose another.`);
  }
  if (present.closed_at !== undefined) {
    const when = timestampOf(present.closed_at);
    throw conflict(pointer, `The session ${session_id} was closed at ${when}. Open one with another identifier.`);
  }
  const { purpose, attributes } = present;
  if (!isDeepStrictEqual([purpose, attributes], [asked.purpose, asked.attributes])) {
    throw conflict(pointer, `The session ${session_id} is open with another purpose or other attributes.`);
  }
  return present;
}

function conflict(pointer: string, message: string): OapError {
  return new OapError("ID_CONFLICT", { message, details: { pointer } });
}
