import type { OperationKey } from "@oap/protocol/operations";
import type { JsonValue } from "@oap/protocol/types";
import { expect, it } from "vitest";
import { Gateway, type GatewayOptions } from "./gateway.ts";
import { envelope } from "./testing/loopback-server.ts";

/** Writes nothing down. */
const recorder = { accepted: () => {}, answered: () => true, decided: () => {} };

function openGateway(handlers: Partial<Record<OperationKey, unknown>>, exchangesOpenMax: number): Gateway {
  const anybody = { id: "ann", roles: ["user", "admin"], method: "development" } as const;
  return new Gateway({
    handlers: handlers as GatewayOptions["handlers"],
    authenticate: () => anybody,
    limiter: { take: () => {} },
    sessions: { join: () => undefined, isAnothers: () => false },
    governance: {
      decide: () => expect.unreachable("No work is decided about."),
      decideOperation: ({ operation }) => ({
        decision: "ALLOW",
        policy_binding_id: "test",
        risk: "LOW",
        allowed_actions: [operation],
        reasons: [],
      }),
    },
    exchanges: { perform: async (_, work) => ({ result: await work(recorder) }) } as GatewayOptions["exchanges"],
    moduleId: "control-plane",
    isReady: () => true,
    now: () => 0,
    newId: () => "req_1",
    exchangesOpenMax,
    onInternalError: (error) => expect.unreachable(String(error)),
  });
}

it("answers OVERLOADED, with the time to wait, while as many exchanges are under way as there may be", async () => {
  const gate = Promise.withResolvers<void>();
  const ping = async () => {
    await gate.promise;
    return { received: true, timestamp: "2026-03-01T09:30:00.000Z" };
  };
  const gateway = openGateway({ "control.ping": ping }, 2);
  const answer = () => gateway.answer({ headers: {}, read: () => envelope("control.ping", {}) as JsonValue });
  const open = [answer(), answer()];
  const refused = await answer();
  expect(refused).toMatchObject({ status: 503, envelope: { error: { code: "OVERLOADED", retryable: true } } });
  expect(Number(refused.headers["Retry-After"])).toBeGreaterThan(0);
  gate.resolve();
  expect((await Promise.all(open)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await answer()).status).toBe(200);
});

it("keeps places for those who look, cancel and stop from those who wait for runs", async () => {
  const gate = Promise.withResolvers<void>();
  const target = { module_id: "text", capability: "statistics" };
  const invoke = async () => {
    await gate.promise;
    return { invocation_id: "inv_1", state: "COMPLETED" };
  };
  const gateway = openGateway({ "exec.invoke": invoke, "control.killSwitch.get": () => ({ kill_switches: [] }) }, 8);
  const answer = (key: OperationKey, params: object) =>
    gateway.answer({ headers: {}, read: () => envelope(key, params) as JsonValue });
  const waiting = Array.from({ length: 7 }, () => answer("exec.invoke", { target, input: {} }));
  expect(await answer("exec.invoke", { target, input: {} })).toMatchObject({ status: 503 });
  expect(await answer("control.killSwitch.get", {})).toMatchObject({ status: 200 });
  gate.resolve();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 200));
});
