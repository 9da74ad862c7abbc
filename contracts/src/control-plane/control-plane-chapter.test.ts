import { describe, expect, test } from "vitest";
import type { OperationSpec } from "../spec/define-operation.ts";
import type { Spec } from "../spec/define-registry.ts";
import { controlPlaneChapter } from "./control-plane-chapter.ts";
import { controlPlaneExecutionStart } from "./control-plane-execution-start.ts";

const isOperation = (spec: Spec): spec is OperationSpec => spec.kind === "command" || spec.kind === "query";
const operations = controlPlaneChapter.specs.filter(isOperation);
const operation = (key: string) => operations.find(({ meta }) => meta.key === key);

interface ObjectSchema {
  readonly properties: Readonly<Record<string, { readonly $ref?: string }>>;
  readonly required?: readonly string[];
}

/** `name` for a required member, `name?` for an optional one, sorted. */
function members(schema: unknown): string[] {
  const { properties, required = [] } = schema as ObjectSchema;
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .sort();
}

describe("controlPlane.execution.start", () => {
  test("has the documented meta, and says since when and from where", () => {
    expect(controlPlaneExecutionStart.meta).toEqual({
      key: "controlPlane.execution.start",
      title: "Start Execution",
      version: "1.0.0",
      description: "Start executing an approved compiled plan.",
      goal: "Run deterministic plan steps through the governed runtime loop.",
      context: "Triggered after successful verification and optional approval decisions.",
      domain: "control-plane",
      owners: ["platform.core"],
      tags: ["automation", "control-plane", "agent-runtime", "execution"],
      stability: "experimental",
      since: "1.0.0",
      source: { document: "execution-start", section: "Source Definition" },
    });
  });
  test("is a command with the documented capability and policy", () => {
    expect(controlPlaneExecutionStart.kind).toBe("command");
    expect(controlPlaneExecutionStart.capability).toEqual({ key: "control-plane.core", version: "1.0.0" });
    expect(controlPlaneExecutionStart.policy).toEqual({ auth: "admin", pii: [] });
  });
  test("has the documented input and output", () => {
    expect(controlPlaneExecutionStart.io.input.name).toBe("ControlPlaneExecutionStartInput");
    expect(controlPlaneExecutionStart.io.output.name).toBe("ControlPlaneExecutionStartOutput");
  });
});

const core = "control-plane.core";
const audit = "control-plane.audit";
const approval = "control-plane.approval";
const page = "cursor? limit?";

/** The documented table: key, kind, input, output, role, capability. */
const table = [
  [
    "controlPlane.intent.submit",
    "command",
    "workspaceId text actorId? channelKey? metadata? traceId?",
    "executionId intentId status receivedAt",
    "user",
    core,
  ],
  [
    "controlPlane.plan.compile",
    "command",
    "executionId intentId plannerModel? draft?",
    "planId compiledAt stepCount deterministicHash",
    "admin",
    core,
  ],
  [
    "controlPlane.plan.verify",
    "command",
    "executionId planId policyVersion?",
    "verdict requiresApproval blockedReasons? verifiedAt",
    "admin",
    audit,
  ],
  ["controlPlane.execution.start", "command", "executionId planId mode?", "runId status startedAt", "admin", core],
  [
    "controlPlane.execution.approve",
    "command",
    "executionId stepId approvedBy note?",
    "executionId stepId status approvedAt",
    "admin",
    approval,
  ],
  [
    "controlPlane.execution.reject",
    "command",
    "executionId stepId rejectedBy reason",
    "executionId stepId status rejectedAt",
    "admin",
    approval,
  ],
  [
    "controlPlane.execution.cancel",
    "command",
    "executionId cancelledBy reason?",
    "executionId status cancelledAt",
    "admin",
    core,
  ],
  ["controlPlane.execution.pause", "command", "runId pausedBy reason?", "runId status pausedAt", "admin", core],
  ["controlPlane.execution.resume", "command", "runId resumedBy", "runId status resumedAt", "admin", core],
  ["controlPlane.execution.retry", "command", "runId retriedBy", "runId status phase retriedAt", "admin", core],
  ["controlPlane.execution.evidence.export", "command", "runId exportedBy", "runId bundle exportedAt", "admin", audit],
  ["controlPlane.execution.get", "query", "executionId", "execution", "admin", core],
  [
    "controlPlane.execution.list",
    "query",
    `workspaceId? status? ${page}`,
    "items next_cursor? total_estimate?",
    "admin",
    core,
  ],
  ["controlPlane.trace.get", "query", "executionId includePayloads?", "executionId entries truncated?", "admin", audit],
  ["controlPlane.policy.explain", "query", "executionId stepId?", "verdict riskTier reasons", "admin", audit],
] as const;

describe("the family", () => {
  test("has the documented operations and no others, in order", () => {
    expect(operations.map(({ meta }) => meta.key)).toEqual(table.map(([key]) => key));
  });
  test.each(table)("%s is as documented", (key, kind, input, output, auth, capability) => {
    const found = operation(key);
    expect(found?.kind).toBe(kind);
    expect(members(found?.io.input.schema)).toEqual(input.split(" ").sort());
    expect(members(found?.io.output.schema)).toEqual(output.split(" ").sort());
    expect(found?.policy.auth).toBe(auth);
    expect(found?.capability).toEqual({ key: capability, version: "1.0.0" });
    expect(found?.meta).toMatchObject({ version: "1.0.0", domain: "control-plane", stability: "experimental" });
    expect(found?.meta.tags).toEqual([
      "automation",
      "control-plane",
      "agent-runtime",
      expect.stringMatching(/^[a-z]+$/),
    ]);
  });
  test("answers INTENT_NOT_FOUND when a plan is compiled for an unknown intent", () => {
    expect(Object.keys(operation("controlPlane.plan.compile")?.io.errors ?? {})).toContain("INTENT_NOT_FOUND");
  });
  test("types every member that names who acts as a caller", () => {
    for (const { io } of operations) {
      const { properties } = io.input.schema as unknown as ObjectSchema;
      for (const [name, schema] of Object.entries(properties)) {
        if (/(?:ed|er)By$/.test(name)) expect(schema.$ref, name).toBe("OrchCaller");
      }
    }
  });
  test("lists every event, and each is emitted by some operation", () => {
    const events = controlPlaneChapter.specs.filter((spec) => spec.kind === "event");
    expect(events.map(({ key }) => key)).toEqual([
      "controlPlane.intent.received",
      "controlPlane.plan.compiled",
      "controlPlane.plan.rejected",
      "controlPlane.execution.step.started",
      "controlPlane.execution.step.blocked",
      "controlPlane.execution.step.completed",
      "controlPlane.execution.step.failed",
      "controlPlane.execution.step.skipped",
      "controlPlane.execution.completed",
      "controlPlane.execution.failed",
    ]);
    const emitted = new Set(operations.flatMap(({ sideEffects }) => sideEffects.emits.map(({ event }) => event)));
    expect(emitted).toEqual(new Set(events));
  });
});
