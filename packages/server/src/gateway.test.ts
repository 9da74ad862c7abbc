import type { OperationKey } from "@oap/protocol/operations";
import type { JsonValue } from "@oap/protocol/types";
import { expect, it } from "vitest";
import { Gateway, type GatewayOptions } from "./gateway.ts";
import { envelope } from "./testing/loopback-server.ts";

it("answers OVERLOADED, with the time to wait, while as many exchanges are under way as there may be", async () => {
  const gate = Promise.withResolvers<void>();
  const ping = async () => {
    await gate.promise;
    return { received: true, timestamp: "2026-03-01T09:30:00.000Z" };
  };
  const anybody = { id: "ann", roles: ["user", "admin"], method: "development" } as const;
  const gateway = new Gateway({
    handlers: { "control.ping": ping } as Partial<Record<OperationKey, unknown>> as GatewayOptions["handlers"],
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
    exchanges: undefined as never,
    moduleId: "control-plane",
    isReady: () => true,
    now: () => 0,
    newId: () => "req_1",
    exchangesOpenMax: 2,
    onInternalError: (error) => expect.unreachable(String(error)),
  });
  const answer = () => gateway.answer({ headers: {}, read: () => envelope("control.ping", {}) as JsonValue });
  const open = [answer(), answer()];
  const refused = await answer();
  expect(refused).toMatchObject({ status: 503, envelope: { error: { code: "OVERLOADED", retryable: true } } });
  expect(Number(refused.headers["Retry-After"])).toBeGreaterThan(0);
  gate.resolve();
  expect((await Promise.all(open)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await answer()).status).toBe(200);
});
