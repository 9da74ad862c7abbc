import { connect as connectTo } from "node:net";
import { errorCodes } from "@oap/protocol/errors";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { envelope, loopbackServer, post, type RawAnswer, textStatistics } from "./testing/loopback-server.ts";

const step = (step_id: string, more: object = {}) => ({
  step_id,
  target: textStatistics,
  input_template: { text: "one two" },
  ...more,
});
const plan = (more: object) => ({
  plan_id: "plan_1",
  created_by: "user:ada",
  created_at: "2026-03-01T09:30:00.000Z",
  steps: [step("a")],
  ...more,
});
const submit = (more: object) => envelope("exec.plan.submit", { plan: plan(more) });
const invoke = (target: object) => envelope("exec.invoke", { target, input: { text: "x" } });
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

interface Case {
  readonly title: string;
  readonly body: unknown;
  readonly code: keyof typeof errorCodes;
  readonly says: RegExp;
  readonly headers?: Record<string, string>;
  readonly path?: string;
  /** The identifier that the answer must carry; without it the server makes one. */
  readonly id?: string;
  readonly issue?: { readonly pointer: string; readonly keyword?: string };
}

const cases: readonly Case[] = [
  { title: "an empty body", body: "", code: "PARSE_ERROR", says: /empty/ },
  { title: "no JSON", body: "{oops", code: "PARSE_ERROR", says: /not JSON/ },
  { title: "bytes that are not UTF-8", body: new Uint8Array([0x22, 0xff, 0x22]), code: "PARSE_ERROR", says: /UTF-8/ },
  { title: "half a surrogate pair", body: '{"a":"\\ud800"}', code: "PARSE_ERROR", says: /surrogate/ },
  { title: "a member named __proto__", body: '{"__proto__":{"a":1}}', code: "PARSE_ERROR", says: /__proto__/ },
  {
    title: "a number that is too large for any",
    body: '{"jsonrpc":"2.0","id":"req-1","envelope_type":"exec.invoke","params":{"target":{},"input":{"x":1e400}}}',
    code: "PARSE_ERROR",
    says: /1\.8e308/,
  },
  { title: "JSON that is no object", body: "42", code: "INVALID_ENVELOPE", says: /not a request envelope/ },
  { title: "a list", body: [envelope("control.ping", {})], code: "INVALID_ENVELOPE", says: /not a request envelope/ },
  {
    title: "no params",
    body: { jsonrpc: "2.0", id: "req-7", envelope_type: "control.ping" },
    code: "INVALID_ENVELOPE",
    says: /params/,
    id: "req-7",
  },
  {
    title: "another JSON-RPC version",
    body: { ...envelope("control.ping", {}), jsonrpc: "1.0" },
    code: "INVALID_ENVELOPE",
    says: /jsonrpc/,
    id: "req-1",
    issue: { pointer: "/jsonrpc", keyword: "const" },
  },
  {
    title: "an id with a space",
    body: { ...envelope("control.ping", {}), id: "a b" },
    code: "INVALID_ENVELOPE",
    says: /id/,
    issue: { pointer: "/id", keyword: "pattern" },
  },
  {
    title: "an unreadable body with an Orch-Id header",
    body: "{",
    headers: { "orch-id": "req-9" },
    code: "PARSE_ERROR",
    says: /not JSON/,
    id: "req-9",
  },
  {
    title: "an unknown envelope type",
    body: envelope("exec.envoke", {}),
    code: "UNKNOWN_ENVELOPE_TYPE",
    says: /exec\.envoke/,
    id: "req-1",
  },
  {
    title: "the older prefixed type",
    body: envelope("oap.exec.invoke", {}),
    code: "UNKNOWN_ENVELOPE_TYPE",
    says: /Did you mean `exec\.invoke`/,
    id: "req-1",
  },
  {
    title: "a type that only looks like a member of every object",
    body: envelope("toString", {}),
    code: "UNKNOWN_ENVELOPE_TYPE",
    says: /toString/,
    id: "req-1",
  },
  {
    title: "a path and a type that disagree",
    body: envelope("control.ping", {}),
    path: "/orchestrate/exec.invoke",
    code: "INVALID_ENVELOPE",
    says: /exec\.invoke.*control\.ping/,
    id: "req-1",
  },
  {
    title: "a path that no operation has",
    body: envelope("control.ping", {}),
    path: "/orchestrate/exec.nothing",
    code: "UNKNOWN_ENVELOPE_TYPE",
    says: /exec\.nothing/,
  },
  {
    title: "form data",
    body: "a=b",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    code: "UNSUPPORTED_MEDIA_TYPE",
    says: /application\/json/,
  },
  {
    title: "a Content-Type that is no media type",
    body: envelope("control.ping", {}),
    headers: { "content-type": ";;;" },
    code: "UNSUPPORTED_MEDIA_TYPE",
    says: /not well-formed.*application\/json/,
  },
  {
    title: "a compressed body",
    body: envelope("control.ping", {}),
    headers: { "content-encoding": "gzip" },
    code: "UNSUPPORTED_MEDIA_TYPE",
    says: /Content-Encoding/,
  },
  {
    title: "a path that is not well-formed",
    body: envelope("control.ping", {}),
    path: "/orchestrate/%E0%A4%A",
    code: "UNKNOWN_ENVELOPE_TYPE",
    says: /not well-formed/,
  },
  {
    title: "an unknown version of the media type",
    body: envelope("control.ping", {}),
    headers: { "content-type": "application/vnd.orch-envelope+json; version=oap.v9" },
    code: "UNSUPPORTED_MEDIA_TYPE",
    says: /oap\.v1/,
  },
  {
    title: "an Accept that nothing fits",
    body: envelope("control.ping", {}),
    headers: { accept: "text/html" },
    code: "NOT_ACCEPTABLE",
    says: /Accept/,
  },
  {
    title: "an Orch-Id that is not the id",
    body: envelope("control.ping", {}),
    headers: { "orch-id": "other" },
    code: "HEADER_MISMATCH",
    says: /Orch-Id.*\/id/,
    id: "req-1",
  },
  {
    title: "a timeout header that is not the body's",
    body: envelope("exec.invoke", { target: textStatistics, input: { text: "x" }, timeout_ms: 500 }),
    headers: { "orch-timeout-ms": "600" },
    code: "HEADER_MISMATCH",
    says: /Orch-Timeout-Ms.*\/params\/timeout_ms/,
    id: "req-1",
  },
  {
    title: "a timeout header that is no number",
    body: envelope("exec.invoke", { target: textStatistics, input: { text: "x" } }),
    headers: { "orch-timeout-ms": "soon" },
    code: "HEADER_MISMATCH",
    says: /Orch-Timeout-Ms must be/,
    id: "req-1",
  },
  {
    title: "a trace header in upper case",
    body: envelope("control.ping", {}),
    headers: { "orch-trace-id": "4BF92F3577B34DA6A3CE929D0E0E4736" },
    code: "HEADER_MISMATCH",
    says: /Orch-Trace-Id/,
    id: "req-1",
  },
  { title: "too many levels", body: nested(65), code: "PAYLOAD_TOO_LARGE", says: /64 levels/ },
  {
    title: "a body over 4 MiB",
    body: JSON.stringify(envelope("control.ping", { message: "x".repeat(4 * 1024 * 1024) })),
    code: "PAYLOAD_TOO_LARGE",
    says: /4194304 bytes/,
  },
  {
    title: "an invoke without a target",
    body: envelope("exec.invoke", { input: {} }),
    code: "INVALID_PARAMS",
    says: /exec\.invoke/,
    id: "req-1",
    issue: { pointer: "/params", keyword: "required" },
  },
  {
    title: "a timeout of zero",
    body: envelope("exec.invoke", { target: textStatistics, input: {}, timeout_ms: 0 }),
    code: "INVALID_PARAMS",
    says: /timeout_ms/,
    id: "req-1",
    issue: { pointer: "/params/timeout_ms", keyword: "minimum" },
  },
  {
    title: "an unknown module",
    body: invoke({ module_id: "nobody", capability: "x" }),
    code: "MODULE_NOT_FOUND",
    says: /nobody.*image/,
    id: "req-1",
  },
  {
    title: "an unknown capability",
    body: invoke({ module_id: "text", capability: "sing" }),
    code: "CAPABILITY_NOT_FOUND",
    says: /sing.*statistics/,
    id: "req-1",
  },
  {
    title: "an unknown version",
    body: invoke({ ...textStatistics, version: "9.9.9" }),
    code: "VERSION_NOT_FOUND",
    says: /9\.9\.9.*1\.0\.0/,
    id: "req-1",
  },
  {
    title: "the status of an unknown invocation",
    body: envelope("exec.status.get", { invocation_id: "inv_unknown" }),
    code: "INVOCATION_NOT_FOUND",
    says: /inv_unknown/,
    id: "req-1",
  },
  {
    title: "the cancelling of an unknown invocation",
    body: envelope("exec.cancel", { invocation_id: "inv_unknown" }),
    code: "INVOCATION_NOT_FOUND",
    says: /inv_unknown/,
    id: "req-1",
  },
  {
    title: "the apply of an unknown plan",
    body: envelope("exec.plan.apply", { plan_id: "plan_unknown" }),
    code: "PLAN_NOT_FOUND",
    says: /plan_unknown/,
    id: "req-1",
  },
  {
    title: "an unknown execution",
    body: envelope("controlPlane.execution.get", { executionId: "exe_unknown" }),
    code: "EXECUTION_NOT_FOUND",
    says: /exe_unknown/,
    id: "req-1",
  },
  {
    title: "a plan with one id twice",
    body: submit({ steps: [step("a"), step("a")] }),
    code: "INVALID_PLAN",
    says: /plan/,
    id: "req-1",
    issue: { pointer: "/params/plan/steps/1/step_id" },
  },
  {
    title: "a plan with an unknown dependency",
    body: submit({ steps: [step("a", { depends_on: ["ghost"] })] }),
    code: "INVALID_PLAN",
    says: /plan/,
    id: "req-1",
    issue: { pointer: "/params/plan/steps/0/depends_on/0" },
  },
  {
    title: "a plan with a cycle",
    body: submit({ steps: [step("a", { depends_on: ["b"] }), step("b", { depends_on: ["a"] })] }),
    code: "INVALID_PLAN",
    says: /a → b → a|b → a → b/,
    id: "req-1",
  },
  {
    title: "a plan with an expression that does not parse",
    body: submit({ steps: [step("a"), step("b")], edges: [{ from: "a", to: "b", condition: { cel: "1 +" } }] }),
    code: "INVALID_PLAN",
    says: /plan/,
    id: "req-1",
    issue: { pointer: "/params/plan/edges/0/condition/cel" },
  },
  {
    title: "a plan with an unregistered target",
    body: submit({ steps: [{ step_id: "a", target: { module_id: "nobody", capability: "x" } }] }),
    code: "INVALID_PLAN",
    says: /nobody/,
    id: "req-1",
  },
];

describe("bad input is answered with an error envelope and nothing else happens", () => {
  it("answers each kind with its code, its status and a message that says what would be right", async () => {
    const { url } = await loopbackServer();
    for (const { title, body, code, says, headers, path = "/orchestrate", id, issue } of cases) {
      const answer = await post(`${url}${path}`, body, headers);
      expect.soft(answer.body.error?.code, title).toBe(code);
      expect.soft(answer.status, title).toBe(errorCodes[code].httpStatus);
      expect
        .soft(`${answer.body.error?.message} ${JSON.stringify(answer.body.error?.details ?? "")}`, title)
        .toMatch(says);
      expect.soft(answer.body.error?.retryable, title).toBe(errorCodes[code].retryable);
      expectErrorEnvelope(answer, title, id);
      if (issue) expect.soft(answer.body.error?.details?.issues, title).toContainEqual(expect.objectContaining(issue));
    }
    const { body } = await post(`${url}/orchestrate`, envelope("controlPlane.execution.list", {}));
    expect(body.result.items).toEqual([]);
  });

  it("answers a body that is far too large, however much of it is still to come", async () => {
    const { url } = await loopbackServer();
    const body = "x".repeat(5 * 1024 * 1024);
    // Many times, since a server that closes the connection early loses the answer for some clients only.
    for (let time = 0; time < 30; time += 1) {
      expect((await post(`${url}/orchestrate`, body)).body.error.code).toBe("PAYLOAD_TOO_LARGE");
    }
  });

  it("says what is wrong first in one sentence", async () => {
    const { url } = await loopbackServer();
    const { body } = await post(`${url}/orchestrate`, envelope("controlPlane.execution.list", { limit: 0 }));
    expect(body.error.message).toBe(
      "The params do not fit `controlPlane.execution.list`. At `/params/limit`: It must be at least 1.",
    );
  });

  it("lists every issue of wrong params, with pointers into the envelope", async () => {
    const { url } = await loopbackServer();
    const params = { target: { module_id: "text" }, mode: "LATER", timeout_ms: "soon" };
    const { body } = await post(`${url}/orchestrate`, envelope("exec.invoke", params));
    const pointers = body.error.details.issues.map(({ pointer }: { pointer: string }) => pointer).sort();
    expect(pointers).toEqual(["/params", "/params/mode", "/params/target", "/params/timeout_ms"]);
  });

  it("refuses a foreign Host header, so that no web page can pass for a local caller", async () => {
    const { url } = await loopbackServer();
    const { request } = await import("node:http");
    const { status, body } = await new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
      const sent = request(`${url}/healthz`, { headers: { host: "evil.example" } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      });
      sent.on("error", reject).end();
    });
    expect(status).toBe(421);
    expect(validators.OrchErrorEnvelope(body)).toEqual([]);
    expect(body).toMatchObject({ error: { code: "FORBIDDEN", message: expect.stringContaining("evil.example") } });
  });

  it.each([
    ["a malformed request line", "NONSENSE\r\n\r\n", 400, "PARSE_ERROR"],
    ["a header without a name", "GET /healthz HTTP/1.1\r\n: x\r\n\r\n", 400, "PARSE_ERROR"],
    [
      "headers that are too large",
      `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
      413,
      "PAYLOAD_TOO_LARGE",
    ],
    [
      "two lengths of the body",
      "POST /orchestrate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{",
      400,
      "PARSE_ERROR",
    ],
  ])("answers %s with an error envelope, and closes", async (_, text, status, code) => {
    const { url } = await loopbackServer();
    const socket = connectTo({ port: Number(new URL(url).port), host: "127.0.0.1" });
    socket.on("error", () => {});
    socket.write(text);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const [head = "", body = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain("Connection: close");
    const envelope = JSON.parse(body);
    expect(validators.OrchErrorEnvelope(envelope)).toEqual([]);
    expect(envelope.error.code).toBe(code);
  });

  it("answers unknown paths and methods with an error envelope too", async () => {
    const { url } = await loopbackServer();
    const response = await fetch(`${url}/orchestrate`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining("Post an envelope to /orchestrate") },
    });
  });
});

function expectErrorEnvelope({ body, headers }: RawAnswer, title: string, id: string | undefined): void {
  expect.soft(validators.OrchErrorEnvelope(body), title).toEqual([]);
  expect.soft(headers.get("orch-id"), title).toBe(body.id);
  expect.soft(headers.get("cache-control"), title).toBe("no-store");
  if (id !== undefined) expect.soft(body.id, title).toBe(id);
  else expect.soft(body.id, title).toMatch(/^req_[0-9a-f-]{36}$/);
}
