import { bounds, type ControlPlaneTraceEntry, type ControlPlaneTraceGetInput } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journalExecutionEvent } from "./execution-events.ts";
import { ExecutionTraces } from "./execution-trace.ts";
import { once, planOf, step } from "./testing/engine-under-test.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";
import { timestampOf } from "./timestamp.ts";
import { tracePayloadCharactersMax } from "./trace-entry.ts";

describe("ExecutionTraces", () => {
  let records: RecordedRuns;
  beforeEach(() => {
    records = new RecordedRuns();
  });
  afterEach(() => records.remove());

  const trace = (input: Partial<ControlPlaneTraceGetInput> = {}, personal: readonly string[] = []) => {
    const output = new ExecutionTraces({ store: records.store, personal: () => personal }).get({
      executionId: "exe_1",
      ...input,
    });
    expect(validators.ControlPlaneTraceGetOutput(output)).toEqual([]);
    return output;
  };
  /** `stage status step#attempt` */
  const line = ({ stage, status, metadata = {} }: ControlPlaneTraceEntry): string => {
    const { stepId, attempt } = metadata;
    return [
      stage,
      status,
      ...(stepId === undefined ? [] : [attempt === undefined ? stepId : `${stepId}#${attempt}`]),
    ].join(" ");
  };
  const lines = (input: Partial<ControlPlaneTraceGetInput> = {}): string[] => trace(input).entries.map(line);
  const intent = () =>
    records.store.transact((transaction) => {
      const received_at = records.clock.now();
      transaction.insertIntent({
        intent_id: "int_1",
        execution_id: "exe_1",
        workspace_id: "w",
        text: "a personal wish",
        actor_id: "ann",
        submitted_by: "ann",
        content_hash: "h",
        received_at,
      });
      const created = { created_at: received_at, updated_at: received_at };
      transaction.putExecution({ execution_id: "exe_1", intent_id: "int_1", status: "received", ...created });
    });
  const succeeded = (step_id: string, attempt = 1, output = {}) =>
    ({ type: "step.succeeded", step_id, attempt, output }) as const;
  const failed = (step_id: string, attempt = 1, retryable = false, timed_out = false) =>
    ({
      type: "step.failed",
      step_id,
      attempt,
      retryable,
      ...(timed_out ? { timed_out } : {}),
      error: { reason: "RUNTIME_ERROR", message: "It broke with password=hunter2-planted." },
    }) as const;

  it("tells of an intent alone", async () => {
    await intent();
    expect(trace().entries).toEqual([
      {
        timestamp: timestampOf(records.clock.now()),
        stage: "intent",
        status: "received",
        actorId: "ann",
        metadata: { intentId: "int_1" },
      },
    ]);
    expect(JSON.stringify(trace({ includePayloads: true }))).not.toContain("personal wish");
  });

  it("knows no execution that there is not", () => {
    expect(() => trace({ executionId: "exe_2" })).toThrow(expect.objectContaining({ code: "EXECUTION_NOT_FOUND" }));
  });

  it("tells what a run did from its journal, through failures, retries, skips and the end", async () => {
    await intent();
    records.clock.advance(1);
    const retry_policy = { max_attempts: 2, backoff_ms: 10, backoff_strategy: "CONSTANT" } as const;
    const plan = await records.plan(
      planOf("p", [
        step("a", [], { retry_policy }),
        step("b", ["a"]),
        step("c", ["b"]),
        step("d", [], { optional: true }),
      ]),
    );
    records.clock.advance(1);
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal("inv_1", failed("a", 1, true));
    await records.journal("inv_1", failed("d", 1, false, true));
    await records.journal("inv_1", { type: "step.retry_due", step_id: "a", attempt: 2 });
    await records.journal("inv_1", succeeded("a", 2));
    await records.journal("inv_1", failed("b"));
    expect(lines()).toEqual([
      "intent received",
      "plan compiled",
      "policy allowed",
      "policy allowed",
      "execution started",
      "execution started a#1",
      "execution started d#1",
      "execution failed a#1",
      "execution timed_out d#1",
      "execution retried a#2",
      "execution completed a#2",
      "execution started b#1",
      "execution failed b#1",
      "execution skipped c",
      "execution failed",
    ]);
    const [runStarted] = trace().entries.filter((entry) => line(entry) === "execution started");
    expect(runStarted).toMatchObject({ actorId: "ann", metadata: { runId: "inv_1", planId: "p" } });
    const failure = trace().entries.find((entry) => line(entry) === "execution failed a#1");
    expect(failure?.metadata).toMatchObject({
      errorCode: "RUNTIME_ERROR",
      reason: expect.stringContaining("It broke"),
      retryAt: expect.any(String),
    });
    expect(JSON.stringify(trace({ includePayloads: true }))).not.toContain("hunter2-planted");
  });

  it("tells of pauses, recoveries, cancellations and deadlines", async () => {
    const plan = await records.plan(planOf("p", [step("a"), step("b", ["a"])]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal("inv_1", { type: "run.pause_requested" });
    await records.journal("inv_1", { type: "run.recovered" });
    await records.journal("inv_1", { type: "run.resume_requested" });
    await records.journal("inv_1", { type: "run.cancel_requested", reason: "a person's own words" });
    expect(lines().slice(3)).toEqual([
      "execution started",
      "execution started a#1",
      "execution paused",
      "execution recovered",
      "execution started a#1",
      "execution resumed",
      "execution cancelled",
    ]);
    expect(JSON.stringify(trace())).not.toContain("own words");

    await records.run("inv_2", plan, { plan_id: "p", execution_id: "exe_2" });
    await records.journal("inv_2", { type: "run.deadline_reached" });
    expect(lines({ executionId: "exe_2" }).at(-1)).toBe("execution timed_out");
  });

  it("tells of an attempt that waits for a human as blocked and not as started, and of what the human said", async () => {
    const plan = await records.plan(planOf("p", [step("a")]));
    await records.run("inv_1", plan, { plan_id: "p" });
    // The attempt that the acceptance issued is held in the same turn.
    const deadline_at = records.clock.now() + 1_000_000;
    records.clock.advance(-1);
    await records.journal("inv_1", { type: "step.held", step_id: "a", attempt: 1, deadline_at });
    const requested_at = records.clock.now();
    const approval = {
      reason: "r",
      required_role: "admin",
      proposed_action: "work.repeat",
      requested_by: "ann",
      requested_at,
    };
    const about = { invocation_id: "inv_1", step_id: "a" };
    await records.store.transact((transaction) => {
      transaction.insertApproval({ request_id: "apr_1", state: "pending", ...approval, ...about });
      transaction.insertApproval({
        request_id: "apr_2",
        state: "expired",
        ...approval,
        ...about,
        expires_at: requested_at + 1,
      });
      transaction.insertApproval({
        request_id: "apr_3",
        state: "overridden",
        ...approval,
        ...about,
        approved: true,
        reviewer: "grace",
        decided_at: requested_at + 1,
        overridden_by: "root",
        overridden_at: requested_at + 2,
        override_reason: "own words",
      });
      const decided = { reviewer: "grace", decided_at: requested_at + 1, approved: true, comments: "own words" };
      transaction.decideApproval("apr_1", "pending", { state: "approved", ...decided });
    });
    records.clock.advance(2);
    await records.journal("inv_1", { type: "step.released", step_id: "a", attempt: 1, deadline_at });
    await records.journal("inv_1", succeeded("a"));
    expect(lines().slice(3)).toEqual([
      "execution started",
      "policy blocked a#1",
      ...Array.from({ length: 3 }, () => "approval requested a"),
      "approval approved a",
      "approval expired a",
      "approval overridden a",
      "execution started a#1",
      "execution completed a#1",
      "execution completed",
    ]);
    const { entries } = trace();
    expect(entries.find(({ status }) => status === "approved")).toMatchObject({ actorId: "grace" });
    expect(entries.find(({ status }) => status === "overridden")).toMatchObject({
      actorId: "root",
      metadata: { requestId: "apr_3", approved: true, reviewer: "grace" },
    });
    expect(JSON.stringify(entries)).not.toContain("own words");
  });

  it("goes across all runs of the execution, also those that were tried again twice", async () => {
    const plan = await records.plan(planOf("p", [step("a"), step("b", [], { target: once })]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal("inv_1", failed("a"));
    await records.journal("inv_1", failed("b"));
    for (const invocation_id of ["inv_2", "inv_3"]) {
      records.clock.advance(1);
      await records.run(invocation_id, plan, { plan_id: "p", retry_of: "inv_1" });
      await records.journal(invocation_id, { type: "run.cancel_requested" });
    }
    // Somebody else's retry of the same run.
    await records.run("inv_4", plan, { plan_id: "p", retry_of: "inv_1", execution_id: "exe_2" });
    const runs = trace().entries.filter((entry) => ["execution started", "execution retried"].includes(line(entry)));
    expect(runs.map(({ status, metadata }) => [status, metadata?.runId, metadata?.retryOf])).toEqual([
      ["started", "inv_1", undefined],
      ["retried", "inv_2", "inv_1"],
      ["retried", "inv_3", "inv_1"],
    ]);
  });

  it("tells which plans were compiled for it and why one was rejected", async () => {
    await intent();
    records.clock.advance(1);
    await records.plan(planOf("p", [step("a")]));
    await records.store.transact((transaction) => {
      const at = records.clock.now();
      const about = { executionId: "exe_1", planId: "p" };
      journalExecutionEvent(transaction, "controlPlane.plan.compiled", at, {
        ...about,
        compiledAt: timestampOf(at),
        stepCount: 1,
      });
      journalExecutionEvent(transaction, "controlPlane.plan.rejected", at + 1, {
        ...about,
        rejectedAt: timestampOf(at + 1),
        reasons: ["Policy denies it."],
      });
      transaction.putExecution({ ...transaction.execution("exe_1")!, plan_id: "p", status: "rejected" });
    });
    expect(lines()).toEqual(["intent received", "plan compiled", "policy allowed", "plan rejected"]);
    expect(trace().entries.at(-1)?.metadata).toEqual({ planId: "p", reason: "Policy denies it." });
  });

  it("tells what policy said of a plan when it was submitted", async () => {
    await records.plan(planOf("denied", [step("a")]), { status: "REJECTED" });
    await records.plan(planOf("held", [step("a")]), { status: "PENDING_REVIEW" });
    for (const plan_id of ["denied", "held"]) {
      const execution = { execution_id: plan_id, plan_id, status: "received", created_at: 1, updated_at: 1 } as const;
      await records.store.transact((transaction) => transaction.putExecution(execution));
    }
    expect(lines({ executionId: "denied" })).toEqual(["plan compiled", "policy blocked", "plan rejected"]);
    expect(lines({ executionId: "held" })).toEqual(["plan compiled", "policy blocked"]);
  });

  it("carries inputs and outputs only if they are asked for, without what is personal or secret", async () => {
    const input_template = { text: "a personal text", words: 3, password: "hunter2-planted" };
    const plan = await records.plan(planOf("p", [step("a", [], { input_template })]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal(
      "inv_1",
      succeeded("a", 1, { text: "another personal text", size: 1, token: "hunter2-planted" }),
    );
    const payloads = (entries: readonly ControlPlaneTraceEntry[]) =>
      entries.flatMap(({ metadata = {} }) => [metadata.input, metadata.output]).filter((value) => value !== undefined);
    expect(payloads(trace().entries)).toEqual([]);
    expect(payloads(trace({ includePayloads: true }, ["/input/text", "/output/text"]).entries)).toEqual([
      { text: "[REDACTED]", words: 3, password: "[REDACTED]" },
      { text: "[REDACTED]", size: 1, token: "[REDACTED]" },
    ]);
    expect(payloads(trace({ includePayloads: true }, ["/input", "/output"]).entries)).toEqual([
      "[REDACTED]",
      "[REDACTED]",
    ]);
  });

  it("leaves out the payloads of the oldest entries where they are too large together", async () => {
    const steps = Array.from({ length: 5 }, (_, index) => step(`s${index}`));
    const plan = await records.plan(planOf("p", steps));
    await records.run("inv_1", plan, { plan_id: "p" });
    const text = "x".repeat(tracePayloadCharactersMax / 3);
    for (const { step_id } of steps) await records.journal("inv_1", succeeded(step_id, 1, { text }));
    const outputs = trace({ includePayloads: true }).entries.flatMap(({ metadata = {} }) => metadata.output ?? []);
    expect(outputs.map((output) => (output === "[TRUNCATED]" ? "left out" : "there"))).toEqual([
      "left out",
      "left out",
      "left out",
      "there",
      "there",
    ]);
  });

  it("answers the latest entries where there are too many, and says so", async () => {
    const count = bounds.traceEntriesMax / 2 + 10;
    const steps = Array.from({ length: count }, (_, index) => step(`s${index}`));
    const plan = await records.plan(planOf("p", steps));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal("inv_1", ...steps.map(({ step_id }) => succeeded(step_id)));
    const { entries, truncated } = trace();
    expect(truncated).toBe(true);
    expect(entries).toHaveLength(bounds.traceEntriesMax);
    expect(line(entries.at(-1)!)).toBe("execution completed");
    expect(lines().includes("plan compiled")).toBe(false);
  });

  it("keeps the order of the journal where the clock was set back", async () => {
    const plan = await records.plan(planOf("p", [step("a"), step("b", ["a"])]));
    await records.run("inv_1", plan, { plan_id: "p" });
    await records.journal("inv_1", succeeded("a"));
    records.clock.advance(-5000);
    await records.journal("inv_1", succeeded("b"));
    expect(lines().slice(3)).toEqual([
      "execution started",
      "execution started a#1",
      "execution completed a#1",
      "execution started b#1",
      "execution completed b#1",
      "execution completed",
    ]);
    expect(trace().entries.at(-1)?.timestamp).toBe(timestampOf(records.clock.now()));
  });
});
