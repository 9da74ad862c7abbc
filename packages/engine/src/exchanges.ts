import type { GovernanceDecision } from "@oap/governance";
import { chainOf, contentHash } from "@oap/ledger";
import { type JsonValue, type LedgerEntry, OapError } from "@oap/protocol";
import {
  type ExchangeRecord,
  type RunRecord,
  type Store,
  StoreError,
  type StoreReads,
  type StoreTransaction,
} from "@oap/store";
import type { ExchangeTelemetry } from "@oap/telemetry";
import type { Caller } from "./caller.ts";
import type { ExchangedFacts, LedgerWriter } from "./ledger-writer.ts";
import type { Clock } from "./ports.ts";
import { isUnwritten, unwrittenRefusal } from "./unwritten-refusal.ts";

/** An exchange that was admitted: its caller is known, and its parameters fit. */
export interface ExchangeFacts {
  readonly id: string;
  readonly envelope_type: string;
  /** A command is done once for its id; a query is answered afresh. */
  readonly kind: "command" | "query";
  readonly caller: Caller;
  readonly trace_id?: string | undefined;
  readonly params: JsonValue;
  /** What the request takes for the latest entry of its chain, where it says. */
  readonly prev_event_hash?: string | undefined;
}

/** What came of an exchange, with its entry in the ledger: one that was answered from the record has the first one's, as long as it is kept. */
export interface Exchanged {
  readonly result: JsonValue;
  readonly entry?: LedgerEntry | undefined;
}

export interface ExchangesOptions {
  readonly store: Store;
  readonly ledger: LedgerWriter;
  readonly clock: Clock;
  /** What an operation that started a run answers, once the run is as far as the operation waits for. */
  readonly answerOfRun: (envelopeType: string, invocationId: string) => Promise<JsonValue>;
  /** Members of results that must not be kept, such as a secret that is shown once: envelope type → member. */
  readonly unrecorded?: Readonly<Record<string, string>>;
  /** Commands whose answers are large and come out the same when they are done again: they are not kept. */
  readonly afresh?: ReadonlySet<string>;
}

/**
 * Lets a piece of work write its exchange into its own transactions, so that both are there or neither is. Work that does not
 * use it is recorded right after.
 */
export interface ExchangeRecorder {
  /** In the transaction that accepts a run: the same exchange again finds it. */
  accepted(transaction: StoreTransaction, run: RunRecord): void;
  /** In the transaction after which the exchange can be answered: what with. False where it was answered before. */
  answered(transaction: StoreTransaction, result: JsonValue, about?: string): boolean;
  /** What policy said of it; it stands in the ledger's entry. */
  decided(decision: GovernanceDecision): void;
}

/** The exchange that brings a command, as far as what is done tells it something. */
export interface CommandExchange {
  /** Writes the exchange with what it does. */
  readonly recorder?: ExchangeRecorder | undefined;
  /** The trace that runs join which begin or go on with it. */
  readonly telemetry?: ExchangeTelemetry | undefined;
}

/**
 * Exchanges: commands happen once, and each exchange has its entry in the ledger.
 *
 * 1. The same command of the same caller under the same id is done once, also when both arrive at once.
 * 2. An exchange that is answered with a result is in the ledger; so is one that is answered with an error, if the disk takes it.
 * 3. What was not accepted is not recorded, and can be sent again under the same id.
 * 4. Nothing is answered from a record that a crash may still take back.
 * 5. Of those that name the same entry as the latest of their chain, one is admitted; sent again, it is still answered.
 *
 * Source: wire decisions, Idempotency and Ledger.
 */
export class Exchanges {
  readonly #options: ExchangesOptions;
  readonly #underWay = new Map<string, { readonly content_hash: string; readonly exchanged: Promise<Exchanged> }>();
  /** The entries after which exchanges that are under way go, where they said so. */
  readonly #taken = new Set<string>();

  constructor(options: ExchangesOptions) {
    this.#options = options;
  }

  /** @throws OapError OVERLOADED where the disk does not take it, and whatever the work throws */
  async perform(facts: ExchangeFacts, work: (recorder: ExchangeRecorder) => Promise<JsonValue>): Promise<Exchanged> {
    try {
      return await this.#perform(facts, work);
    } catch (error) {
      throw isUnwritten(error) ? await unwrittenRefusal(error, this.#options.store) : error;
    }
  }

  async #perform(facts: ExchangeFacts, work: (recorder: ExchangeRecorder) => Promise<JsonValue>): Promise<Exchanged> {
    const input_ref = contentHash(facts.params);
    const isKept = facts.kind === "command" && this.#options.afresh?.has(facts.envelope_type) !== true;
    if (!isKept) return await this.#once(facts, input_ref, undefined, work);

    const content_hash = contentHash({ envelope_type: facts.envelope_type, params: input_ref });
    const key = JSON.stringify([facts.caller.id, facts.id]);
    const twin = this.#underWay.get(key);
    if (twin !== undefined) {
      if (twin.content_hash !== content_hash) throw otherContent(facts);
      const { result, entry } = await twin.exchanged;
      return { result: keptOf(result, this.#options.unrecorded?.[facts.envelope_type]), entry };
    }
    const known = this.#options.store.exchange(facts.caller.id, facts.id);
    if (known !== undefined) return await this.#repeated(known, facts, { input_ref, content_hash });

    const exchanged = this.#once(facts, input_ref, content_hash, work);
    this.#underWay.set(key, { content_hash, exchanged });
    try {
      return await exchanged;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #once(
    facts: ExchangeFacts,
    input_ref: string,
    content_hash: string | undefined,
    work: (recorder: ExchangeRecorder) => Promise<JsonValue>,
  ): Promise<Exchanged> {
    const place = this.#takePlace(facts);
    const recording = new Recording(this.#options, facts, input_ref, content_hash);
    try {
      const result = await this.#performed(recording, work);
      if (recording.entry === undefined) {
        await this.#options.store.transact((transaction) => recording.answered(transaction, result));
      }
      return { result, entry: recording.entry };
    } finally {
      recording.close();
      if (place !== undefined) this.#taken.delete(place);
    }
  }

  async #performed(recording: Recording, work: (recorder: ExchangeRecorder) => Promise<JsonValue>): Promise<JsonValue> {
    try {
      return await work(recording);
    } catch (error) {
      // What the disk did not take leaves no trace, not even that of its refusal, which might just fit where the work did not.
      if (!isUnwritten(error)) await this.#refused(recording, error);
      throw error;
    }
  }

  /** The error goes out whether or not it can be written down. */
  async #refused(recording: Recording, error: unknown): Promise<void> {
    recording.close();
    const refusal = error instanceof OapError ? error : new OapError("INTERNAL");
    try {
      await this.#options.store.transact((transaction) => recording.refused(transaction, refusal));
    } catch (failure) {
      if (!(failure instanceof StoreError)) throw failure;
    }
  }

  async #repeated(
    known: ExchangeRecord,
    facts: ExchangeFacts,
    { input_ref, content_hash }: { readonly input_ref: string; readonly content_hash: string },
  ): Promise<Exchanged> {
    if (known.content_hash !== content_hash) throw otherContent(facts);
    const { envelope_type, invocation_id } = known;
    await this.#options.store.synced();
    if (invocation_id === undefined) return { result: known.answer, entry: entryOf(this.#options.store, facts) };
    const result = await this.#options.answerOfRun(envelope_type, invocation_id);
    return { result, entry: await this.#lateEntry(facts, input_ref, result, invocation_id) };
  }

  /** A process that ended before it could answer has left no entry: then there is one now. */
  async #lateEntry(facts: ExchangeFacts, input_ref: string, result: JsonValue, about: string): Promise<LedgerEntry> {
    const { store } = this.#options;
    const first = entryOf(store, facts);
    if (first !== undefined) {
      await store.synced();
      return first;
    }
    const { ledger } = this.#options;
    return await store.transact(
      (transaction) =>
        entryOf(transaction, facts) ??
        ledger.exchanged(
          transaction,
          exchangedFacts(facts, input_ref),
          { status: "SUCCESS", content: result },
          { about },
        ),
    );
  }

  /** Where the exchange goes in its chain, if it says; nobody else who says the same is admitted meanwhile. */
  #takePlace({ caller, prev_event_hash }: ExchangeFacts): string | undefined {
    if (prev_event_hash === undefined) return undefined;
    const chain = chainOf({
      actor: caller.id,
      ...(caller.session_id !== undefined && { session_id: caller.session_id }),
    });
    const head = this.#options.store.ledgerHead(chain);
    const place = JSON.stringify([chain, prev_event_hash]);
    if (head === prev_event_hash && !this.#taken.has(place)) {
      this.#taken.add(place);
      return place;
    }
    throw new OapError("LEDGER_CONFLICT", {
      message:
        head === prev_event_hash
          ? "Another exchange that goes after the same entry of this chain is under way."
          : "Orch-Prev-Event-Hash is not the hash of the latest entry of this chain.",
      details: { latest_event_hash: head },
    });
  }
}

class Recording implements ExchangeRecorder {
  readonly #options: ExchangesOptions;
  readonly #facts: ExchangeFacts;
  readonly #exchanged: ExchangedFacts;
  readonly #content_hash: string | undefined;
  #decision: GovernanceDecision | undefined;
  #isAccepted = false;
  #isOpen = true;
  entry: LedgerEntry | undefined;

  constructor(options: ExchangesOptions, facts: ExchangeFacts, input_ref: string, content_hash: string | undefined) {
    this.#options = options;
    this.#facts = facts;
    this.#content_hash = content_hash;
    this.#exchanged = exchangedFacts(facts, input_ref);
  }

  accepted(transaction: StoreTransaction, { invocation_id }: RunRecord): void {
    this.#keep(transaction, { invocation_id });
    this.#isAccepted = true;
  }

  answered(transaction: StoreTransaction, result: JsonValue, about?: string): boolean {
    // The exchange may have been answered before its run ended, when the run had to wait for a human. A transaction that
    // failed may come again, so what it wrote here before does not count.
    if (!this.#isOpen) return false;
    const kept = keptOf(result, this.#options.unrecorded?.[this.#facts.envelope_type]);
    if (!this.#isAccepted) this.#keep(transaction, { answer: kept });
    this.entry = this.#options.ledger.exchanged(
      transaction,
      this.#exchanged,
      { status: "SUCCESS", content: kept },
      { decision: this.#decision, about },
    );
    return true;
  }

  refused(transaction: StoreTransaction, error: OapError): void {
    const content = error.toOrchError() as unknown as JsonValue;
    this.#options.ledger.exchanged(
      transaction,
      this.#exchanged,
      { status: "ERROR", content },
      { decision: this.#decision },
    );
  }

  decided(decision: GovernanceDecision): void {
    this.#decision = decision;
  }

  close(): void {
    this.#isOpen = false;
  }

  #keep(
    transaction: StoreTransaction,
    what: { readonly answer: JsonValue } | { readonly invocation_id: string },
  ): void {
    if (this.#content_hash === undefined) return;
    const { id, envelope_type, caller } = this.#facts;
    transaction.insertExchange({
      caller: caller.id,
      orch_id: id,
      envelope_type,
      content_hash: this.#content_hash,
      recorded_at: this.#options.clock.now(),
      ...what,
    });
  }
}

function exchangedFacts({ id, envelope_type, caller, trace_id }: ExchangeFacts, input_ref: string): ExchangedFacts {
  return { id, envelope_type, caller, ...(trace_id !== undefined && { trace_id }), input_ref };
}

/** The entry of an exchange that was answered before. */
function entryOf(reads: StoreReads, { id, envelope_type, caller }: ExchangeFacts): LedgerEntry | undefined {
  const query = { event_id: id, envelope_type, actor: caller.id, status: "SUCCESS" as const, limit: 1 };
  return reads.ledgerEntries(query).items[0]?.entry;
}

/** A result as it is recorded, and as everybody is answered but the first: without the member that is shown once. */
function keptOf(result: JsonValue, secret: string | undefined): JsonValue {
  if (secret === undefined || result === null || typeof result !== "object" || Array.isArray(result)) return result;
  const { [secret]: _, ...kept } = result;
  return kept;
}

function otherContent({ id }: ExchangeFacts): OapError {
  return new OapError("ID_CONFLICT", {
    message: `The exchange ${id} was a command with another content. Send this one under another id.`,
  });
}
