import { canonicalHash } from "@oap/plan";
import {
  bounds,
  type ControlPlaneExecution,
  type ControlPlaneExecutionGetInput,
  type ControlPlaneExecutionGetOutput,
  type ControlPlaneExecutionListInput,
  type ControlPlaneExecutionListOutput,
  type ControlPlaneExecutionStatus,
  type ControlPlaneIntentSubmitInput,
  type ControlPlaneIntentSubmitOutput,
  OapError,
  type RiskLevel,
  riskTierOfRiskLevel,
} from "@oap/protocol";
import type { ExecutionRecord, IntentRecord, Store, StoreTransaction } from "@oap/store";
import type { Caller } from "./caller.ts";
import type { CommandExchange } from "./exchanges.ts";
import type { StoredJob } from "./job-service.ts";
import type { Clock, Ids } from "./ports.ts";
import { readPage } from "./read-page.ts";
import { timestampOf } from "./timestamp.ts";

/** The exchange that an operation belongs to, as far as it is known. */
export interface ExchangeIdentity {
  readonly orchId?: string | undefined;
  readonly traceId?: string | undefined;
}

export interface ExecutionRecordsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The records of executions: each intent, and each run whichever operation started it, has one. */
export class ExecutionRecords {
  readonly #options: ExecutionRecordsOptions;

  constructor(options: ExecutionRecordsOptions) {
    this.#options = options;
  }

  get({ executionId }: ControlPlaneExecutionGetInput): ControlPlaneExecutionGetOutput {
    const record = this.#options.store.execution(executionId);
    if (record === undefined)
      throw new OapError("EXECUTION_NOT_FOUND", { message: `There is no execution ${executionId}.` });
    return { execution: summaryOf(record) };
  }

  /** The latest first. */
  list({
    workspaceId,
    status,
    cursor,
    limit = bounds.pageItemsDefault,
  }: ControlPlaneExecutionListInput): ControlPlaneExecutionListOutput {
    const query = {
      limit,
      ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const page = readPage(() => this.#options.store.executions(query));
    return { ...page, items: page.items.map(summaryOf) };
  }

  /**
   * Keeps an intent and begins its execution. The same exchange of the same caller, sent again, gets the same answer;
   * with another content it is ID_CONFLICT. An intent is its caller's own, else FORBIDDEN.
   */
  async submitIntent(
    input: ControlPlaneIntentSubmitInput,
    caller: Caller,
    { orchId, traceId, recorder }: ExchangeIdentity & CommandExchange,
  ): Promise<ControlPlaneIntentSubmitOutput> {
    const { store, clock, ids } = this.#options;
    const { workspaceId, text, actorId = caller.id, channelKey, metadata } = input;
    if (actorId !== caller.id) {
      throw new OapError("FORBIDDEN", {
        message: `\`actorId\` is ${actorId}, and the caller is ${caller.id}: leave it out.`,
      });
    }
    const trace_id = input.traceId ?? traceId;
    const received_at = clock.now();
    const intent: IntentRecord = {
      intent_id: ids.next("int"),
      execution_id: ids.next("exe"),
      workspace_id: workspaceId,
      text,
      actor_id: actorId,
      ...(channelKey === undefined ? {} : { channel_key: channelKey }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(trace_id === undefined ? {} : { trace_id }),
      submitted_by: caller.id,
      ...(orchId === undefined ? {} : { orch_id: orchId }),
      content_hash: contentHash(input),
      received_at,
    };
    return await store.transact((transaction) => {
      const first = orchId === undefined ? undefined : transaction.intentOfExchange(caller.id, orchId);
      if (first !== undefined) return repeatedReceipt(first, intent);
      recorder?.answered(transaction, receipt(intent));
      const { intent_id, execution_id } = intent;
      transaction.insertIntent(intent);
      transaction.putExecution({
        execution_id,
        workspace_id: workspaceId,
        intent_id,
        status: "received",
        created_at: received_at,
        updated_at: received_at,
      });
      return receipt(intent);
    });
  }

  /** Writes, with a run's acceptance, the record of its execution: a new one, or the one that waited for a run. */
  writeRun(
    transaction: StoreTransaction,
    { run }: StoredJob,
    risk: RiskLevel,
    status: ControlPlaneExecutionStatus,
  ): void {
    const { invocation_id, execution_id, plan_id, accepted_at, retry_of } = run;
    const isNew = run.kind === "invoke" && retry_of === undefined;
    const known = isNew ? undefined : transaction.execution(execution_id);
    if (known !== undefined && retry_of === undefined) assertStartable(known, plan_id);
    if (retry_of !== undefined && known?.run_id !== retry_of) throw notTheLatest(execution_id, retry_of);
    transaction.putExecution({
      created_at: accepted_at,
      ...known,
      execution_id,
      ...(plan_id === undefined ? {} : { plan_id }),
      run_id: invocation_id,
      status,
      risk_tier: riskTierOfRiskLevel[risk],
      updated_at: accepted_at,
    });
  }
}

/** Of two retries of one run, one is first; the other would undo what it did. */
function notTheLatest(executionId: string, runId: string): OapError {
  return new OapError("STATE_CONFLICT", {
    message: `${runId} is not the latest run of the execution ${executionId}; retry the latest.`,
  });
}

/** An execution is started once; after that it can be retried, which is another operation. */
function assertStartable({ execution_id, status, run_id, plan_id }: ExecutionRecord, planId: string | undefined): void {
  if (run_id !== undefined) {
    throw new OapError("STATE_CONFLICT", {
      message: `The execution ${execution_id} was started already: its run ${run_id} is ${status}.`,
      details: { execution_id, run_id, status },
    });
  }
  if (plan_id !== undefined && plan_id !== planId) {
    throw new OapError("STATE_CONFLICT", {
      message: `The execution ${execution_id} has the plan ${plan_id}; start it with that one.`,
      details: { execution_id, plan_id },
    });
  }
  if (status !== "received" && status !== "compiled" && status !== "ready") {
    throw new OapError("STATE_CONFLICT", {
      message: `The execution ${execution_id} is ${status} and cannot be started.`,
      details: { execution_id, status },
    });
  }
}

function summaryOf(record: ExecutionRecord): ControlPlaneExecution {
  return {
    executionId: record.execution_id,
    ...(record.intent_id === undefined ? {} : { intentId: record.intent_id }),
    ...(record.plan_id === undefined ? {} : { planId: record.plan_id }),
    ...(record.run_id === undefined ? {} : { runId: record.run_id }),
    status: record.status,
    ...(record.risk_tier === undefined ? {} : { riskTier: record.risk_tier }),
    ...(record.run_id === undefined ? {} : { requiresApproval: record.status === "awaiting_approval" }),
    createdAt: timestampOf(record.created_at),
    updatedAt: timestampOf(record.updated_at),
  };
}

function receipt({ intent_id, execution_id, received_at }: IntentRecord): ControlPlaneIntentSubmitOutput {
  return {
    executionId: execution_id,
    intentId: intent_id,
    status: "received",
    receivedAt: timestampOf(received_at),
  };
}

function repeatedReceipt(first: IntentRecord, again: IntentRecord): ControlPlaneIntentSubmitOutput {
  if (first.content_hash === again.content_hash) return receipt(first);
  throw new OapError("ID_CONFLICT", {
    message: `The exchange ${again.orch_id} brought another intent before. Send this one under another id.`,
    details: { intent_id: first.intent_id },
  });
}

function contentHash(input: ControlPlaneIntentSubmitInput): string {
  try {
    return canonicalHash(input);
  } catch (cause) {
    const message = "The intent's text must be well-formed Unicode: there is a lone surrogate.";
    const issues = [{ pointer: "/params", keyword: "wellFormed", message }];
    throw new OapError("INVALID_PARAMS", { message, details: { issues }, cause });
  }
}
