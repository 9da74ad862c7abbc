import { operations } from "@oap/protocol/operations";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { envelope, loopbackServer, post } from "./testing/loopback-server.ts";

/** No operation of the protocol is deprecated, so these tests say it of one while they run. */
const ping = operations["control.ping"] as { deprecation?: (typeof operations)["control.ping"]["deprecation"] };

beforeAll(() => {
  ping.deprecation = { deprecated: "2026-01-01", sunset: "2027-02-03", replacedBy: "control.session.open" };
});

afterAll(() => {
  delete ping.deprecation;
});

const told = ({ headers }: { readonly headers: Headers }) => ({
  deprecation: headers.get("deprecation"),
  sunset: headers.get("sunset"),
  link: headers.get("link"),
});
const nothing = { deprecation: null, sunset: null, link: null };
const days = { deprecation: "@1767225600", sunset: "Wed, 03 Feb 2027 00:00:00 GMT" };
const rpc = (method: string, more: object = { id: 1 }) => ({ jsonrpc: "2.0", method, params: {}, ...more });

describe("a deprecated operation", () => {
  it("says at its own path since when and until when, and where its replacement is", async () => {
    const { url } = await loopbackServer();
    const answer = await post(`${url}/orchestrate/control.ping`, envelope("control.ping", {}));
    expect(answer.body.result.received).toBe(true);
    expect(told(answer)).toEqual({ ...days, link: '</orchestrate/control.session.open>; rel="successor-version"' });
  });

  it("says it at the path of every operation too, which nothing replaces", async () => {
    const { url } = await loopbackServer();
    const answer = await post(`${url}/orchestrate`, envelope("control.ping", {}));
    expect(told(answer)).toEqual({ ...days, link: null });
  });

  it("says it when it refuses", async () => {
    const { url } = await loopbackServer();
    const answer = await post(`${url}/orchestrate/control.ping`, envelope("control.ping", []));
    expect(answer.status).toBe(422);
    expect(told(answer)).toMatchObject(days);
  });

  it("says it to a single JSON-RPC request, and to a notification", async () => {
    const { url } = await loopbackServer();
    const answer = await post(`${url}/rpc`, rpc("control.ping"));
    expect(answer.body.result.received).toBe(true);
    expect(told(answer)).toEqual({ ...days, link: null });
    const notified = await post(`${url}/rpc`, rpc("control.ping", {}));
    expect(notified.status).toBe(204);
    expect(told(notified)).toEqual({ ...days, link: null });
  });

  it("says nothing in a batch, whose answer is that of several operations", async () => {
    const { url } = await loopbackServer();
    const answer = await post(`${url}/rpc`, [rpc("control.ping"), rpc("control.ping", { id: 2 })]);
    expect(answer.body).toHaveLength(2);
    expect(told(answer)).toEqual(nothing);
  });

  it("says only what is decided", async () => {
    const { url } = await loopbackServer();
    const { deprecation } = ping;
    ping.deprecation = { deprecated: "2026-01-01" };
    const answer = await post(`${url}/orchestrate/control.ping`, envelope("control.ping", {})).finally(() => {
      ping.deprecation = deprecation;
    });
    expect(told(answer)).toEqual({ deprecation: days.deprecation, sunset: null, link: null });
  });
});

it("says nothing of an operation that stays, nor of one that there is not", async () => {
  const { url } = await loopbackServer();
  const query = "control.capability.query";
  expect(told(await post(`${url}/orchestrate/${query}`, envelope(query, {})))).toEqual(nothing);
  expect(told(await post(`${url}/rpc`, rpc(query)))).toEqual(nothing);
  expect(told(await post(`${url}/orchestrate`, envelope("control.pong", {})))).toEqual(nothing);
  expect(told(await post(`${url}/rpc`, rpc("rpc.discover")))).toEqual(nothing);
});
