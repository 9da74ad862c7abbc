import { continuesTurn, type RunEvent, turnHappenings } from "@oap/plan";
import {
  type CloudEvent,
  type EventPayloads,
  type JsonObject,
  type JsonValue,
  events as knownEvents,
} from "@oap/protocol";
import type { JournalRow } from "@oap/store";
import { type EventCursor, eventId } from "./event-cursor.ts";
import { type ExecutionEvent, isExecutionStream } from "./execution-events.ts";
import type { Log } from "./ports.ts";
import { ReplayedRuns, type ReplaySource } from "./replayed-runs.ts";
import { timestampOf } from "./timestamp.ts";

/** An event as it is published, at its place. */
export interface ToldEvent extends EventCursor {
  readonly event: CloudEvent;
  readonly planId?: string;
}

export interface Tale {
  readonly told: readonly ToldEvent[];
  /** The last row that was told; absent where there was none. */
  readonly last?: JournalRow;
  /** Whether all rows were told. */
  readonly isWhole: boolean;
}

export interface JournalNarratorOptions {
  readonly journal: ReplaySource;
  /** The `source` of every event: a URI reference. */
  readonly source: string;
  readonly log: Log;
}

/**
 * Tells what the journal's rows mean to whoever watches, as CloudEvents. The same rows give the same events under the same identifiers,
 * so that none of them is kept.
 */
export class JournalNarrator {
  readonly #options: JournalNarratorOptions;
  readonly #runs: ReplayedRuns;

  constructor(options: JournalNarratorOptions) {
    this.#options = options;
    this.#runs = new ReplayedRuns(options.journal);
  }

  /** `rows` are in the order of the journal, and the last one's turn is complete. It stops early, after a turn, when it has told much. */
  tell(rows: readonly JournalRow[]): Tale {
    const told: ToldEvent[] = [];
    let last: JournalRow | undefined;
    for (const turn of turnsOf(rows)) {
      if (told.length >= eventsAtOnceMax) break;
      for (const event of this.#turnEvents(turn)) told.push(event);
      last = turn.at(-1);
    }
    return { told, isWhole: last === rows.at(-1), ...(last === undefined ? {} : { last }) };
  }

  #turnEvents(turn: readonly JournalRow[]): readonly ToldEvent[] {
    const first = turn[0]!;
    try {
      return isExecutionStream(first.invocation_id) ? [this.#executionEvent(first)] : this.#runEvents(first, turn);
    } catch (error) {
      // One run that cannot be read must not keep all others from being watched.
      const { position, invocation_id } = first;
      this.#options.log("A part of the journal could not be told.", { position, invocation_id, error: String(error) });
      return [];
    }
  }

  /** What is no longer on disk beside the row is not told: its run was pruned. */
  #runEvents(first: JournalRow, turn: readonly JournalRow[]): readonly ToldEvent[] {
    const { invocation_id, seq } = first;
    const before = this.#runs.after(invocation_id, seq - 1);
    if (before === undefined) return [];
    const { state, happenings } = turnHappenings(
      before.state,
      turn.map(({ event }) => event as RunEvent),
    );
    this.#runs.keep(invocation_id, seq - 1 + turn.length, { ...before, state });
    const { executionId, planId } = before;
    const about = { executionId, runId: invocation_id, ...(planId === undefined ? {} : { planId }) };
    return happenings.map(({ event, number, happening }) => {
      const { position, event: row } = turn[event]!;
      return this.#told(
        { position, number },
        { type: happening.key, subject: invocation_id, at: row.at, data: { ...about, ...happening.payload } },
      );
    });
  }

  #executionEvent({ position, event }: JournalRow): ToldEvent {
    const { type, at, payload } = event as ExecutionEvent;
    if (!Object.hasOwn(knownEvents, type)) throw new Error(`No event is named ${type}.`);
    return this.#told({ position, number: 0 }, { type, subject: payload.executionId, at, data: payload });
  }

  #told(
    place: EventCursor,
    { type, subject, at, data }: { type: keyof EventPayloads; subject: string; at: number; data: object },
  ): ToldEvent {
    const { planId } = data as { readonly planId?: string };
    return {
      ...place,
      ...(planId === undefined ? {} : { planId }),
      event: {
        specversion: "1.0",
        id: eventId(place),
        source: this.#options.source,
        type,
        subject,
        time: timestampOf(at),
        datacontenttype: "application/json",
        data: data as { [member: string]: JsonValue } & JsonObject,
      },
    };
  }
}

/** One turn can have as many events as a plan has steps; beyond this many, no further turn is told with it. */
const eventsAtOnceMax = 1000;

/** Consecutive rows of one run that were written as one turn; see `continuesTurn`. */
function turnsOf(rows: readonly JournalRow[]): readonly (readonly JournalRow[])[] {
  const turns: JournalRow[][] = [];
  for (const row of rows) {
    const turn = turns.at(-1);
    if (turn !== undefined && isSameTurn(turn.at(-1)!, row)) turn.push(row);
    else turns.push([row]);
  }
  return turns;
}

export function isSameTurn(before: JournalRow, row: JournalRow): boolean {
  return row.invocation_id === before.invocation_id && row.seq === before.seq + 1 && continuesTurn(row.event);
}
