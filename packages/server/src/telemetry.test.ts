import { connect } from "@oap/client";
import { definePlugin } from "@oap/plugins";
import type { CapabilityDescriptor } from "@oap/protocol";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { firstKey } from "./testing/first-key.ts";
import { envelope, loopbackServer, post, temporaryFolder, textStatistics } from "./testing/loopback-server.ts";

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
afterEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
});

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${spanId}-01`;
const input = { text: "one two two" };

function contract(name: string, more: Partial<CapabilityDescriptor> = {}): CapabilityDescriptor {
  return {
    name,
    version: "1.0.0",
    type: "test",
    description: "Does what the test says.",
    input: { type: "object" },
    output: { type: "object" },
    risk: "LOW",
    idempotent: true,
    ...more,
  };
}

/** Answers which trace its work belongs to, and which span is active in it. */
const traced = (gate: Promise<unknown> = Promise.resolve()) =>
  definePlugin({
    module: "traced",
    capabilities: {
      tell: {
        contract: contract("tell"),
        run: async (_: object, { traceId, traceHeaders }) => {
          const active = trace.getActiveSpan()?.spanContext().spanId;
          await gate;
          return { traceId, active, headers: traceHeaders?.() ?? {} };
        },
      },
      fail: {
        contract: contract("fail"),
        run: () => {
          throw new Error("It failed.");
        },
      },
      risky: { contract: contract("risky", { risk: "HIGH" }), run: () => ({}) },
    },
  });
const target = (capability: string) => ({ module_id: "traced", capability });

async function scrape(url: string, headers: Record<string, string> = {}): Promise<string> {
  return await (await fetch(`${url}/metrics`, { headers })).text();
}

const spanNamed = (name: string): ReadableSpan => {
  const span = exporter.getFinishedSpans().findLast((each) => each.name === name);
  if (span === undefined) throw new Error(`There is no span ${name}.`);
  return span;
};

describe("GET /metrics", () => {
  it("counts exchanges, runs, attempts, decisions and commits", async () => {
    const { url } = await loopbackServer({ plugins: [traced()] });
    const client = connect({ baseUrl: url });
    await client.exec.invoke({ target: textStatistics, input });
    await client.exec.invoke({ target: target("fail"), input });
    await client.exec.status.get({ invocation_id: "inv_unknown" }).catch(() => {});
    await post(`${url}/orchestrate`, "{");
    const text = await scrape(url);
    for (const line of [
      'oap_exchanges_total{operation="exec.invoke",status="200",code="OK"} 2',
      'oap_exchanges_total{operation="exec.status.get",status="404",code="INVOCATION_NOT_FOUND"} 1',
      'oap_exchanges_total{operation="unread",status="400",code="PARSE_ERROR"} 1',
      'oap_runs_started_total{kind="invoke"} 2',
      'oap_runs_ended_total{kind="invoke",state="COMPLETED"} 1',
      'oap_runs_ended_total{kind="invoke",state="FAILED"} 1',
      'oap_runs_open{kind="invoke"} 0',
      'oap_attempts_total{module="text",capability="statistics",outcome="success"} 1',
      'oap_attempts_total{module="traced",capability="fail",outcome="failed"} 1',
      'oap_queue_length{queue="attempts"} 0',
      "oap_approvals_open 0",
      "oap_event_subscribers 0",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/oap_policy_decisions_total\{decision="ALLOW"\} [1-9]/);
    expect(text).toMatch(/oap_policy_cache_entries [1-9]/);
    expect(text).toMatch(/oap_store_commits_total\{outcome="written"\} [1-9]/);
    expect(text).toMatch(/oap_ledger_entries_total [1-9]/);
  });

  it("counts what is turned away, denied and decided by people", async () => {
    const limits = [{ name: "limit of a caller", scope: "caller", burst: 4, perSecond: 1e-3 }] as const;
    const { url } = await loopbackServer({ plugins: [traced()], limits });
    const ada = connect({ baseUrl: url, caller: "user:ada" });
    const held = await ada.exec.invoke({ target: target("risky"), input });
    const { items } = await ada.controlPlane.execution.list({});
    expect(await scrape(url)).toContain("oap_approvals_open 1\n");
    await connect({ baseUrl: url, caller: "user:bob" }).controlPlane.execution.reject({
      executionId: items[0]!.executionId,
      stepId: "invoke",
      rejectedBy: "user:bob",
      reason: "No.",
    });
    const killSwitch = { scope: "module", module_id: "traced", capability: "tell", active: true } as const;
    await connect({ baseUrl: url, caller: "user:eve" }).control.killSwitch.set(killSwitch);
    expect(held.state).not.toBe("COMPLETED");
    for (let times = 0; times < 3; times += 1) await ada.control.ping({}).catch(() => {});
    const text = await scrape(url);
    expect(text).toContain('oap_approvals_total{outcome="rejected"} 1\n');
    expect(text).toContain("oap_approvals_open 0\n");
    expect(text).toContain('oap_kill_switches_active{scope="module"} 1\n');
    expect(text).toContain('oap_rate_limited_total{scope="caller"} 1\n');
  });

  it("does not count a run that was not accepted", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url });
    const step = { step_id: "a", target: textStatistics, input_template: input };
    const plan = { created_by: "ada", created_at: "2026-03-01T09:30:00.000Z", steps: [step] };
    for (const plan_id of ["one", "two"]) await client.exec.plan.submit({ plan: { ...plan, plan_id } });
    const executionId = "exe_mine";
    await client.controlPlane.execution.start({ executionId, planId: "one" });
    await expect(client.controlPlane.execution.start({ executionId, planId: "two" })).rejects.toThrow();
    const text = await scrape(url);
    expect(text).toContain('oap_runs_started_total{kind="plan"} 1\n');
    expect(text).toContain('oap_runs_open{kind="plan"} 0\n');
    expect(text).toContain('oap_plan_steps_total{state="COMPLETED"} 1\n');
  });

  it("is for admins where identities are required", async () => {
    const dataDir = await temporaryFolder();
    const secret = await firstKey(dataDir, "user:root", ["user", "admin"]);
    const { url } = await loopbackServer({ dataDir, identity: { mode: "required" } });
    const { secret: users = "" } = await connect({ baseUrl: url, apiKey: secret }).control.apiKey.create({
      name: "ann",
      caller: "user:ann",
      roles: ["user"],
    });
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await scrape(url, {})).toContain("`GET /metrics` needs a credential");
    expect(await status({ "orch-api-key": users })).toBe(403);
    expect(await status({ authorization: `Bearer ${secret}` })).toBe(200);
    expect(await scrape(url, { "orch-api-key": secret })).toContain("oap_build_info{");
  });
});

describe("a trace", () => {
  it("goes from the caller through exchange, run and attempt into the capability, and stands in answer and ledger", async () => {
    const { url } = await loopbackServer({ plugins: [traced()] });
    const request = envelope("exec.invoke", { target: target("tell"), input });
    const { headers, body } = await post(`${url}/orchestrate`, request, { traceparent });
    expect(headers.get("orch-trace-id")).toBe(traceId);
    expect(body._meta.trace_id).toBe(traceId);
    const [exchange, run, attempt] = ["exec.invoke", "run invoke", "attempt traced.tell"].map(spanNamed);
    expect(exchange?.parentSpanContext).toMatchObject({ traceId, spanId });
    expect(run?.parentSpanContext?.spanId).toBe(exchange?.spanContext().spanId);
    expect(attempt?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
    const active = attempt?.spanContext().spanId;
    expect(body.result.output).toEqual({ traceId, active, headers: { traceparent: `00-${traceId}-${active}-01` } });
    const { items } = await connect({ baseUrl: url }).provenance.ledger.query({ trace_id: traceId });
    expect(items).toMatchObject([{ envelope_type: "exec.invoke" }]);
  });

  it("goes on when another process takes the run up", async () => {
    const dataDir = await temporaryFolder();
    const gate = Promise.withResolvers<unknown>();
    const first = await loopbackServer({ dataDir, plugins: [traced(gate.promise)] });
    const request = envelope("exec.invoke", { target: target("tell"), input, mode: "ASYNC" });
    const { body } = await post(`${first.url}/orchestrate`, request, { traceparent });
    await first.close();
    gate.resolve(undefined);
    exporter.reset();
    const second = await loopbackServer({ dataDir, plugins: [traced()] });
    const client = connect({ baseUrl: second.url });
    const { invocation_id } = body.result;
    await expect
      .poll(() => client.exec.status.get({ invocation_id }))
      .toMatchObject({ state: "COMPLETED", output: { traceId } });
    const run = spanNamed("run invoke");
    expect(run.spanContext().traceId).toBe(traceId);
    expect(run.links).toMatchObject([{ context: { traceId }, attributes: { "oap.link.type": "resumed" } }]);
    expect(await scrape(second.url)).toContain('oap_runs_resumed_total{kind="invoke"} 1\n');
  });

  it("links a run with the exchange that approved it, and one that tries it again with the earlier one", async () => {
    const { url } = await loopbackServer({ plugins: [traced()] });
    const ada = connect({ baseUrl: url, caller: "user:ada" });
    const bob = connect({ baseUrl: url, caller: "user:bob" });
    const { invocation_id } = await ada.exec.invoke({ target: target("risky"), input });
    const { items } = await ada.controlPlane.execution.list({});
    await bob.controlPlane.execution.approve({
      executionId: items[0]!.executionId,
      stepId: "invoke",
      approvedBy: "user:bob",
    });
    await expect.poll(() => ada.exec.status.get({ invocation_id })).toMatchObject({ state: "COMPLETED" });
    const approving = spanNamed("controlPlane.execution.approve").spanContext();
    expect(spanNamed("run invoke").links).toMatchObject([
      { context: { spanId: approving.spanId }, attributes: { "oap.link.type": "approved" } },
    ]);

    const failed = await ada.exec.invoke({ target: target("fail"), input });
    const earlier = spanNamed("run invoke").spanContext();
    const { runId } = await ada.controlPlane.execution.retry({
      runId: failed.invocation_id,
      retriedBy: "user:ada",
    });
    await expect.poll(() => ada.exec.status.get({ invocation_id: runId })).toMatchObject({ state: "FAILED" });
    expect(spanNamed("run invoke").links).toMatchObject([
      { context: { spanId: earlier.spanId }, attributes: { "oap.link.type": "retried" } },
    ]);
  });
});
