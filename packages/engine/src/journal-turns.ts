import { type CompiledPlan, continuesTurn, type RunEvent } from "@oap/plan";
import type { RunRecord, StoreReads } from "@oap/store";

/** A run's journal as the driver wrote it: an event, with those that belong to the same turn. Oldest first. */
export function journalTurns(store: StoreReads, invocationId: string): readonly (readonly RunEvent[])[] {
  const turns: RunEvent[][] = [];
  for (const { event } of store.events(invocationId)) {
    const turn = continuesTurn(event) ? turns.at(-1) : undefined;
    if (turn === undefined) turns.push([event as RunEvent]);
    else turn.push(event as RunEvent);
  }
  return turns;
}

/** What a run carries out, be it an invocation's own or the plan that it applies. */
export function planOfRun(store: StoreReads, { invocation_id }: RunRecord): CompiledPlan {
  return store.compiledRun(invocation_id) as CompiledPlan;
}

/** All runs of an execution that are kept: each but the first tries an earlier one again, and comes after it. */
export function runsOfExecution(store: StoreReads, latestRunId: string | undefined): readonly RunRecord[] {
  const latest = latestRunId === undefined ? undefined : store.run(latestRunId);
  if (latest === undefined) return [];
  const isOfSame = (run: RunRecord | undefined): boolean => run?.execution_id === latest.execution_id;
  let first = latest;
  for (;;) {
    const before = first.retry_of === undefined ? undefined : store.run(first.retry_of);
    if (before === undefined || !isOfSame(before)) break;
    first = before;
  }
  const runs = [first];
  for (const run of runs) runs.push(...store.retriesOf(run.invocation_id).filter(isOfSame));
  return runs;
}
