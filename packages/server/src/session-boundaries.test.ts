import { connect } from "@oap/client";
import { definePlugin } from "@oap/plugins";
import { describe, expect, it } from "vitest";
import { firstKey } from "./testing/first-key.ts";
import { envelope, loopbackServer, post, temporaryFolder } from "./testing/loopback-server.ts";
import { allCapabilities, allOperations, writePolicies } from "./testing/policies.ts";

const target = { module_id: "text", capability: "statistics" };
const input = { text: "one two two" };

/** Sleeps until it is stopped. */
const sleeper = definePlugin({
  module: "sleep",
  capabilities: {
    long: {
      contract: {
        name: "long",
        version: "1.0.0",
        type: "action",
        description: "Sleeps.",
        input: { type: "object" },
        output: { type: "object" },
        risk: "LOW",
        idempotent: true,
      },
      run: (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
        ),
    },
  },
});

describe("a session", () => {
  it("gives policy its attributes for the work in it, and they stay with the work", async () => {
    const policies = await writePolicies(
      await temporaryFolder(),
      allOperations,
      allCapabilities,
      `@id("not-from-there") forbid (principal, action in Action::"invoke", resource)
       when { context.attributes.hasTag("region") && context.attributes.getTag("region") == "moon" };`,
    );
    const { url } = await loopbackServer({ policies });
    const invokeIn = async (region: string) => {
      const session_id = `ses-${region}`;
      const { control } = connect({ baseUrl: url, caller: "user:ada" });
      await control.session.open({ session_id, caller: "user:ada", attributes: { region } });
      const request = envelope("exec.invoke", { target, input }, { id: `req-${region}` });
      return await post(`${url}/orchestrate`, request, { "orch-caller": "user:ada", "orch-session-id": session_id });
    };
    expect((await invokeIn("eu")).body.result.state).toBe("COMPLETED");
    expect((await invokeIn("moon")).body.error).toMatchObject({
      code: "POLICY_DENIED",
      details: { reasons: [expect.stringContaining("not-from-there")] },
    });
  });

  it("gives policy its purpose, and the tenant and sensitivity among its attributes, also where policy is only asked", async () => {
    const policies = await writePolicies(
      await temporaryFolder(),
      allOperations,
      allCapabilities,
      `@id("triage-only") forbid (principal, action == Action::"text.statistics", resource)
       unless { context has purpose && context.purpose == "triage" && context has tenant && context.tenant == "north-clinic"
         && context has data_sensitivity && context.data_sensitivity == Sensitivity::"health" };`,
    );
    const { url } = await loopbackServer({ policies });
    const said = async (session_id: string, purpose: string) => {
      const attributes = { tenant: "north-clinic", data_sensitivity: "health" };
      const { control, policy, exec } = connect({ baseUrl: url, caller: "user:ada" });
      await control.session.open({ session_id, caller: "user:ada", purpose, attributes });
      const within = { sessionId: session_id };
      const { decision } = await policy.evaluate({ action: "text.statistics", context: {} }, within);
      const invoked = await exec.invoke({ target, input }, within).catch(({ code }) => ({ state: code }));
      return [decision, invoked.state];
    };
    expect(await said("ses-triage", "triage")).toEqual(["ALLOW", "COMPLETED"]);
    expect(await said("ses-other", "curiosity")).toEqual(["DENY", "POLICY_DENIED"]);
  });

  it("has nothing in its ledger of those whose session it is not", async () => {
    const { url } = await loopbackServer();
    const send = (caller: string, id: string, headers: Record<string, string> = {}) =>
      post(`${url}/orchestrate`, envelope("exec.invoke", { target, input }, { id }), {
        "orch-caller": caller,
        "orch-session-id": "ses-1",
        ...headers,
      });
    await connect({ baseUrl: url, caller: "user:ada" }).control.session.open({
      session_id: "ses-1",
      caller: "user:ada",
    });
    const first = await send("user:ada", "req-1");
    expect((await send("user:eve", "req-2")).body.error.code).toBe("ID_CONFLICT");
    const foreign = { "orch-caller": "user:eve", "orch-session-id": "ses-1" };
    const opening = envelope("control.session.open", { session_id: "ses-2", caller: "user:eve" }, { id: "req-3" });
    await post(`${url}/orchestrate`, opening, foreign);
    const head = first.headers.get("orch-event-hash") ?? "";
    const guess = { "orch-prev-event-hash": "0".repeat(64) };
    expect(JSON.stringify((await send("user:eve", "req-4", guess)).body)).not.toContain(head.slice(7));
    const next = await send("user:ada", "req-5", { "orch-prev-event-hash": head });
    expect([next.status, next.headers.get("orch-prev-event-hash")]).toEqual([200, head]);
  });
});

describe("the default policies", () => {
  it("keep data of a session that is said to be restricted from being fetched to other machines", async () => {
    const { url } = await loopbackServer();
    const ada = connect({ baseUrl: url, caller: "user:ada" });
    const attributes = { data_sensitivity: "restricted" };
    await ada.control.session.open({ session_id: "ses-1", caller: "user:ada", attributes });
    const fetching = { target: { module_id: "http", capability: "fetch" }, input: { url: "http://127.0.0.1:9/" } };
    const answer = await post(`${url}/orchestrate`, envelope("exec.invoke", fetching), {
      "orch-caller": "user:ada",
      "orch-session-id": "ses-1",
    });
    expect(answer.body.error.details.reasons).toEqual([expect.stringContaining("not sent to other machines")]);
  });
});

describe("another user's invocation", () => {
  it("is unknown to a user, by whatever way, and known to an admin", async () => {
    const dataDir = await temporaryFolder();
    const admin = await firstKey(dataDir, "user:grace", ["user", "admin"]);
    const { url } = await loopbackServer({ dataDir, identity: { mode: "required" }, plugins: [sleeper] });
    const grace = connect({ baseUrl: url, apiKey: admin });
    const keyOf = async (caller: string) =>
      (await grace.control.apiKey.create({ name: "test", caller, roles: ["user"] })).secret as string;
    const ada = connect({ baseUrl: url, apiKey: await keyOf("user:ada") });
    const eve = await keyOf("user:eve");
    const long = { module_id: "sleep", capability: "long" };
    const { invocation_id } = await ada.exec.invoke({ target: long, input: {}, mode: "ASYNC" });
    for (const operation of ["exec.status.get", "exec.plan.status.get", "exec.cancel"]) {
      const { status, body } = await post(`${url}/orchestrate`, envelope(operation, { invocation_id }), {
        "orch-api-key": eve,
      });
      expect([status, body.error.code]).toEqual([404, "INVOCATION_NOT_FOUND"]);
      const call = { jsonrpc: "2.0", id: 1, method: operation, params: { invocation_id } };
      expect((await post(`${url}/rpc`, call, { "orch-api-key": eve })).body.error.data.code).toBe(
        "INVOCATION_NOT_FOUND",
      );
    }
    expect((await ada.exec.status.get({ invocation_id })).state).toBe("RUNNING");
    expect(await grace.exec.cancel({ invocation_id })).toMatchObject({ new_state: "CANCELLED" });
  });
});
