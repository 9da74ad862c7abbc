import { createServer as createSocketServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { bounds, type CapabilityDescriptor, type JsonValue } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AttemptOutcome, AttemptRequest } from "../attempt.ts";
import { PluginRegistry } from "../plugin-registry.ts";
import { PluginService } from "../plugin-service.ts";
import {
  type Behaviour,
  body,
  error,
  listen,
  moduleServer,
  outcome,
  type ReceivedExchange,
  result,
} from "../testing/module-server.ts";
import { moduleAnswerBytesMax, pollFailuresMax } from "./client-remote-caller.ts";
import { pauseMsMin, unansweredCallsMax } from "./remote-health.ts";
import { type RemoteModulesOptions, remoteModules } from "./remote-modules.ts";

const contract: CapabilityDescriptor = {
  name: "shout",
  version: "1.2.3",
  type: "test",
  description: "Says it loudly.",
  input: { type: "object", properties: { text: { type: "string", minLength: 1 } }, required: ["text"] },
  output: { type: "object", properties: { loud: { type: "string" } }, required: ["loud"] },
  risk: "LOW",
  idempotent: true,
};
const target = { module_id: "far", capability: "shout", version: "1.2.3" };
const key = `sha256:${"a".repeat(64)}`;
const loud = outcome("COMPLETED", { output: { loud: "HI" } });

/** The machine's time, of which a test can skip as much as it likes. */
class SkippingClock {
  #skipped = 0;
  readonly #due = new Map<() => void, number>();

  now(): number {
    return Date.now() + this.#skipped;
  }

  setTimer(at: number, fire: () => void): () => void {
    const once = () => {
      if (clear()) fire();
    };
    const timer = setTimeout(once, at - this.now());
    const clear = () => {
      clearTimeout(timer);
      return this.#due.delete(once);
    };
    this.#due.set(once, at);
    return clear;
  }

  skip(ms: number): void {
    this.#skipped += ms;
    for (const [fire, at] of [...this.#due]) if (at <= this.now()) fire();
  }
}

interface Setting extends Partial<Pick<RemoteModulesOptions, "credentials" | "lookup">> {
  readonly path?: string;
  readonly descriptor?: Partial<CapabilityDescriptor>;
  readonly isKilled?: () => boolean;
}

/** A module elsewhere, registered and called on the one path that there is. */
function registered(origin: string, { path = "/orchestrate", descriptor, isKilled, ...more }: Setting = {}) {
  const clock = new SkippingClock();
  const registry = new PluginRegistry({ remote: remoteModules({ origins: { allowed: [origin] }, clock, ...more }) });
  registry.registerRemote("far", [{ ...contract, ...descriptor }], `${origin}${path}`);
  const service = new PluginService(registry, { clock, ...(isKilled && { isKilled }) });
  return {
    registry,
    state: () => registry.modules()[0]?.state,
    metrics: () => registry.modules()[0]?.metrics,
    skip: (ms: number) => clock.skip(ms),
    invoke: (request: Partial<AttemptRequest> = {}, input: JsonValue = { text: "hi" }): Promise<AttemptOutcome> =>
      service.run({
        target,
        input,
        attempt: 1,
        idempotency_key: key,
        timeout_ms: 20_000,
        signal: new AbortController().signal,
        ...request,
      }),
  };
}

async function setUp(behave: Behaviour, setting?: Setting) {
  const module = await moduleServer(behave);
  return { module, ...registered(module.origin, setting) };
}

function failed(result: AttemptOutcome) {
  if (result.ok) throw new Error("the attempt succeeded");
  return result;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe("a module elsewhere", () => {
  it("is called with an exec.invoke envelope, and its output is the attempt's", async () => {
    const { module, invoke, state, metrics } = await setUp(loud, { path: "/behind/a proxy?tenant=7" });
    const trace_id = "0123456789abcdef0123456789abcdef";
    const traceparent = `00-${trace_id}-00f067aa0ba902b7-01`;
    const traceHeaders = () => ({ traceparent, tracestate: "a=1" });
    const work = invoke({ attempt: 2, timeout_ms: 5000, trace_id, traceHeaders });
    expect(await work).toEqual({ ok: true, output: { loud: "HI" } });
    const [{ url, headers, envelope }] = module.received as [ReceivedExchange];
    expect(url).toBe("/behind/a%20proxy?tenant=7");
    expect(headers).toMatchObject({
      "orch-trace-id": trace_id,
      "orch-id": `${key}.2.5000`,
      traceparent,
      tracestate: "a=1",
    });
    expect(envelope).toEqual({
      jsonrpc: "2.0",
      id: `${key}.2.5000`,
      envelope_type: "exec.invoke",
      params: { target, input: { text: "hi" }, mode: "SYNC", timeout_ms: 5000 },
      _meta: { trace_id, correlation_ids: [key] },
    });
    expect(validators.ExecInvokeRequest(envelope)).toEqual([]);
    expect(state()).toBe("INITIALIZED");
    expect(metrics()).toMatchObject({ open: 0, success: 1, error: 0 });
  });

  it("gets the same exchange for the same attempt, and another for the next", async () => {
    const { module, invoke } = await setUp(loud);
    await invoke();
    await invoke();
    await invoke({ attempt: 2 });
    const [first, again, next] = module.received.map(({ envelope }) => envelope.id);
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it("is shown who calls, at its own origin only", async () => {
    const module = await moduleServer(loud);
    const credentials = { [module.origin]: { apiKey: "key-1" }, "http://127.0.0.1:1": { token: "other" } };
    await registered(module.origin, { credentials }).invoke();
    expect(module.received[0]?.headers).toMatchObject({ "orch-api-key": "key-1" });
    expect(module.received[0]?.headers.authorization).toBeUndefined();
  });

  it("is not called with an input that does not match, or under the kill switch", async () => {
    let killed = false;
    const { module, invoke } = await setUp(loud, { isKilled: () => killed });
    expect(failed(await invoke({}, { text: "" })).error.reason).toBe("VALIDATION_ERROR");
    killed = true;
    expect(failed(await invoke()).error).toMatchObject({
      reason: "POLICY_DENIED",
      underlying_error: { code: "KILL_SWITCH_ACTIVE" },
    });
    expect(module.received).toEqual([]);
  });

  it("is called within the concurrency that it declares", async () => {
    const open: ReceivedExchange[] = [];
    const { invoke } = await setUp((exchange) => open.push(exchange), { descriptor: { concurrency: 2 } });
    const outcomes = Promise.all(Array.from({ length: 5 }, () => invoke()));
    let most = 0;
    for (let answered = 0; answered < 5; answered++) {
      await until(() => open.length >= Math.min(2, 5 - answered));
      most = Math.max(most, open.length);
      loud(open.shift()!);
    }
    expect((await outcomes).every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(2);
  });

  it("that lies about its schema is a validation error, and still a module that answers", async () => {
    for (const output of [{ quiet: "hi" }, { loud: 3 }, "HI", ["HI"], null, undefined]) {
      const { invoke, state } = await setUp(outcome("COMPLETED", { output }));
      for (let call = 0; call <= unansweredCallsMax; call++) {
        expect(failed(await invoke())).toMatchObject({
          retryable: false,
          error: { reason: "VALIDATION_ERROR", details: { error: { type: "ValidationError", plugin: "far" } } },
        });
      }
      expect(state()).toBe("FAILED");
    }
  });
});

describe("work that failed elsewhere", () => {
  it.each([
    ["RUNTIME_ERROR", "RUNTIME_ERROR", false],
    ["VALIDATION_ERROR", "VALIDATION_ERROR", false],
    ["POLICY_DENIED", "POLICY_DENIED", false],
    ["CONSTRAINT_VIOLATION", "CONSTRAINT_VIOLATION", false],
    ["UPSTREAM_UNAVAILABLE", "UPSTREAM_UNAVAILABLE", true],
    ["DEPENDENCY_FAILURE", "RUNTIME_ERROR", false],
    ["UNKNOWN", "UNKNOWN", false],
  ])("with %s fails here with %s (retryable: %s)", async (reason, expected, retryable) => {
    const details = { error: { plugin: "theirs" } };
    const { invoke, state } = await setUp(outcome("FAILED", { error: { reason, message: "No.", details } }));
    expect(failed(await invoke())).toMatchObject({
      retryable,
      error: {
        reason: expected,
        message: "No.",
        details: { error: { plugin: "far", details: { invocation_id: "inv-far", state: "FAILED", remote: details } } },
      },
    });
    expect(state()).toBe("FAILED");
  });

  it("keeps the error behind it, and whether that may pass", async () => {
    const underlying_error = { code: "SOME_LATER_CODE", message: "Busy.", details: { queue: 9 }, retryable: true };
    const fail = outcome("FAILED", { error: { reason: "RUNTIME_ERROR", message: "No.", underlying_error } });
    expect(failed(await (await setUp(fail)).invoke())).toMatchObject({ retryable: true, error: { underlying_error } });
    const careful = await setUp(fail, { descriptor: { idempotent: false } });
    expect(failed(await careful.invoke()).retryable).toBe(false);
  });

  it("timed out is timed out", async () => {
    const { invoke } = await setUp(outcome("TIMED_OUT"));
    expect(failed(await invoke())).toMatchObject({
      timed_out: true,
      retryable: true,
      error: { reason: "RUNTIME_ERROR", underlying_error: { code: "DEADLINE_EXCEEDED" } },
    });
  });

  it("was cancelled there is a failure, as nobody cancelled it here", async () => {
    const { invoke } = await setUp(outcome("CANCELLED"));
    const { cancelled, retryable, error } = failed(await invoke());
    expect({ cancelled, retryable, reason: error.reason }).toEqual({
      cancelled: undefined,
      retryable: false,
      reason: "RUNTIME_ERROR",
    });
  });

  it("cannot fill the report", async () => {
    const long = "x".repeat(200_000);
    const { invoke } = await setUp(
      outcome("FAILED", { error: { reason: "RUNTIME_ERROR", message: long, details: { long } } }),
    );
    expect(JSON.stringify(await invoke()).length).toBeLessThan(10_000);
  });
});

describe("an error that a module answers", () => {
  it.each([
    ["INVALID_PARAMS", 422, "VALIDATION_ERROR", false, false],
    ["PAYLOAD_TOO_LARGE", 413, "VALIDATION_ERROR", false, false],
    ["UNAUTHENTICATED", 401, "POLICY_DENIED", false, false],
    ["FORBIDDEN", 403, "POLICY_DENIED", false, false],
    ["POLICY_DENIED", 403, "POLICY_DENIED", false, false],
    ["KILL_SWITCH_ACTIVE", 403, "POLICY_DENIED", false, false],
    ["CONSTRAINT_VIOLATION", 403, "CONSTRAINT_VIOLATION", false, false],
    ["CAPABILITY_NOT_FOUND", 404, "UPSTREAM_UNAVAILABLE", false, false],
    ["INVALID_ENVELOPE", 400, "UPSTREAM_UNAVAILABLE", false, false],
    ["ID_CONFLICT", 409, "UPSTREAM_UNAVAILABLE", false, false],
    ["RATE_LIMITED", 429, "UPSTREAM_UNAVAILABLE", true, true],
    ["OVERLOADED", 503, "UPSTREAM_UNAVAILABLE", true, false],
    ["INTERNAL", 500, "UPSTREAM_UNAVAILABLE", true, false],
    ["DEADLINE_EXCEEDED", 504, "UPSTREAM_UNAVAILABLE", true, false],
    ["OF_A_LATER_VERSION", 418, "UPSTREAM_UNAVAILABLE", false, false],
  ])("%s (%i) is %s, retryable %s if idempotent and %s if not", async (code, status, reason, idempotent, careful) => {
    const refusal = error(status, code, { details: { hint: 1 } });
    const first = await setUp(refusal);
    expect(failed(await first.invoke())).toMatchObject({
      retryable: idempotent,
      error: {
        reason,
        message: `Module "far" refused the call: It is ${code}.`,
        underlying_error: { code, message: `It is ${code}.`, details: { hint: 1 } },
      },
    });
    const second = await setUp(refusal, { descriptor: { idempotent: false } });
    expect(failed(await second.invoke()).retryable).toBe(careful);
  });

  it("is an answer: the module stays available", async () => {
    const { invoke, state, module } = await setUp(error(500, "INTERNAL"));
    for (let call = 0; call < 2 * unansweredCallsMax; call++) await invoke();
    expect(state()).toBe("FAILED");
    expect(module.received).toHaveLength(2 * unansweredCallsMax);
  });
});

const garbage: readonly (readonly [string, Behaviour])[] = [
  ["HTML", body(200, "<h1>Welcome</h1>", { "content-type": "text/html" })],
  ["the page of a proxy", body(502, "<h1>Bad gateway</h1>", { "content-type": "text/html" })],
  ["nothing", body(204, "")],
  ["null", body(200, "null")],
  ["JSON that is no envelope", body(200, '{"hello":"world"}')],
  [
    "the answer to something else",
    ({ response }) =>
      body(
        200,
        '{"jsonrpc":"2.0","id":"other","envelope_type":"exec.invoke","result":{"invocation_id":"i","state":"COMPLETED","output":{"loud":"HI"}}}',
      )({ response } as ReceivedExchange),
  ],
  [
    "another type of envelope",
    ({ envelope, ...rest }) => loud({ envelope: { ...envelope, envelope_type: "control.ping" }, ...rest }),
  ],
  ["a result without a state", result({ output: { loud: "HI" } })],
  ["a state that there is not", outcome("DONE", { output: { loud: "HI" } })],
  ["an error without a code", error(500, "")],
  [
    "an error that is text",
    ({ envelope, response }) =>
      body(
        500,
        JSON.stringify({ jsonrpc: "2.0", id: envelope.id, envelope_type: "exec.invoke", error: "no" }),
      )({
        response,
      } as ReceivedExchange),
  ],
  ["a redirect to itself", body(307, "", { location: "/orchestrate" })],
  ["a redirect to somewhere else", body(302, "", { location: "http://169.254.169.254/latest/meta-data" })],
  [
    "a redirect with an answer in it",
    (exchange) => {
      exchange.response.writeHead = ((_status: number, headers: Record<string, string>) =>
        Object.getPrototypeOf(exchange.response).writeHead.call(exchange.response, 301, headers)) as never;
      loud(exchange);
    },
  ],
  ["more than an output may be", body(200, `"${"x".repeat(moduleAnswerBytesMax)}"`)],
  [
    "a little that unfolds to much",
    body(200, gzipSync(Buffer.alloc(64 * 1024 * 1024, 32)), { "content-encoding": "gzip" }),
  ],
  [
    "a body without an end",
    ({ response }) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(100_000)));
      };
      response.on("drain", write);
      write();
    },
  ],
  ["an abyss of brackets", body(200, `${"[".repeat(200_000)}${"]".repeat(200_000)}`)],
  [
    "half an answer",
    ({ response, request }) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"jsonrpc":', () => request.socket.destroy());
    },
  ],
  ["its death", ({ request }) => request.socket.destroy()],
];

describe("a module that gives no answer", () => {
  it.each(garbage)("but %s is contained, and unavailable in the end", async (_, behave) => {
    const { invoke, state, metrics } = await setUp(behave, { descriptor: { idempotent: false } });
    for (let call = 0; call < unansweredCallsMax; call++) {
      const { retryable, timed_out, error } = failed(await invoke());
      expect({ retryable, timed_out, reason: error.reason, underlying: error.underlying_error?.code }).toEqual({
        // What it did before is not known.
        retryable: false,
        timed_out: undefined,
        reason: "UPSTREAM_UNAVAILABLE",
        underlying: "UPSTREAM_UNAVAILABLE",
      });
      expect(error.message).toMatch(/^Module "far" /);
    }
    expect(state()).toBe("UNAVAILABLE");
    expect(metrics()).toMatchObject({ open: 0, success: 0, error: unansweredCallsMax });
  });

  it("but an output within an abyss of brackets is contained", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const { invoke } = await setUp(({ envelope, response }) =>
      response.end(
        `{"jsonrpc":"2.0","id":"${envelope.id}","envelope_type":"exec.invoke","result":{"invocation_id":"i","state":"COMPLETED","output":{"loud":${deep}}}}`,
      ),
    );
    expect(failed(await invoke())).toMatchObject({ retryable: false, error: { reason: "VALIDATION_ERROR" } });
  });

  it("but something that is not HTTP is contained", async () => {
    const server: Server = createSocketServer((socket) => socket.end("220 mail.example ESMTP\r\n"));
    const port = await listen(server as never);
    onTestFinished(() => void server.close());
    expect(failed(await registered(`http://127.0.0.1:${port}`).invoke())).toMatchObject({
      retryable: true,
      error: { reason: "UPSTREAM_UNAVAILABLE" },
    });
  });

  it.each<[string, Behaviour]>([
    ["is silent", () => {}],
    ["stops after its headers", ({ response }) => void response.writeHead(200).write("{")],
    [
      "drips",
      ({ response }) => {
        const dripping = setInterval(() => response.write(" "), 2);
        response.on("close", () => clearInterval(dripping));
      },
    ],
  ])("because it %s is left at the deadline, which says nothing about its health", async (_, behave) => {
    const closed: Promise<void>[] = [];
    const { module, invoke, state, skip } = await setUp(() => {});
    module.behave = (exchange) => {
      closed.push(new Promise((resolve) => exchange.response.on("close", resolve)));
      behave(exchange);
      setTimeout(() => skip(5000), 5);
    };
    for (let call = 0; call <= unansweredCallsMax; call++) {
      expect(failed(await invoke({ timeout_ms: 5000 }))).toMatchObject({
        timed_out: true,
        retryable: true,
        error: { underlying_error: { code: "DEADLINE_EXCEEDED" } },
      });
    }
    await Promise.all(closed);
    expect(closed).toHaveLength(unansweredCallsMax + 1);
    expect(state()).toBe("FAILED");
  });

  it("because nobody listens has certainly done nothing", async () => {
    const { module, invoke, state } = await setUp(loud, { descriptor: { idempotent: false } });
    await module.close();
    expect(failed(await invoke())).toMatchObject({
      retryable: true,
      error: {
        reason: "UPSTREAM_UNAVAILABLE",
        message: 'Module "far" cannot be reached.',
        details: { error: { type: "ExecutionError", details: { code: "ECONNREFUSED" } } },
      },
    });
    expect(state()).toBe("FAILED");
  });

  it("because its name leads into the private network is denied", async () => {
    const origin = "http://translator.example:8080";
    const lookup: RemoteModulesOptions["lookup"] = (_hostname, _options, callback) =>
      callback(null, [{ address: "10.0.0.7", family: 4 }]);
    expect(failed(await registered(origin, { lookup }).invoke())).toMatchObject({
      retryable: false,
      error: { reason: "POLICY_DENIED", underlying_error: { code: "POLICY_DENIED" } },
    });
  });
});

describe("the health of a module", () => {
  it("is UNAVAILABLE after calls in a row without an answer, is left alone, and recovers by itself", async () => {
    const { module, invoke, state, skip } = await setUp(({ request }) => request.socket.destroy());
    for (let call = 0; call < unansweredCallsMax; call++) {
      expect(state()).not.toBe("UNAVAILABLE");
      await invoke();
    }
    expect(state()).toBe("UNAVAILABLE");
    module.behave = loud;
    expect(failed(await invoke())).toMatchObject({
      retryable: true,
      error: { reason: "UPSTREAM_UNAVAILABLE", message: expect.stringContaining("left alone") },
    });
    expect(module.received).toHaveLength(unansweredCallsMax);
    skip(pauseMsMin);
    expect(await invoke()).toMatchObject({ ok: true });
    expect(state()).toBe("INITIALIZED");
  });

  it("begins anew when the module registers again", async () => {
    const { module, invoke, state, registry } = await setUp(({ request }) => request.socket.destroy());
    for (let call = 0; call < unansweredCallsMax; call++) await invoke();
    module.behave = loud;
    registry.registerRemote("far", [contract], `${module.origin}/orchestrate`);
    expect(state()).toBe("FAILED");
    expect(await invoke()).toMatchObject({ ok: true });
  });

  it("is UNAVAILABLE without an endpoint, and calls fail", async () => {
    const clock = { now: () => 0, setTimer: () => () => {} };
    const registry = new PluginRegistry({ remote: remoteModules({ origins: { allowed: [] }, clock }) });
    registry.registerRemote("far", [contract]);
    registry.restoreRemote({ module_id: "away", capabilities: [contract], endpoint: "http://127.0.0.1:9999/" });
    const service = new PluginService(registry, { clock });
    const signal = new AbortController().signal;
    const run = (module_id: string) =>
      service.run({
        target: { ...target, module_id },
        input: { text: "hi" },
        attempt: 1,
        idempotency_key: key,
        timeout_ms: 1000,
        signal,
      });
    expect(failed(await run("far"))).toMatchObject({ retryable: false, error: { reason: "UPSTREAM_UNAVAILABLE" } });
    expect(failed(await run("away"))).toMatchObject({ retryable: false, error: { reason: "POLICY_DENIED" } });
    expect(registry.modules().map(({ state }) => state)).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
  });
});

describe("an attempt that is not wanted any more", () => {
  it("closes the connection", async () => {
    const controller = new AbortController();
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { invoke, state, metrics } = await setUp(({ response }) => {
      response.on("close", closed);
      controller.abort();
    });
    expect(failed(await invoke({ signal: controller.signal }))).toMatchObject({ cancelled: true, retryable: false });
    await isClosed;
    expect(state()).toBe("LOADED");
    expect(metrics()).toMatchObject({ open: 0, cancelled: 1 });
  });

  it("cancels the invocation where it is known", async () => {
    const controller = new AbortController();
    const { module, invoke } = await setUp((exchange) => {
      if (exchange.envelope.envelope_type === "exec.status.get") controller.abort();
      outcome("RUNNING")(exchange);
    });
    const trace_id = "f".repeat(32);
    expect(failed(await invoke({ signal: controller.signal, trace_id })).cancelled).toBe(true);
    await until(() => module.received.length === 3);
    expect(module.received[2]).toMatchObject({
      envelope: { envelope_type: "exec.cancel", params: { invocation_id: "inv-far" } },
      headers: { "orch-trace-id": trace_id },
    });
  });

  it("is cancelled there too when its time is over", async () => {
    const { module, invoke, skip } = await setUp(outcome("PENDING"));
    const attempt = invoke({ timeout_ms: 5000 });
    await until(() => module.received.length > 1);
    skip(5000);
    expect(failed(await attempt).timed_out).toBe(true);
    await until(() => module.received.some(({ envelope }) => envelope.envelope_type === "exec.cancel"));
  });
});

describe("work that goes on after its answer", () => {
  it("is asked after until it has ended", async () => {
    const answers = [outcome("PENDING"), outcome("RUNNING"), loud];
    const { module, invoke } = await setUp((exchange) => answers.shift()?.(exchange));
    expect(await invoke()).toEqual({ ok: true, output: { loud: "HI" } });
    expect(module.received.map(({ envelope }) => [envelope.envelope_type, envelope.params.invocation_id])).toEqual([
      ["exec.invoke", undefined],
      ["exec.status.get", "inv-far"],
      ["exec.status.get", "inv-far"],
    ]);
  });

  it("is asked after again when a question is not answered", async () => {
    const answers = [outcome("PENDING"), error(503, "OVERLOADED"), body(200, "{}"), outcome("TIMED_OUT")];
    const { invoke } = await setUp((exchange) => answers.shift()?.(exchange));
    expect(failed(await invoke()).timed_out).toBe(true);
  });

  it("is given up when no question is answered, and nothing is known then", async () => {
    const { module, invoke } = await setUp(
      (exchange) =>
        (exchange.envelope.envelope_type === "exec.invoke" ? outcome("PENDING") : error(429, "RATE_LIMITED"))(exchange),
      { descriptor: { idempotent: false } },
    );
    expect(failed(await invoke())).toMatchObject({ retryable: false, error: { reason: "UPSTREAM_UNAVAILABLE" } });
    expect(module.received).toHaveLength(1 + pollFailuresMax);
  });

  it("is given up when the module does not know it", async () => {
    const { module, invoke } = await setUp((exchange) =>
      (exchange.envelope.envelope_type === "exec.invoke" ? outcome("PENDING") : error(404, "INVOCATION_NOT_FOUND"))(
        exchange,
      ),
    );
    expect(failed(await invoke()).error.reason).toBe("UPSTREAM_UNAVAILABLE");
    expect(module.received).toHaveLength(2);
  });
});

it("takes an output that is as large as one may be", async () => {
  const large = "x".repeat(bounds.bodyBytesMax - 100);
  const { invoke } = await setUp(outcome("COMPLETED", { output: { loud: large } }));
  expect((await invoke()).ok).toBe(true);
});
