import {
  contentHash,
  generateSigningKeyPem,
  serializeEvidence,
  signingKeyFromPem,
  verifyEvidence,
  verifyEvidenceFile,
} from "@oap/ledger";
import { PluginError } from "@oap/plugins";
import type { ControlPlaneEvidenceBundle, JsonValue, LedgerEntry, OperationKey, PolicyDecision } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Exchanges } from "./exchanges.ts";
import { ExecutionEvidence } from "./execution-evidence.ts";
import { LedgerCheckpoints } from "./ledger-checkpoints.ts";
import { pruneLedger } from "./ledger-retention.ts";
import { systemClock } from "./system-clock.ts";
import { ann, once, openEngine, planOf, step } from "./testing/engine-under-test.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";
import { timestampOf } from "./timestamp.ts";

const key = signingKeyFromPem(generateSigningKeyPem());
const publicKeys = [key.publicKey];

describe("ExecutionEvidence", () => {
  let records: RecordedRuns;
  beforeEach(() => {
    records = new RecordedRuns();
  });
  afterEach(() => records.remove());

  const evidence = (personal: readonly string[] = []): ExecutionEvidence => {
    const { store, clock, submitted } = records;
    const checkpoints = new LedgerCheckpoints({ store, key, clock, log: () => {} });
    const submittedPlan = (planId: string) => submitted.get(planId);
    return new ExecutionEvidence({ store, clock, checkpoints, key, submittedPlan, personal: () => personal });
  };
  /** Exported, valid by its contract, and verified with the key. */
  const bundleOf = async (runId: string, personal: readonly string[] = []): Promise<ControlPlaneEvidenceBundle> => {
    const output = await evidence(personal).export({ runId, exportedBy: ann.id }, ann);
    expect(validators.ControlPlaneExecutionEvidenceExportOutput(output)).toEqual([]);
    expect(output).toMatchObject({ runId, exportedAt: timestampOf(records.clock.now()) });
    expect(verifyEvidence(output.bundle, { publicKeys })).toMatchObject({ ok: true, trusted: true });
    return output.bundle;
  };
  /** What the control plane records about an attempt that it judged. */
  const judged = (runId: string, input: object, decision: PolicyDecision): Promise<LedgerEntry> =>
    records.entry(
      { envelope_type: "policy.evaluate", input_ref: contentHash(input), policy_ref: "p1", decision, risk: "MEDIUM" },
      runId,
    );
  const succeeded = (step_id: string, attempt = 1, output = {}) =>
    ({ type: "step.succeeded", step_id, attempt, output }) as const;

  it("shows what a run did, under signed checkpoints, and nothing of other runs", async () => {
    const plan = await records.plan(planOf("p", [step("a"), step("b", ["a"])]));
    await records.entry({ event_id: "other" }, "inv_0");
    await records.run("inv_1", plan, { plan_id: "p" });
    const applied = await records.entry(
      { event_id: "apply", policy_ref: "p1", decision: "PARTIAL_ALLOW", risk: "LOW" },
      "inv_1",
    );
    await judged("inv_1", { step: "a" }, "ALLOW");
    await records.journal("inv_1", succeeded("a", 1, { n: 1 }));
    await judged("inv_1", { step: "b" }, "ALLOW");
    await records.entry({ event_id: "unrelated" });
    await records.journal("inv_1", succeeded("b", 1, { n: 2 }));
    const bundle = await bundleOf("inv_1");
    expect(bundle).toMatchObject({ runId: "inv_1", executionId: "exe_1", state: "COMPLETED", planHash: plan.hash });
    expect(bundle.plan).toEqual(records.submitted.get("p"));
    expect(bundle.attempts).toEqual([
      {
        stepId: "a",
        attempt: 1,
        state: "COMPLETED",
        target: { module_id: "work", capability: "repeat", version: "1.0.0" },
        startedAt: expect.any(String),
        completedAt: expect.any(String),
        inputHash: contentHash({ step: "a" }),
        outputHash: contentHash({ n: 1 }),
      },
      expect.objectContaining({ stepId: "b", state: "COMPLETED", outputHash: contentHash({ n: 2 }) }),
    ]);
    expect(bundle.decisions.map(({ stepId, decision }) => [stepId, decision])).toEqual([
      [undefined, "PARTIAL_ALLOW"],
      ["a", "ALLOW"],
      ["b", "ALLOW"],
    ]);
    expect(bundle.ledger.map(({ event_id }) => event_id)).toEqual(["apply", "req-3", "req-4"]);
    const { ledger_anchor, ...entry } = bundle.ledger[0]!;
    expect(entry).toEqual(applied);
    expect(ledger_anchor).toBe(bundle.checkpoints[0]?.anchor);
    expect(bundle.inclusions.map(({ ordinal }) => ordinal)).toEqual([2, 3, 4]);
  });

  it("is the same bundle again, byte for byte, whoever exported it before", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.entry({}, "inv_1");
    await records.journal("inv_1", succeeded("a"));
    const first = serializeEvidence(await bundleOf("inv_1"));
    records.clock.advance(5000);
    await records.entry({ envelope_type: "controlPlane.execution.evidence.export" }, "inv_1");
    await records.entry();
    expect(serializeEvidence(await bundleOf("inv_1"))).toBe(first);
  });

  it("shows any byte that was flipped in the file, and where", async () => {
    const plan = await records.plan(planOf("p", [step("a"), step("b")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    for (const id of ["a", "b"]) {
      await judged("inv_1", { step: id }, "ALLOW");
      await records.journal("inv_1", succeeded(id));
    }
    const file = Buffer.from(serializeEvidence(await bundleOf("inv_1")));
    expect(verifyEvidenceFile(file, { publicKeys })).toMatchObject({ ok: true, covered: 2 });
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(file);
        changed[at] = changed[at]! ^ flip;
        const found = verifyEvidenceFile(changed, { publicKeys });
        expect(found.ok).toBe(false);
        if (found.ok || found.reason === "unreadable" || found.reason === "hash") return;
        if (found.reason === "changed") expect(found.bytes.from <= at && at < found.bytes.to).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("is not verified under another key", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    const other = signingKeyFromPem(generateSigningKeyPem()).publicKey;
    expect(verifyEvidence(await bundleOf("inv_1"), { publicKeys: [other] })).toMatchObject({
      ok: false,
      reason: "key",
    });
  });

  it("shows every attempt: failed, retried, aborted, lost in a crash and issued again, but none that was held", async () => {
    const retry_policy = { max_attempts: 2, backoff_ms: 10, backoff_strategy: "CONSTANT" } as const;
    const plan = await records.plan(
      planOf("p", [step("a", [], { retry_policy }), step("lost", [], { target: once, optional: true }), step("h")]),
    );
    await records.run("inv_1", plan, { plan_id: "p" });
    const deadline_at = records.clock.now() + 1_000_000;
    await records.journal("inv_1", { type: "step.held", step_id: "h", attempt: 1, deadline_at });
    await records.journal("inv_1", { type: "run.recovered" });
    await records.journal("inv_1", {
      type: "step.failed",
      step_id: "a",
      attempt: 1,
      retryable: true,
      error: { reason: "RUNTIME_ERROR", message: "Authorization: Bearer hunter2-planted" },
    });
    await records.journal("inv_1", { type: "step.retry_due", step_id: "a", attempt: 2 });
    await records.journal("inv_1", { type: "run.cancel_requested" });
    const { attempts } = await bundleOf("inv_1");
    expect(attempts.map(({ stepId, attempt, state, error }) => [stepId, attempt, state, error?.reason])).toEqual([
      ["a", 1, "FAILED", "UNKNOWN"],
      ["lost", 1, "FAILED", "UNKNOWN"],
      ["a", 1, "FAILED", "RUNTIME_ERROR"],
      ["a", 2, "CANCELLED", undefined],
    ]);
    expect(JSON.stringify(attempts)).not.toContain("hunter2-planted");
  });

  it("shows attempts that the deadline ended, and an open run as far as it has come", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    expect(await bundleOf("inv_1")).toMatchObject({ state: "RUNNING", attempts: [{ stepId: "a", state: "RUNNING" }] });
    await records.journal("inv_1", { type: "run.deadline_reached" });
    expect(await bundleOf("inv_1")).toMatchObject({
      state: "TIMED_OUT",
      attempts: [{ stepId: "a", state: "TIMED_OUT" }],
    });
  });

  it("says which step was denied or held and why, also where two have the same input", async () => {
    const same = { input_template: { n: 1 } };
    const plan = await records.plan(planOf("p", [step("a", [], same), step("b", [], same), step("c", [], same)]));
    await records.run("inv_1", plan, { plan_id: "p" });
    const input_hash = contentHash({ n: 1 });
    await judged("inv_1", { n: 1 }, "ALLOW");
    await judged("inv_1", { n: 1 }, "HITL_REQUIRED");
    await judged("inv_1", { n: 1 }, "DENY");
    const approval = {
      request_id: "apr_1",
      state: "pending",
      reason: "Money moves.",
      required_role: "admin",
      proposed_action: "work.repeat",
      requested_by: "ann",
      requested_at: records.clock.now(),
      invocation_id: "inv_1",
      step_id: "b",
      policy_binding_id: "p1",
      input_hash,
    } as const;
    await records.store.transact((transaction) => transaction.insertApproval(approval));
    const deadline_at = records.clock.now() + 1_000_000;
    const details = { decision: "DENY", policy_binding_id: "p1", risk: "HIGH", reasons: ["It is forbidden."] };
    const error = { reason: "POLICY_DENIED", message: "Policy denies work.repeat.", details } as const;
    await records.journal(
      "inv_1",
      { type: "step.held", step_id: "b", attempt: 1, deadline_at },
      { type: "step.failed", step_id: "c", attempt: 1, retryable: false, error },
    );
    await records.journal("inv_1", succeeded("a"));
    const { decisions, approvals } = await bundleOf("inv_1");
    const expected = [
      { stepId: "b", decision: "HITL_REQUIRED", policyBindingId: "p1", reasons: ["Money moves."] },
      {
        stepId: "c",
        decision: "DENY",
        policyBindingId: "p1",
        reasons: ["It is forbidden.", "Policy denies work.repeat."],
      },
    ];
    expect(decisions).toMatchObject([{ stepId: "a", decision: "ALLOW" }, ...expected]);
    expect(approvals).toMatchObject([{ request_id: "apr_1", state: "pending", reason: "Money moves." }]);

    // Where retention has taken the ledger's entries, the journal and the requests still know.
    await evidence().export({ runId: "inv_1", exportedBy: "ann" }, ann);
    records.clock.advance(1);
    expect(await pruneLedger(records.store, records.clock.now())).toBe(3);
    const later = await bundleOf("inv_1");
    expect(later.decisions).toMatchObject([{ decision: "ALLOW" }, ...expected]);
    expect(later).toMatchObject({ ledger: [], checkpoints: [], inclusions: [] });
  });

  it("leaves the anchor out where a checkpoint is no longer whole", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.entry();
    await records.entry({}, "inv_1");
    expect((await bundleOf("inv_1")).inclusions).toHaveLength(1);
    records.clock.advance(1);
    const olderThan = records.clock.now();
    await records.store.transact((transaction) => transaction.pruneLedger({ olderThan, batch: 1 }));
    const bundle = await bundleOf("inv_1");
    expect(bundle).toMatchObject({ ledger: [{ event_id: "req-2" }], checkpoints: [], inclusions: [] });
    expect(bundle.ledger[0]).not.toHaveProperty("ledger_anchor");
  });

  it("spans the checkpoints that cover the run's entries, and only those", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    const { store, clock } = records;
    const checkpoints = new LedgerCheckpoints({ store, key, clock, log: () => {} });
    for (const about of ["inv_1", "inv_0", "inv_1", "inv_1"]) {
      await records.entry({}, about);
      await checkpoints.make();
    }
    const bundle = await bundleOf("inv_1");
    expect(bundle.checkpoints.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
    expect(bundle.inclusions.map(({ ordinal }) => ordinal)).toEqual([1, 3, 4]);
  });

  it("shows an invocation as the plan of one step that it is, without what it was given", async () => {
    const { store, clock } = records;
    const compiled = await records.plan(planOf("p", [step("invoke", [], { input_template: { text: "given" } })]));
    await records.run("inv_1", compiled);
    const { plan, attempts } = await bundleOf("inv_1");
    expect(plan).toEqual({
      plan_id: "inv_1",
      steps: [{ step_id: "invoke", target: { module_id: "work", capability: "repeat", version: "1.0.0" } }],
      created_by: "ann",
      created_at: timestampOf(clock.now()),
    });
    expect(store.run("inv_1")?.kind).toBe("invoke");
    expect(attempts).toMatchObject([{ inputHash: contentHash({ text: "given" }) }]);
  });

  it("keeps what is personal or secret out of the file", async () => {
    const planted = "hunter2-planted";
    const input_template = { text: `a personal ${planted}`, password: planted, note: `Bearer ${planted}`, words: 3 };
    const plan = await records.plan({
      ...planOf("p", [step("a", [], { input_template }), step("b", ["a"])], { api_key: planted, shown: "yes" }),
      description: `https://me:${planted}@host/`,
    });
    await records.run("inv_1", plan, { plan_id: "p" });
    const requested = {
      state: "pending",
      required_role: "admin",
      proposed_action: "work.repeat",
      requested_by: "ann",
      requested_at: records.clock.now(),
      invocation_id: "inv_1",
    } as const;
    await records.store.transact((transaction) => {
      transaction.insertApproval({ request_id: "apr_1", reason: planted, payload: { planted }, ...requested });
      const decision = {
        state: "approved",
        approved: true,
        reviewer: "grace",
        decided_at: requested.requested_at,
      } as const;
      transaction.decideApproval("apr_1", "pending", { ...decision, comments: planted });
    });
    const bundle = await bundleOf("inv_1", ["/input/text"]);
    expect(JSON.stringify(bundle)).not.toContain(planted);
    expect(bundle.plan.steps[0]?.input_template).toMatchObject({ text: "[REDACTED]", words: 3 });
    expect(bundle.plan.steps[1]).toMatchObject({ step_id: "b", depends_on: ["a"] });
    expect(bundle.plan.metadata).toMatchObject({ shown: "yes" });
    expect((await bundleOf("inv_1", ["/input"])).plan.steps[0]).not.toHaveProperty("input_template");
  });

  it("is exported in nobody else's name, and only of runs that there are", async () => {
    await expect(evidence().export({ runId: "inv_1", exportedBy: "ann" }, ann)).rejects.toMatchObject({
      code: "INVOCATION_NOT_FOUND",
    });
    await expect(evidence().export({ runId: "inv_1", exportedBy: "bob" }, ann)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("evidence of a whole control plane", () => {
  it("shows a run that the service carried out and recorded, and verifies", async () => {
    const { service, store, remove } = openEngine(async (input, { attempt }) => {
      if (attempt === 1 && input.step === "b") throw new PluginError("Not yet.", { retryable: true });
      return { got: input };
    });
    const clock = systemClock();
    const plan = planOf("p", [
      step("a"),
      step("b", ["a"], { retry_policy: { max_attempts: 2, backoff_ms: 1, backoff_strategy: "CONSTANT" } }),
    ]);
    const perform = (
      id: string,
      envelope_type: OperationKey,
      params: object,
      work: Parameters<Exchanges["perform"]>[1],
    ) =>
      service.exchanges.perform({ id, envelope_type, kind: "command", caller: ann, params: params as JsonValue }, work);
    await perform("req-1", "exec.plan.submit", { plan }, async () => {
      return (await service.submitPlan({ plan }, ann)) as unknown as JsonValue;
    });
    const params = { plan_id: "p" };
    const { result } = await perform("req-2", "exec.plan.apply", params, async (recorder) => {
      return (await service.applyPlan(params, ann, { recorder })) as unknown as JsonValue;
    });
    const { invocation_id: runId } = result as { invocation_id: string };
    const checkpoints = new LedgerCheckpoints({ store, key, clock, log: () => {} });
    const submittedPlan = () => plan;
    const evidence = new ExecutionEvidence({ store, clock, checkpoints, key, submittedPlan, personal: () => [] });
    const output = await evidence.export({ runId, exportedBy: "ann" }, ann);
    expect(validators.ControlPlaneExecutionEvidenceExportOutput(output)).toEqual([]);
    expect(output.bundle.attempts.map(({ stepId, attempt, state }) => [stepId, attempt, state])).toEqual([
      ["a", 1, "COMPLETED"],
      ["b", 1, "FAILED"],
      ["b", 2, "COMPLETED"],
    ]);
    const ofSteps = output.bundle.decisions.flatMap(({ stepId }) => stepId ?? []);
    expect(ofSteps).toEqual(["a", "b", "b"]);
    expect(output.bundle.ledger.map(({ envelope_type }) => envelope_type)).toContain("exec.plan.apply");
    const file = Buffer.from(serializeEvidence(output.bundle));
    expect(verifyEvidenceFile(file, { publicKeys })).toMatchObject({ ok: true, covered: output.bundle.ledger.length });
    await checkpoints.close();
    await remove();
  });
});
