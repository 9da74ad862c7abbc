import { JSONRPCClient } from "json-rpc-2.0";
import { describe, expect, it } from "vitest";
import { loopbackServer, post, textStatistics } from "./testing/loopback-server.ts";

const rpc = async (body: unknown, headers?: Record<string, string>) => {
  const { url } = await loopbackServer();
  return post(`${url}/rpc`, body, headers);
};
const ping = (id: unknown, more: object = {}) => ({ jsonrpc: "2.0", method: "control.ping", params: {}, id, ...more });

describe("strict JSON-RPC 2.0", () => {
  it.each(["1", 7, -1.5, null])("echoes the id %j as it was sent", async (id) => {
    const { status, body } = await rpc(ping(id));
    expect(status).toBe(200);
    expect(body).toEqual({ jsonrpc: "2.0", id, result: { received: true, timestamp: expect.any(String) } });
  });

  it("takes absent params for empty ones", async () => {
    const { body } = await rpc({ jsonrpc: "2.0", method: "control.ping", id: 1 });
    expect(body.result.received).toBe(true);
  });

  it("carries the error of the exchange under data, with the integer of its code", async () => {
    const { status, body } = await rpc({
      jsonrpc: "2.0",
      method: "exec.status.get",
      params: { invocation_id: "inv_x" },
      id: 1,
    });
    expect(status).toBe(200);
    expect(body.error.code).toBe(-32043);
    expect(body.error.data).toMatchObject({
      code: "INVOCATION_NOT_FOUND",
      message: body.error.message,
      retryable: false,
    });
  });

  it.each([
    ["text that is not JSON", "{", -32700],
    ["an empty batch", [], -32600],
    ["a request that is no object", 1, -32600],
    ["another version", ping(1, { jsonrpc: "1.0" }), -32600],
    ["a method that is no text", ping(1, { method: 1 }), -32600],
    ["params that are neither object nor list", ping(1, { params: "bar" }), -32600],
  ])("answers %s with a null id", async (_, body, code) => {
    const answer = await rpc(body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ jsonrpc: "2.0", id: null, error: { code } });
  });

  it("answers a body that the server does not even read with HTTP status 200 too", async () => {
    const { url } = await loopbackServer();
    const large = await post(`${url}/rpc`, "x".repeat(5 * 1024 * 1024));
    expect(large.status).toBe(200);
    expect(large.body).toMatchObject({ jsonrpc: "2.0", id: null, error: { code: -32004 } });
    const unspoken = await post(`${url}/rpc`, ping(1), { "content-type": ";;;" });
    expect(unspoken.status).toBe(200);
    expect(unspoken.body).toMatchObject({ id: null, error: { code: -32002 } });
  });

  it("knows no method that the contracts do not have", async () => {
    const { body } = await rpc(ping(1, { method: "foobar" }));
    expect(body).toMatchObject({ id: 1, error: { code: -32601 } });
  });

  it("refuses params by position", async () => {
    const { body } = await rpc({ jsonrpc: "2.0", method: "exec.status.get", params: ["inv_x"], id: 1 });
    expect(body).toMatchObject({ id: 1, error: { code: -32602 } });
  });

  it("processes a notification and never answers it", async () => {
    const { url } = await loopbackServer();
    const params = { target: textStatistics, input: { text: "x" } };
    const { status, body } = await post(`${url}/rpc`, { jsonrpc: "2.0", method: "exec.invoke", params });
    expect([status, body]).toEqual([204, undefined]);
    const listed = await post(`${url}/rpc`, {
      jsonrpc: "2.0",
      method: "controlPlane.execution.list",
      params: {},
      id: 1,
    });
    expect(listed.body.result.items).toHaveLength(1);
    const failing = await post(`${url}/rpc`, { jsonrpc: "2.0", method: "foobar" });
    expect([failing.status, failing.body]).toEqual([204, undefined]);
  });

  it("answers a batch, and in it only what is not a notification", async () => {
    const { body } = await rpc([ping(1), ping(undefined), 1, ping("b", { method: "foobar" }), ping(2)]);
    expect(body).toMatchObject([
      { id: 1, result: {} },
      { id: null, error: { code: -32600 } },
      { id: "b", error: { code: -32601 } },
      { id: 2, result: {} },
    ]);
  });

  it("answers a batch of notifications with nothing", async () => {
    const { status, body } = await rpc([ping(undefined), ping(undefined)]);
    expect([status, body]).toEqual([204, undefined]);
  });

  it("bounds the batch", async () => {
    const { body } = await rpc(Array.from({ length: 101 }, (_, id) => ping(id)));
    expect(body).toMatchObject({ id: null, error: { code: -32600, message: expect.stringContaining("100") } });
  });

  it("uses the Orch-Id header as the exchange's identifier, whatever the JSON-RPC id", async () => {
    const { body } = await rpc(ping(5), { "orch-id": "req-5" });
    expect(body).toMatchObject({ id: 5, result: { received: true } });
  });

  it("serves the OpenRPC document", async () => {
    const { body } = await rpc({ jsonrpc: "2.0", method: "rpc.discover", id: 1 });
    const methods = body.result.methods.map(({ name }: { name: string }) => name);
    expect(methods).toContain("controlPlane.execution.start");
  });

  it("serves a client that knows JSON-RPC and nothing of this protocol", async () => {
    const { url } = await loopbackServer();
    const client = new JSONRPCClient(async (request) => {
      const { body } = await post(`${url}/rpc`, request);
      if (body !== undefined) client.receive(body);
    });
    const result = await client.request("exec.invoke", { target: textStatistics, input: { text: "one two" } });
    expect(result).toMatchObject({ state: "COMPLETED", output: { words: 2 } });
    await expect(client.request("exec.status.get", { invocation_id: "inv_x" })).rejects.toMatchObject({ code: -32043 });
    await expect(client.request("foobar", {})).rejects.toMatchObject({ code: -32601 });
    const [first, second] = await client.requestAdvanced([
      { jsonrpc: "2.0", id: 1, method: "control.ping", params: {} },
      { jsonrpc: "2.0", id: 2, method: "foobar", params: {} },
    ]);
    expect(first).toMatchObject({ id: 1, result: { received: true } });
    expect(second).toMatchObject({ id: 2, error: { code: -32601 } });
  });
});
