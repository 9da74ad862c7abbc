import type { EventPayloads } from "@oap/protocol";
import type { StoreTransaction } from "@oap/store";

/** The events of an execution that are about no run: they follow from nothing else in the journal, so that it keeps them as they are. */
export type ExecutionEventKey =
  | "controlPlane.intent.received"
  | "controlPlane.plan.compiled"
  | "controlPlane.plan.rejected";

/**
 * Journals such an event, in the transaction that does what it tells. `at` is in milliseconds since the epoch. An execution has few of
 * them, under a name that no run can have; retention deletes them with the execution.
 */
export function journalExecutionEvent<Key extends ExecutionEventKey>(
  transaction: Pick<StoreTransaction, "events" | "appendEvent">,
  type: Key,
  at: number,
  payload: EventPayloads[Key],
): void {
  const stream = executionStream(payload.executionId);
  const event: ExecutionEvent = { type, at, payload };
  transaction.appendEvent(stream, transaction.events(stream).length + 1, event);
}

export interface ExecutionEvent {
  readonly type: ExecutionEventKey;
  readonly at: number;
  readonly payload: EventPayloads[ExecutionEventKey];
}

/** Under which name the journal keeps an execution's own events. */
export function executionStream(executionId: string): string {
  return `${prefix}${executionId}`;
}

export function isExecutionStream(name: string): boolean {
  return name.startsWith(prefix);
}

const prefix = "execution:";
