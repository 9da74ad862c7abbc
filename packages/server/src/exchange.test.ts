import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connect } from "@oap/client";
import { OapError } from "@oap/protocol/errors";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { envelope, loopbackServer, post, textStatistics } from "./testing/loopback-server.ts";

const input = { text: "one two two" };

describe("an exchange", () => {
  it("answers the invocation with its output, and repeats its identifiers in headers", async () => {
    const { url } = await loopbackServer();
    const request = envelope(
      "exec.invoke",
      { target: textStatistics, input },
      { _meta: { session_id: "ses-1", caller: "user:ada", trace_id: "4bf92f3577b34da6a3ce929d0e0e4736" } },
    );
    const { status, headers, body } = await post(`${url}/orchestrate/exec.invoke`, request, { "orch-id": "req-1" });
    expect(status).toBe(200);
    expect(validators.ExecInvokeSuccess(body)).toEqual([]);
    expect(body).toMatchObject({
      id: "req-1",
      envelope_type: "exec.invoke",
      result: { state: "COMPLETED", output: { words: 3 } },
    });
    expect(body._meta).toMatchObject({
      session_id: "ses-1",
      caller: "user:ada",
      trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      "orch-id": "req-1",
      "orch-session-id": "ses-1",
      "orch-caller": "user:ada",
      "orch-module-id": "control-plane",
      "orch-invocation-id": body.result.invocation_id,
      "orch-execution-state": "COMPLETED",
      "cache-control": "no-store",
    });
  });

  it("answers in the envelope's own media type where that is asked for", async () => {
    const { url } = await loopbackServer();
    const type = "application/vnd.orch-envelope+json; version=oap.v1";
    const { headers } = await post(`${url}/orchestrate`, envelope("control.ping", {}), {
      "content-type": type,
      accept: type,
    });
    expect(headers.get("content-type")).toBe(type);
    const plain = await post(`${url}/orchestrate`, envelope("control.ping", {}));
    expect(plain.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  it("keeps or ignores members that it does not know", async () => {
    const { url } = await loopbackServer();
    const request = { ...envelope("control.ping", { later: 1 }), future: [1], _meta: { hint: "kept" } };
    const { body } = await post(`${url}/orchestrate`, request);
    expect(body.result.received).toBe(true);
  });

  it("answers work that fails with a success envelope", async () => {
    const { url } = await loopbackServer();
    const target = { module_id: "image", capability: "analyze" };
    const params = { target, input: { image: "AAAA", mime_type: "image/png" } };
    const { status, body } = await post(`${url}/orchestrate`, envelope("exec.invoke", params));
    expect(status).toBe(200);
    expect(body.result).toMatchObject({
      state: "FAILED",
      error: { reason: expect.any(String), message: expect.any(String) },
    });
    expect(body.error).toBeUndefined();
  });

  it("accepts ASYNC work, shows its end by status, and finds it by its execution", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url });
    const accepted = await client.exec.invoke({ target: textStatistics, input, mode: "ASYNC" });
    await expect
      .poll(() => client.exec.status.get({ invocation_id: accepted.invocation_id }))
      .toMatchObject({ state: "COMPLETED", target: { ...textStatistics, version: "1.0.0" }, output: { words: 3 } });
    const { items } = await client.controlPlane.execution.list({});
    expect(items).toMatchObject([{ runId: accepted.invocation_id, status: "completed" }]);
    const { execution } = await client.controlPlane.execution.get({ executionId: items[0]!.executionId });
    expect(execution.runId).toBe(accepted.invocation_id);
  });

  it("gives curl and the generated client the same answers", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url });
    const curl = async (type: string, params: unknown) => {
      const { stdout } = await promisify(execFile)("curl", [
        ...["--silent", "--noproxy", "*", "--header", "content-type: application/json"],
        ...["--data", JSON.stringify(envelope(type, params)), `${url}/orchestrate`],
      ]);
      return JSON.parse(stdout);
    };
    const query = { module_id: "image" };
    expect((await curl("control.capability.query", query)).result).toEqual(
      await client.control.capability.query(query),
    );

    const { invocation_id } = await client.exec.invoke({ target: textStatistics, input });
    expect((await curl("exec.status.get", { invocation_id })).result).toEqual(
      await client.exec.status.get({ invocation_id }),
    );

    const refused = await client.exec.status.get({ invocation_id: "inv_unknown" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OapError);
    expect((await curl("exec.status.get", { invocation_id: "inv_unknown" })).error).toEqual(
      (refused as OapError).toOrchError(),
    );
  });

  it("calls a capability by its typed method", async () => {
    const { url } = await loopbackServer();
    const { state, output } = await connect({ baseUrl: url }).module("text").statistics(input);
    expect(state).toBe("COMPLETED");
    expect(output?.words).toBe(3);
  });

  it("keeps the registration of a remote module over a restart", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const dataDir = await mkdtemp(join(tmpdir(), "oap-restart-"));
    const translate = {
      name: "translate",
      version: "1.0.0",
      type: "transformation",
      description: "Translates a text.",
      input: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
      output: { type: "object" },
      risk: "LOW" as const,
      idempotent: true,
    };
    const first = await loopbackServer({ dataDir });
    const { registered } = await connect({ baseUrl: first.url }).control.capability.register({
      module_id: "translator",
      capabilities: [translate],
    });
    await first.close();
    const second = await loopbackServer({ dataDir });
    const { capabilities } = await connect({ baseUrl: second.url }).control.capability.query({
      module_id: "translator",
    });
    expect(capabilities).toEqual(registered);
    await second.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("tells whether it is alive and ready", async () => {
    const { url } = await loopbackServer();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: "ready" });
  });
});
