import { setImmediate } from "node:timers/promises";
import { type EvidenceContent, evidenceBundle, ledgerInclusions, type SigningKey } from "@oap/ledger";
import type { CompiledPlan, RunEvent } from "@oap/plan";
import {
  type ApprovalRequest,
  bounds,
  type ControlPlaneExecutionEvidenceExportInput,
  type ControlPlaneExecutionEvidenceExportOutput,
  type ExecutionPlan,
  type LedgerCheckpoint,
  type LedgerInclusion,
  OapError,
  type OperationKey,
} from "@oap/protocol";
import type { ApprovalRecord, LedgerRecord, RunRecord, Store } from "@oap/store";
import { assertActsAs } from "./acts-as.ts";
import { approvalRequestOf } from "./approval-records.ts";
import type { Caller } from "./caller.ts";
import { planOfRun } from "./journal-turns.ts";
import type { LedgerCheckpoints } from "./ledger-checkpoints.ts";
import { policyReasons } from "./policy-reasons.ts";
import type { Clock } from "./ports.ts";
import { type PersonalPlaces, redactPlan } from "./redact-payload.ts";
import { runDecisions } from "./run-decisions.ts";
import { runEvidence } from "./run-evidence.ts";
import { timestampOf } from "./timestamp.ts";

export interface ExecutionEvidenceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly checkpoints: Pick<LedgerCheckpoints, "make">;
  /** The key that signs checkpoints, which vouches for the bundle too. */
  readonly key: SigningKey;
  /** A submitted plan as it was submitted. */
  readonly submittedPlan: (planId: string) => ExecutionPlan | undefined;
  readonly personal: PersonalPlaces;
}

/** An export is recorded like every exchange, and does not belong to what the run did: else no two exports were alike. */
const exportOperation: OperationKey = "controlPlane.execution.evidence.export";

/** `controlPlane.execution.evidence.export`: all that shows what a run did, in one bundle that anybody can verify offline. */
export class ExecutionEvidence {
  readonly #options: ExecutionEvidenceOptions;

  constructor(options: ExecutionEvidenceOptions) {
    this.#options = options;
  }

  /** Covers the ledger by a checkpoint first, so that every entry of the bundle is anchored. Throws FORBIDDEN, INVOCATION_NOT_FOUND. */
  async export(
    { runId, exportedBy }: ControlPlaneExecutionEvidenceExportInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionEvidenceExportOutput> {
    const { store, clock, key, checkpoints } = this.#options;
    assertActsAs(caller, exportedBy, "exportedBy");
    if (store.run(runId) === undefined) throw notFound(runId);
    await checkpoints.make();
    // Read at once: what happens while the inclusions are computed is not in it.
    const run = store.run(runId);
    if (run === undefined) throw notFound(runId);
    const entries = this.#entriesOf(runId);
    const content = this.#contentOf(run, entries);
    const anchoring = await this.#anchoring(entries);
    return { runId, bundle: evidenceBundle({ ...content, ...anchoring }, key), exportedAt: timestampOf(clock.now()) };
  }

  #contentOf(run: RunRecord, entries: readonly LedgerRecord[]): Omit<EvidenceContent, keyof Anchoring> {
    const { store, personal } = this.#options;
    const { invocation_id: runId, plan_id } = run;
    const compiled = planOfRun(store, run);
    const evidence = runEvidence(
      compiled,
      runId,
      store.events(runId).map(({ event }) => event as RunEvent),
    );
    const ofRun = store.approvalsOfRun(runId);
    const approvals = [...(plan_id === undefined ? [] : store.approvalsOfPlan(plan_id)), ...ofRun];
    return {
      runId,
      executionId: run.execution_id,
      state: run.state,
      plan: redactPlan(this.#planOf(run, compiled), personal),
      planHash: compiled.hash,
      attempts: evidence.attempts.slice(0, bounds.evidenceEntriesMax),
      decisions: runDecisions({ run, plan: compiled, entries, approvals: ofRun, evidence }).slice(
        0,
        bounds.evidenceEntriesMax,
      ),
      approvals: approvals.map(shownRequest).slice(0, bounds.evidenceEntriesMax),
    };
  }

  /** An invocation is shown as the plan of one step that it is; what it was given is told by the hash in its attempt. */
  #planOf({ invocation_id, plan_id, caller, accepted_at }: RunRecord, { steps }: CompiledPlan): ExecutionPlan {
    const submitted = plan_id === undefined ? undefined : this.#options.submittedPlan(plan_id);
    if (submitted !== undefined) return submitted;
    return {
      plan_id: plan_id ?? invocation_id,
      steps: steps.map(({ step_id, target, action, dependencies, optional, retry_policy }) => ({
        step_id,
        target: { ...target },
        ...(action === undefined ? {} : { action }),
        ...(dependencies.length === 0 ? {} : { depends_on: dependencies.map((index) => steps[index]!.step_id) }),
        ...(optional ? { optional } : {}),
        ...(retry_policy === undefined ? {} : { retry_policy }),
      })),
      created_by: caller.id,
      created_at: timestampOf(accepted_at),
    };
  }

  #entriesOf(runId: string): readonly LedgerRecord[] {
    const entries: LedgerRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = this.#options.store.ledgerEntries({
        about: runId,
        limit: bounds.pageItemsMax,
        ...(cursor === undefined ? {} : { cursor }),
      });
      entries.push(...page.items.filter(({ entry }) => entry.envelope_type !== exportOperation));
      cursor = page.next_cursor;
    } while (cursor !== undefined && entries.length < bounds.evidenceEntriesMax);
    return entries.slice(0, bounds.evidenceEntriesMax);
  }

  /** A tree is computed for each checkpoint, and others have their turn meanwhile. */
  async #anchoring(records: readonly LedgerRecord[]): Promise<Anchoring> {
    const { store } = this.#options;
    const ledger: Anchoring["ledger"] = [];
    const checkpoints: LedgerCheckpoint[] = [];
    const inclusions: LedgerInclusion[] = [];
    let covering:
      | { readonly anchor: string; readonly include: ReturnType<typeof ledgerInclusions> | undefined }
      | undefined;
    for (const { entry, ordinal } of records) {
      const { ledger_anchor: anchor, ...unanchored } = entry;
      if (anchor !== undefined && covering?.anchor !== anchor) {
        await setImmediate();
        const checkpoint = store.ledgerCheckpoint(anchor)!;
        const hashes = hashesOf(store, checkpoint);
        covering = { anchor, include: hashes && ledgerInclusions(checkpoint, hashes) };
        if (hashes !== undefined) checkpoints.push(checkpoint);
      }
      if (anchor === undefined || covering?.include === undefined) {
        ledger.push(unanchored);
        continue;
      }
      ledger.push(entry);
      if (inclusions.length % inclusionsAtOnce === 0) await setImmediate();
      inclusions.push(covering.include(ordinal));
    }
    return { ledger, checkpoints, inclusions };
  }
}

/** After so many, others have their turn. */
const inclusionsAtOnce = 256;

type Anchoring = Pick<EvidenceContent, "ledger" | "checkpoints" | "inclusions">;

/** Undefined where retention has begun to take the checkpoint's entries: what is left of them stands on the bundle's signature. */
function hashesOf(store: Store, { first_entry, last_entry }: LedgerCheckpoint): readonly string[] | undefined {
  try {
    return store.ledgerHashes(first_entry, last_entry);
  } catch {
    return undefined;
  }
}

const redacted = "[REDACTED]";

/** What people wrote is theirs, as the operations that brought it say. */
function shownRequest(approval: ApprovalRecord): ApprovalRequest {
  const { comments, override_reason, ...request } = approvalRequestOf(approval);
  const [reason = redacted] = request.policy_binding_id === undefined ? [] : policyReasons([request.reason]);
  return {
    ...request,
    reason,
    ...(comments === undefined ? {} : { comments: redacted }),
    ...(override_reason === undefined ? {} : { override_reason: redacted }),
  };
}

function notFound(runId: string): OapError {
  return new OapError("INVOCATION_NOT_FOUND", { message: `There is no run ${runId}.` });
}
