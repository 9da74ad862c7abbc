import { randomBytes } from "node:crypto";
import { type Caller, ExecutionService, systemClock, uuidIds } from "@oap/engine";
import { ApiKeys, Sessions } from "@oap/identity";
import { builtinPlugins, PluginRegistry, PluginService } from "@oap/plugins";
import { type OperationKey, operations } from "@oap/protocol/operations";
import { dispatch } from "@oap/protocol/server";
import type { JsonObject, JsonValue } from "@oap/protocol/types";
import { openSqliteStore } from "@oap/store";
import { noExchange } from "@oap/telemetry";
import { describe, expect, it, onTestFinished } from "vitest";
import { CapabilityService } from "./capability-service.ts";
import { createHandlers } from "./handlers.ts";
import { KillSwitchService } from "./kill-switch-service.ts";
import { PolicyService } from "./policy-service.ts";
import { temporaryFolder, textStatistics } from "./testing/loopback-server.ts";
import { allCapabilities, allOperations, writePolicies } from "./testing/policies.ts";

const grace: Caller = { id: "user:grace", roles: ["user", "admin"] };

/** All handlers over a store of their own, and how a command is sent to them. */
async function setUp() {
  const store = openSqliteStore({ dataDir: await temporaryFolder() });
  const clock = systemClock();
  const ids = uuidIds(clock);
  const registry = new PluginRegistry();
  for (const plugin of builtinPlugins({ allowedOrigins: [], privateOrigins: [] })) registry.register(plugin);
  const policies = await PolicyService.open({
    folder: await writePolicies(await temporaryFolder(), allOperations, allCapabilities),
    registry,
    onEvaluationFailure: () => {},
    onWarnings: () => {},
    onRefused: () => {},
  });
  const executions = new ExecutionService({
    store,
    catalog: registry,
    plugins: new PluginService(registry, { clock }),
    governance: policies.governance,
  });
  const { now } = clock;
  const handlers = createHandlers({
    executions,
    capabilities: new CapabilityService({ registry, store, now, policies: () => policies, onRefused: () => {} }),
    policies,
    killSwitches: new KillSwitchService({ store, now }),
    apiKeys: new ApiKeys({ records: store, ids, randomBytes, now }),
    sessions: new Sessions({ records: store, now }),
    store,
    now,
  });
  onTestFinished(async () => {
    await executions.close();
    policies.governance.dispose();
    await store.close();
  });
  /** Sends a command; with `isLost` the process is gone before it can answer. */
  const send = async (key: OperationKey, params: JsonObject, isLost = false): Promise<JsonObject> => {
    const facts = { id: `req-${key}`, envelope_type: key, kind: operations[key].kind, caller: grace, params };
    const { result } = await executions.exchanges.perform(facts, async (recorder) => {
      const exchange = { ...facts, session: undefined, traceId: undefined, telemetry: noExchange, recorder };
      const done = await dispatch(handlers, key, params as never, { ...exchange, decided: () => {} });
      if (isLost) throw new Error("The process is gone.");
      return done as JsonValue;
    });
    return result as JsonObject;
  };
  return { store, send, policies };
}

const step = { step_id: "a", target: textStatistics, input_template: { text: "one two" } };
const plan = { plan_id: "plan_1", created_by: "user:ada", created_at: "2026-03-01T09:30:00.000Z", steps: [step] };
const capability = {
  name: "shout",
  version: "1.0.0",
  type: "test",
  description: "Says it loudly.",
  input: { type: "object" },
  output: { type: "object" },
  risk: "LOW",
  idempotent: true,
};

/** Commands that change the store and wait for no run, in an order in which each can be carried out. */
const commands: readonly (readonly [OperationKey, (before: Readonly<Record<string, JsonObject>>) => JsonObject])[] = [
  ["control.session.open", () => ({ session_id: "ses-1", caller: grace.id, purpose: "Sort." })],
  ["control.session.close", () => ({ session_id: "ses-1" })],
  ["control.apiKey.create", () => ({ name: "import", caller: "service:import", roles: ["user"] })],
  ["control.apiKey.revoke", ({ "control.apiKey.create": key }) => ({ key_id: key?.key_id as string })],
  ["control.killSwitch.set", () => ({ scope: "module", module_id: "image", active: true, abort_running: true })],
  ["control.capability.register", () => ({ module_id: "far", capabilities: [capability] })],
  ["exec.plan.submit", () => ({ plan })],
  ["controlPlane.intent.submit", () => ({ workspaceId: "w", text: "Count the words." })],
  [
    "controlPlane.plan.compile",
    ({ "controlPlane.intent.submit": intent }) => ({
      executionId: intent?.executionId as string,
      intentId: intent?.intentId as string,
      draft: plan,
    }),
  ],
  [
    "controlPlane.plan.verify",
    ({ "controlPlane.intent.submit": intent }) => ({ executionId: intent?.executionId as string, planId: "plan_1" }),
  ],
  ["hitl.request", () => ({ reason: "?", required_role: "admin", proposed_action: "text.statistics", payload: {} })],
];

describe("a command whose process is gone before it can answer", () => {
  it("was recorded with what it did, so that it is answered when it is sent again, and not done twice", async () => {
    const { store, send } = await setUp();
    const answers: Record<string, JsonObject> = {};
    for (const [key, paramsOf] of commands) {
      const params = paramsOf(answers);
      await expect(send(key, params, true), key).rejects.toThrow("The process is gone.");
      const { answer } = store.exchange(grace.id, `req-${key}`) ?? {};
      expect(answer, key).toBeDefined();
      expect(JSON.stringify(answer), key).not.toContain("secret");
      const entries = store.ledgerEntries({ event_id: `req-${key}`, status: "SUCCESS", limit: 10 }).items;
      expect(entries, key).toHaveLength(1);
      const before = store.ledgerEnd();
      answers[key] = await send(key, params);
      expect([answers[key], store.ledgerEnd()], key).toEqual([answer, before]);
    }
    expect(answers["control.capability.register"]?.registered).toMatchObject([{ name: "shout", state: "UNAVAILABLE" }]);
    expect(store.apiKeys({ limit: 10 }).items).toHaveLength(1);
  });

  it("does again what it does outside of the store, which comes out the same", async () => {
    const { store, send, policies } = await setUp();
    await expect(send("policy.reload", {}, true)).rejects.toThrow("The process is gone.");
    expect(store.exchange(grace.id, "req-policy.reload")).toBeUndefined();
    const { policy_binding_id } = policies.governance.policySet;
    expect(await send("policy.reload", {})).toMatchObject({ reloaded: true, policy_binding_id });
  });
});
