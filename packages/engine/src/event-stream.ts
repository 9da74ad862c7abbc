import { setImmediate as nextTurn } from "node:timers/promises";
import { type CloudEvent, OapError } from "@oap/protocol";
import type { JournalRow, StoreReads } from "@oap/store";
import { noTelemetry, type Telemetry } from "@oap/telemetry";
import { afterAllOf, type EventCursor, eventId, isAfter, readEventId, readFrom } from "./event-cursor.ts";
import { isSameTurn, JournalNarrator, type Tale, type ToldEvent } from "./journal-narrator.ts";
import type { Clock, Log } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

export type EventJournal = Pick<
  StoreReads,
  "journalAfter" | "journalOf" | "journalEnd" | "journalPrunedTo" | "events" | "run" | "compiledRun" | "plan"
>;

export interface EventStreamOptions {
  readonly store: EventJournal;
  readonly clock: Pick<Clock, "now">;
  readonly log?: Log;
  /** The `source` of every event, as a URI reference. Default `urn:oap:module:control-plane`. */
  readonly source?: string;
  /** Readers at once; one more is OVERLOADED. Default 256. */
  readonly readersMax?: number;
  /** Default: nobody watches. */
  readonly telemetry?: Pick<Telemetry, "queueRejected">;
}

/** What is watched: one run, the runs of one plan, or everything. */
export interface EventSubscription {
  /** The `id` of the last event that was read; without it a run is told from its beginning, and all else from now on. */
  readonly after?: string;
  readonly invocationId?: string;
  readonly planId?: string;
}

/**
 * The events of the contracts, told from the journal to any number of readers.
 *
 * 1. A reader gets every event that comes after its place, once, in the order of the journal: first from the disk, then as they are written.
 * 2. Nothing is kept for a reader but the page that it reads: one that is slow is told from the disk when it asks.
 * 3. The disk is read only after `poke`, or while a reader is behind.
 * 4. Where events after a reader's place were pruned, or the journal does not know the place, it is told `events.gap` instead.
 * 5. At most `readersMax` read at once. A reader's place is free again when its signal is aborted or its iteration ends.
 */
export class EventStream {
  readonly #store: EventJournal;
  readonly #clock: Pick<Clock, "now">;
  readonly #source: string;
  readonly #readersMax: number;
  readonly #telemetry: Pick<Telemetry, "queueRejected">;
  readonly #narrator: JournalNarrator;
  readonly #readers = new Set<Reader>();
  /** By the position after which they begin: readers who are at one place share the reading. */
  readonly #pages = new Map<number, Page>();
  #closed = false;

  constructor({
    store,
    clock,
    log = () => {},
    source = sourceDefault,
    readersMax = readersMaxDefault,
    telemetry = noTelemetry,
  }: EventStreamOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#source = source;
    this.#readersMax = readersMax;
    this.#telemetry = telemetry;
    this.#narrator = new JournalNarrator({ journal: store, source, log });
  }

  /**
   * Takes a reader on; aborting the signal ends its iteration. One run's iteration ends with the run.
   * @throws OapError INVALID_PARAMS for an `after` that is no event's, INVOCATION_NOT_FOUND, PLAN_NOT_FOUND, OVERLOADED
   */
  subscribe(subscription: EventSubscription, signal: AbortSignal): AsyncIterable<CloudEvent> {
    const { invocationId, planId } = subscription;
    const after = cursorOf(subscription);
    this.#assertKnown(subscription);
    this.#assertRoom();
    const reader = new Reader(invocationId);
    this.#readers.add(reader);
    const leave = () => this.#leave(reader);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    const told =
      invocationId === undefined
        ? this.#followAll(reader, after ?? afterAllOf(this.#store.journalEnd()), planId)
        : this.#followRun(reader, after ?? afterAllOf(0), invocationId);
    return leaving(told, () => {
      signal.removeEventListener("abort", leave);
      leave();
    });
  }

  /** How many read. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Whether a subscription to a run has nothing more to tell, for good. */
  isOver(subscription: EventSubscription): boolean {
    const { invocationId } = subscription;
    const after = cursorOf(subscription);
    if (invocationId === undefined || after === undefined) return false;
    const [row] = this.#store.journalAfter(after.position - 1, 1);
    if (row?.position !== after.position || row.invocation_id !== invocationId) return false;
    return this.#narrator.tell([row]).told.some((each) => endsRun(each) && !isAfter(each, after));
  }

  /** Something was committed, for that run or for any: those who wait for it read on. Costs nothing while nobody waits. */
  poke(invocationId?: string): void {
    if (this.#pages.size > 0) for (const [from, page] of this.#pages) if (page.isEnd) this.#pages.delete(from);
    for (const reader of this.#readers) {
      if (invocationId === undefined || reader.invocationId === undefined || reader.invocationId === invocationId) {
        reader.wake();
      }
    }
  }

  /** Ends every iteration. Readers come back with the last `id` that they read. */
  close(): void {
    this.#closed = true;
    for (const reader of this.#readers) this.#leave(reader);
  }

  async *#followAll(reader: Reader, from: EventCursor, planId: string | undefined): AsyncGenerator<CloudEvent> {
    let cursor = from;
    while (!reader.isGone) {
      const place = this.#placeAfterGap(cursor);
      if (place !== undefined) {
        yield this.#gap(cursor, place);
        cursor = place;
        continue;
      }
      reader.rest();
      const { told, last, isEnd } = this.#pageAfter(readFrom(cursor));
      for (const each of told) {
        if (!isAfter(each, cursor) || (planId !== undefined && each.planId !== planId)) continue;
        yield each.event;
        if (reader.isGone) return;
      }
      cursor = last === undefined ? cursor : afterAllOf(last.position);
      await (isEnd ? reader.woken : nextTurn());
    }
  }

  async *#followRun(reader: Reader, from: EventCursor, invocationId: string): AsyncGenerator<CloudEvent> {
    const isForeign = from.position > this.#store.journalEnd();
    const cursor = isForeign ? afterAllOf(0) : from;
    if (isForeign) yield this.#gap(from, cursor);
    for (let seq = 0; !reader.isGone; ) {
      reader.rest();
      const { rows, isEnd } = wholeTurns((after, limit) =>
        this.#store.journalOf(invocationId, after?.seq ?? seq, limit),
      );
      // What it has not read of a run that was pruned meanwhile is lost.
      if (rows.length === 0 && this.#store.run(invocationId) === undefined) {
        yield this.#gap(cursor, afterAllOf(this.#store.journalPrunedTo()));
        return;
      }
      const { told, last, isWhole } = this.#narrator.tell(rows);
      for (const each of told) {
        if (!isAfter(each, cursor)) continue;
        yield each.event;
        if (reader.isGone) return;
      }
      if (told.some(endsRun)) return;
      seq = last?.seq ?? seq;
      await (isEnd && isWhole ? reader.woken : nextTurn());
    }
  }

  /** What comes after a position, as much as is read at once. */
  #pageAfter(position: number): Page {
    const kept = this.#pages.get(position);
    if (kept !== undefined) return kept;
    const { rows, isEnd } = wholeTurns((after, limit) => this.#store.journalAfter(after?.position ?? position, limit));
    const tale = this.#narrator.tell(rows);
    const page: Page = { ...tale, isEnd: isEnd && tale.isWhole };
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined && this.#pages.size >= pagesKeptMax) this.#pages.delete(oldest);
    this.#pages.set(position, page);
    return page;
  }

  /** Where to go on if events after the place are gone, or the place is not of this journal. */
  #placeAfterGap(cursor: EventCursor): EventCursor | undefined {
    const end = this.#store.journalEnd();
    if (cursor.position > end) return afterAllOf(end);
    const prunedTo = this.#store.journalPrunedTo();
    return isAfter(afterAllOf(prunedTo), cursor) ? afterAllOf(prunedTo) : undefined;
  }

  #gap(after: EventCursor, resumedAfter: EventCursor): CloudEvent {
    const noticedAt = timestampOf(this.#clock.now());
    return {
      specversion: "1.0",
      id: eventId(resumedAfter),
      source: this.#source,
      type: "events.gap",
      time: noticedAt,
      datacontenttype: "application/json",
      data: { after: eventId(after), resumedAfter: eventId(resumedAfter), noticedAt },
    };
  }

  #assertKnown({ invocationId, planId }: EventSubscription): void {
    if (invocationId !== undefined && this.#store.run(invocationId) === undefined) {
      throw new OapError("INVOCATION_NOT_FOUND", { message: `There is no invocation ${invocationId}.` });
    }
    if (planId !== undefined && this.#store.plan(planId) === undefined) {
      throw new OapError("PLAN_NOT_FOUND", { message: `There is no plan ${planId}.` });
    }
  }

  #assertRoom(): void {
    if (this.#closed) throw new OapError("OVERLOADED", { message: "The control plane is closing." });
    if (this.#readers.size < this.#readersMax) return;
    this.#telemetry.queueRejected("subscribers");
    throw new OapError("OVERLOADED", {
      message: `${this.#readersMax} streams of events are open, which is the most there may be. Try again later.`,
    });
  }

  #leave(reader: Reader): void {
    reader.isGone = true;
    reader.wake();
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#pages.clear();
  }
}

const sourceDefault = "urn:oap:module:control-plane";
const readersMaxDefault = 256;
/** Rows of the journal that are read at once. */
const rowsPerPage = 128;
const pagesKeptMax = 4;

interface Page extends Tale {
  /** Whether the journal ended with it when it was read. */
  readonly isEnd: boolean;
}

/** Who reads, while it waits for more. */
class Reader {
  /** The run that it follows, if it follows one. */
  readonly invocationId: string | undefined;
  isGone = false;
  #waiting = Promise.withResolvers<void>();

  constructor(invocationId: string | undefined) {
    this.invocationId = invocationId;
  }

  /** Resolves at the first `wake` after the last `rest`. */
  get woken(): Promise<void> {
    return this.#waiting.promise;
  }

  /** Before it reads, so that what is written while it does wakes it. */
  rest(): void {
    if (!this.isGone) this.#waiting = Promise.withResolvers<void>();
  }

  wake(): void {
    this.#waiting.resolve();
  }
}

/** A page of rows that ends with a whole turn: what the last row's run held with it belongs to it. */
function wholeTurns(read: (after: JournalRow | undefined, limit: number) => readonly JournalRow[]) {
  const rows = [...read(undefined, rowsPerPage)];
  const isEnd = rows.length < rowsPerPage;
  for (let last = rows.at(-1); !isEnd && last !== undefined; ) {
    const [next] = read(last, 1);
    if (next === undefined || !isSameTurn(last, next)) break;
    rows.push(next);
    last = next;
  }
  return { rows, isEnd };
}

function cursorOf({ after }: EventSubscription): EventCursor | undefined {
  if (after === undefined) return undefined;
  const cursor = readEventId(after);
  if (cursor !== undefined) return cursor;
  throw new OapError("INVALID_PARAMS", { message: `\`${after.slice(0, 64)}\` is not the identifier of an event.` });
}

function endsRun({ event: { type } }: ToldEvent): boolean {
  return type === "controlPlane.execution.completed" || type === "controlPlane.execution.failed";
}

/** The same iteration, with something to do when it is over, in whatever way. */
async function* leaving(told: AsyncIterable<CloudEvent>, leave: () => void): AsyncGenerator<CloudEvent> {
  try {
    yield* told;
  } finally {
    leave();
  }
}
