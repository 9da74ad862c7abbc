import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { contentHash, publicKeyFromPem, verifyLedger } from "@oap/ledger";
import { isTerminal, runOutput } from "@oap/plan";
import type { JsonValue } from "@oap/protocol/types";
import { type LedgerRecord, openSqliteStore, type RunRecord, type Store } from "@oap/store";
import { type Effect, readEffects } from "./effects-file.ts";
import { type Acknowledgement, runOf } from "./persistent-client.ts";
import { type ReplayedRun, replayRun } from "./replayed-run.ts";

/** What must hold whenever a process was killed, each with what speaks against it: nothing, if all is well. */
export interface RecoveryFindings {
  readonly lost: readonly string[];
  readonly doneTwice: readonly string[];
  readonly refusedAndDone: readonly string[];
  readonly ranAgain: readonly string[];
  readonly onceRanAgain: readonly string[];
  readonly ranUnjournaled: readonly string[];
  readonly journal: readonly string[];
  readonly ledger: readonly string[];
  readonly approvals: readonly string[];
}

export interface AuditedFiles {
  /** A copy of the data folder of a control plane that is gone. */
  readonly dataDir: string;
  readonly effects: string;
  /** The position at which the journal ended, at each kill. */
  readonly journalEnds: readonly number[];
}

/** Compares what a client was told and what capabilities did with what is on disk once all work has ended. */
export async function auditRecovery(
  { dataDir, effects: effectsFile, journalEnds }: AuditedFiles,
  acknowledged: readonly Acknowledgement[],
): Promise<RecoveryFindings> {
  const { runIds, heads } = readTables(dataDir);
  const store = openSqliteStore({ dataDir });
  try {
    const runs = new Map(runIds.map((id) => [id, { record: store.run(id)!, replayed: replayRun(store, id) }]));
    const effects = readEffects(effectsFile);
    const generationOf = (position: number) => journalEnds.findIndex((end) => end >= position);
    const replays = [...runs.values()].map(({ replayed }) => replayed);
    return {
      lost: acknowledged.flatMap((each) => lost(each, runs)),
      doneTwice: doneTwice(runs, acknowledged),
      refusedAndDone: acknowledged.flatMap((each) => refusedAndDone(each, runs, store)),
      ranAgain: ranAgain(replays, effects, generationOf),
      onceRanAgain: onceRanAgain(replays, effects),
      ranUnjournaled: ranUnjournaled(replays, effects, generationOf),
      journal: [...runs.values()].flatMap(({ record, replayed }) => journalFaults(record, replayed, store)),
      ledger: ledgerFaults(store, dataDir, heads, acknowledged, runs),
      approvals: approvalFaults(store, acknowledged, replays),
    };
  } finally {
    await store.close();
  }
}

type Runs = ReadonlyMap<string, { readonly record: RunRecord; readonly replayed: ReplayedRun }>;

/** What the store's port has no name for. */
function readTables(dataDir: string) {
  const database = new DatabaseSync(join(dataDir, "control-plane.sqlite"));
  const texts = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row).map(String));
  const runIds = texts("SELECT invocation_id FROM runs ORDER BY rowid").map(([id = ""]) => id);
  const heads = new Map(
    texts("SELECT chain, event_hash FROM ledger_heads").map(([chain = "", hash = ""]) => [chain, hash]),
  );
  database.close();
  return { runIds, heads };
}

/** Whoever was told of a run finds it, ended, and as they were told where it had ended already. */
function lost({ command, result }: Acknowledgement, runs: Runs): string[] {
  const id = runOf(result);
  if (id === undefined || result === undefined) return [];
  const run = runs.get(id)?.record;
  if (run === undefined) return [`${command.id} was told of ${id}, which is not there`];
  if (!isTerminal(run.state)) return [`${id} of ${command.id} is still ${run.state}`];
  const { state, output, error } = result;
  const hadEnded = command.id.endsWith("/sync") && isTerminal(state as RunRecord["state"]);
  if (!hadEnded) return [];
  const same = isDeepStrictEqual([state, output, error], [run.state, run.output, run.error]);
  return same ? [] : [`${command.id} was told ${JSON.stringify(result)}; on disk is ${run.state}`];
}

/** A command is done once, also when its first answer was lost and it was sent again: each tag is the work of one run. */
function doneTwice(runs: Runs, acknowledged: readonly Acknowledgement[]): string[] {
  const byTag = new Map<string, Set<string>>();
  for (const { record, replayed } of runs.values()) {
    if (record.retry_of !== undefined) continue;
    for (const { tag } of replayed.attempts) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(record.invocation_id));
  }
  const known = new Set(acknowledged.map(({ result }) => runOf(result)));
  const unasked = [...runs.keys()].filter((id) => !known.has(id)).map((id) => `${id} is a run that nobody was told of`);
  const twice = [...byTag].filter(([, ids]) => ids.size > 1).map(([tag, ids]) => `${tag} is the work of ${[...ids]}`);
  return [...twice, ...unasked];
}

/** Nobody is refused what their own command did before its answer was lost. */
function refusedAndDone({ command, refusal }: Acknowledgement, runs: Runs, store: Store): string[] {
  const { id, about } = command;
  if (refusal === undefined || about === undefined) return [];
  const what = id.split("/").at(-1);
  const types = runs.get(about)?.replayed.types ?? [];
  const requests = [store.approval(about), ...store.approvalsOfRun(about)];
  const isDone =
    (what === "decide" && requests.some((request) => request?.decided_at !== undefined)) ||
    (what === "pause" && types.includes("run.pause_requested")) ||
    (what === "resume" && types.includes("run.resume_requested"));
  return isDone ? [`${id} was refused, ${refusal}, after it was done`] : [];
}

/** What was on disk as completed when a process was killed is never begun again, nor is what has succeeded in the same process. */
function ranAgain(
  replays: readonly ReplayedRun[],
  effects: readonly Effect[],
  generationOf: (position: number) => number,
): string[] {
  const completedIn = new Map(
    replays.flatMap(({ completed }) => [...completed].map(([key, position]) => [key, generationOf(position)] as const)),
  );
  const succeeded = new Set<string>();
  return effects.flatMap(({ key, attempt, generation, ended }) => {
    const again = succeeded.has(`${generation} ${key}`);
    if (ended) succeeded.add(`${generation} ${key}`);
    const completed = completedIn.get(key) ?? Number.POSITIVE_INFINITY;
    const late = completed >= 0 && generation > completed;
    return again || late
      ? [`${key}, attempt ${attempt}, began in process ${generation}, completed in ${completed}`]
      : [];
  });
}

/** An attempt of a capability that is not idempotent begins once, in all processes together. */
function onceRanAgain(replays: readonly ReplayedRun[], effects: readonly Effect[]): string[] {
  const begun = new Map<string, number>();
  for (const { key, attempt } of effects) begun.set(`${key}#${attempt}`, (begun.get(`${key}#${attempt}`) ?? 0) + 1);
  return replays.flatMap(({ attempts }) =>
    attempts
      .filter(({ idempotent, key, attempt }) => !idempotent && (begun.get(`${key}#${attempt}`) ?? 0) > 1)
      .map(
        ({ key, attempt, tag }) => `${tag}, ${key}, attempt ${attempt}, began ${begun.get(`${key}#${attempt}`)} times`,
      ),
  );
}

/** No capability is called before it is on disk that it will be, and for one attempt once in a process. */
function ranUnjournaled(
  replays: readonly ReplayedRun[],
  effects: readonly Effect[],
  generationOf: (position: number) => number,
): string[] {
  const ordered = new Map<string, number>();
  for (const { attempts } of replays) {
    for (const { key, attempt, position } of attempts) {
      const name = `${key}#${attempt}`;
      ordered.set(name, Math.min(ordered.get(name) ?? Number.POSITIVE_INFINITY, position));
    }
  }
  const begun = new Set<string>();
  return effects.flatMap(({ key, attempt, generation }) => {
    const position = ordered.get(`${key}#${attempt}`);
    const name = `${generation} ${key}#${attempt}`;
    const twice = begun.has(name);
    begun.add(name);
    if (position === undefined) return [`${key}, attempt ${attempt}, is in no journal`];
    const orderedIn = generationOf(position);
    if (orderedIn > generation)
      return [`${key}, attempt ${attempt}, began in process ${generation}, before it was on disk`];
    return twice ? [`${key}, attempt ${attempt}, began twice in process ${generation}`] : [];
  });
}

/** The journal replays without a fault, and the tables say what it says. */
function journalFaults(record: RunRecord, { state, faults }: ReplayedRun, store: Store): string[] {
  const id = record.invocation_id;
  const found = [...faults];
  const told = [record.state, record.output, record.error, record.started_at, record.completed_at];
  const replayed = [state.state, runOutput(state), state.error, state.started_at, state.completed_at];
  if (!isDeepStrictEqual(told, replayed))
    found.push(`${id} is ${JSON.stringify(told)}, by its journal ${JSON.stringify(replayed)}`);
  const execution = store.execution(record.execution_id);
  const isLatest = execution?.run_id === id;
  if (execution === undefined) found.push(`${id} has no execution`);
  else if (isLatest && execution.status !== record.state.toLowerCase()) {
    found.push(`the execution of ${id} is ${execution.status}, the run ${record.state}`);
  }
  return found;
}

function ledgerFaults(
  store: Store,
  dataDir: string,
  heads: ReadonlyMap<string, string>,
  acknowledged: readonly Acknowledgement[],
  runs: Runs,
): string[] {
  const records = [...ledgerRecords(store)];
  const checkpoints = store.ledgerCheckpoints({ limit: 1_000_000 }).items.toReversed();
  const publicKeys = [publicKeyFromPem(readFileSync(join(dataDir, "ledger-key.pem.pub"), "utf8"))];
  const verified = verifyLedger({ entries: records, checkpoints, heads, publicKeys });
  const found = verified.ok ? [] : [`${JSON.stringify(verified.at)}: ${verified.message}`];

  const byEvent = Map.groupBy(records, ({ entry }) => `${entry.actor} ${entry.event_id}`);
  for (const { command, result, refusal, sends } of acknowledged) {
    const entries = byEvent.get(`${command.caller} ${command.id}`) ?? [];
    const successes = entries.filter(({ entry }) => entry.status === "SUCCESS");
    if (refusal !== undefined && entries.length === 0) found.push(`the refusal of ${command.id} has no entry`);
    if (result === undefined) continue;
    if (successes.length !== 1) found.push(`${command.id} was answered, and has ${successes.length} entries`);
    const output_ref = successes[0]?.entry.output_ref;
    if (sends === 1 && output_ref !== contentHash(result as JsonValue))
      found.push(`${command.id} has an entry of another answer`);
  }

  const about = Map.groupBy(records, ({ about: run }) => run);
  for (const { record, replayed } of runs.values()) {
    const { invocation_id: id, kind, mode } = record;
    const entries = about.get(id) ?? [];
    const isAnsweredAtEnd =
      kind === "invoke" && mode === "SYNC" && entries.some(({ entry }) => entry.envelope_type === "exec.invoke");
    const ends = entries.filter(({ entry }) => entry.event_id === id);
    if (!isAnsweredAtEnd && ends.length !== 1) {
      found.push(`the end of ${id}, which is ${mode} and ${kind}, has ${ends.length} entries`);
    }
    const decided = entries.filter(({ entry }) => entry.envelope_type === "policy.evaluate").length;
    if (kind === "plan" && decided !== replayed.attempts.length) {
      found.push(`${id} has ${replayed.attempts.length} attempts and ${decided} entries of decisions`);
    }
  }
  return found;
}

function* ledgerRecords(store: Store): Generator<LedgerRecord> {
  let cursor: string | undefined;
  do {
    const page = store.ledgerEntries({ limit: 1000, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.next_cursor;
  } while (cursor !== undefined);
}

/** Each request that was acknowledged is there, once; each decision is as it was acknowledged; what was held went on by one. */
function approvalFaults(
  store: Store,
  acknowledged: readonly Acknowledgement[],
  replays: readonly ReplayedRun[],
): string[] {
  const found: string[] = [];
  const pending = store.openApprovals({ limit: 1_000_000 }).items;
  const asked = acknowledged.filter(({ command, result }) => command.id.endsWith("/ask") && result !== undefined);
  for (const { command, result } of asked) {
    const id = String(result?.request_id);
    const record = store.approval(id);
    if (record?.reason !== command.id) found.push(`${command.id} asked ${id}, which is not there`);
    const twins = pending.filter(({ reason, request_id }) => reason === command.id && request_id !== id);
    if (twins.length > 0)
      found.push(`${command.id} asked ${id}, and also ${twins.map(({ request_id }) => request_id)}`);
  }
  for (const { command, result } of acknowledged) {
    if (!command.id.endsWith("/decide") || result?.request_id === undefined) continue;
    const record = store.approval(String(result.request_id));
    if (record?.state !== result.state)
      found.push(`${command.id} decided ${result.state}; on disk is ${record?.state}`);
  }
  for (const { invocation_id, types } of replays) {
    const approved = store.approvalsOfRun(invocation_id).filter((record) => record.approved === true);
    if (types.includes("step.released") && approved.length === 0) found.push(`${invocation_id} went on unapproved`);
  }
  return found;
}
