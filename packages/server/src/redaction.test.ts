import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { definePlugin, PluginError } from "@oap/plugins";
import type { CapabilityDescriptor, JsonObject } from "@oap/protocol";
import { createLogger } from "@oap/telemetry";
import {
  findPlantedSecrets,
  type PlantedSecret,
  plantedJson,
  plantedSecret,
  plantedSecrets,
  plantedText,
} from "@oap/telemetry/planted-secrets";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstKey } from "./testing/first-key.ts";
import { envelope, loopbackServer, post, type RawAnswer, temporaryFolder } from "./testing/loopback-server.ts";

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
afterAll(() => {
  trace.disable();
  context.disable();
});

/** Where secrets come from; each place has its own, so that one that is found tells where it was planted. */
const origins = [
  "input",
  "output",
  "logged",
  "error",
  "cause",
  "template",
  "metadata",
  "hint",
  "approval",
  "attributes",
  "intent",
  "said",
  "evaluated",
  "meta",
  "header",
  "url",
] as const;
type Origin = (typeof origins)[number];

const planted = Object.fromEntries(origins.map((origin) => [origin, plantedSecrets(origin)])) as Record<
  Origin,
  readonly PlantedSecret[]
>;
const json = (origin: Origin): JsonObject => plantedJson(planted[origin]);
const text = (origin: Origin): string => plantedText(planted[origin]);

/** Members that hold one text each, as attributes and labels do. */
const texts = (origin: Origin): Record<string, string> =>
  Object.fromEntries(
    planted[origin].map((secret, index) => [secret.name ?? `fact_${index}`, secret.text.slice(0, 256)]),
  );

/** A module that tells all it knows wherever it can. */
const leaky = definePlugin({
  module: "leaky",
  capabilities: {
    answer: {
      contract: contract("answer"),
      run: (_: JsonObject, { log }) => {
        log(text("logged"), json("logged"));
        log("an exception", { err: new Error(text("logged"), { cause: new Error(text("logged")) }) });
        return json("output");
      },
    },
    refuse: {
      contract: contract("refuse"),
      run: () => {
        throw new PluginError(text("error"), { details: json("error"), cause: new Error(text("cause")) });
      },
    },
    crash: {
      contract: contract("crash"),
      run: () => {
        throw Object.assign(new Error(text("cause"), { cause: new Error(text("cause")) }), { request: json("cause") });
      },
    },
    lie: {
      contract: { ...contract("lie"), output: { type: "object", properties: { text: { type: "number" } } } },
      run: () => json("output"),
    },
    strict: {
      contract: {
        ...contract("strict"),
        input: { type: "object", properties: { text: { enum: ["a"] } }, additionalProperties: false },
      },
      run: () => ({}),
    },
    open: { contract: { ...contract("open"), risk: "HIGH" }, run: () => json("output") },
  },
});

function contract(name: string): CapabilityDescriptor {
  return {
    name,
    version: "1.0.0",
    type: "test",
    description: "Does what the test says.",
    input: { type: "object" },
    output: { type: "object" },
    risk: "LOW",
    idempotent: true,
  };
}

const target = (capability: string) => ({ module_id: "leaky", capability });

/**
 * The columns in which payloads live: to be able to resume and to tell how it ended, for humans who decide, and for policy to read.
 * What an answer is compared with when it is sent again is a hash.
 */
const payloadColumns = [
  "approvals.approval",
  "events.payload",
  "intents.metadata",
  "intents.text",
  "plans.compiled",
  "plans.plan",
  "runs.caller",
  "runs.compiled",
  "runs.output",
  "sessions.attributes",
  "sessions.purpose",
  "sessions.reason",
];

describe("secrets that are planted wherever callers and modules can put some", () => {
  it("stay where payloads live, and are nowhere else", async () => {
    const lines: string[] = [];
    const dataDir = await temporaryFolder();
    const adminKey = await firstKey(dataDir, "user:root", ["user", "admin"]);
    const logger = createLogger({ level: "trace", destination: { write: (line) => lines.push(line) } });
    const server = await loopbackServer({
      dataDir,
      logger,
      identity: { mode: "required" },
      plugins: [leaky],
    });
    const { url } = server;

    const told: unknown[] = [];
    const answers: Record<string, RawAnswer> = {};
    let number = 0;
    const ask = async (
      key: string,
      type: string,
      params: unknown,
      more: object = {},
      headers: Record<string, string> = {},
    ) => {
      number += 1;
      const answer = await post(`${url}/orchestrate`, envelope(type, params, { id: `req-${number}`, ...more }), {
        ...headersAs(key),
        ...headers,
      });
      answers[`${type} ${number}`] = answer;
      told.push([...answer.headers], answer.status);
      return answer;
    };
    const headersAs = (key: string) => ({
      "orch-api-key": key,
      cookie: text("header").replaceAll("\n", " "),
      "user-agent": text("header").replaceAll("\n", " "),
      baggage: planted.header.map(({ text }) => text.replaceAll("\n", " ")).join(","),
      tracestate: `vendor=${planted.header[0]?.text}`,
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "x-auth": `${planted.header[1]?.text}`,
    });

    const created = await ask(adminKey, "control.apiKey.create", { name: "ann", caller: "user:ann", roles: ["user"] });
    const key: string = created.body.result.secret;
    // Before the last underscore stands the key's identifier, which is none.
    const keys = [adminKey, key].map((each) =>
      plantedSecret("a real key", each, [each.slice(each.lastIndexOf("_") + 1)]),
    );

    const watching = new AbortController();
    const stream = await fetch(`${url}/events`, {
      headers: { "orch-api-key": adminKey, accept: "text/event-stream" },
      signal: watching.signal,
    });
    const eventText: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) eventText.push(chunk);
    })().catch(() => {});

    // Work of all kinds, in a session with attributes.
    const said = `It is so: ${planted.said
      .slice(0, 12)
      .map(({ text }) => text)
      .join(" and ")
      .slice(0, 900)}`;
    const session = "ses-1";
    const opened = await ask(key, "control.session.open", {
      session_id: session,
      caller: "user:ann",
      purpose: said,
      attributes: Object.fromEntries(Object.entries(texts("attributes")).slice(0, 30)),
    });
    expect(opened.status).toBe(200);
    const meta = { _meta: { session_id: session, labels: texts("meta"), hint: json("meta") }, extra: json("meta") };
    const runs: string[] = [];
    for (const capability of ["answer", "refuse", "crash", "lie", "strict"]) {
      const { body } = await ask(key, "exec.invoke", { target: target(capability), input: json("input") }, meta);
      if (body.result) runs.push(body.result.invocation_id);
      if (capability === "answer") {
        expect(shapesIn(body.result.output, planted.output)).toEqual(shapesIn(planted.output, planted.output));
      } else told.push(body);
    }
    const plan = {
      plan_id: "plan-1",
      created_by: "user:ann",
      created_at: "2026-03-01T09:30:00.000Z",
      metadata: json("metadata"),
      steps: [
        { step_id: "first", target: target("answer"), input_template: json("template") },
        {
          step_id: "second",
          target: target("answer"),
          depends_on: ["first"],
          input_template: { before: "${steps.first.output}", all: "${plan.metadata}" },
        },
        { step_id: "third", target: target("refuse"), input_template: json("template"), optional: true },
      ],
    };
    const submitted = await ask(key, "exec.plan.submit", { plan, governance_hint: json("hint") }, meta);
    told.push(submitted.body);
    expect(submitted.status).toBe(200);
    const applied = await ask(key, "exec.plan.apply", { plan_id: "plan-1" }, meta);
    told.push(applied.body);
    expect(applied.body.result.state).toBe("COMPLETED");
    runs.push(applied.body.result.invocation_id);
    told.push((await ask(key, "exec.plan.status.get", { invocation_id: runs.at(-1) })).body);

    // What waits for a human, and what asks for one on its own account.
    const held = await ask(key, "exec.invoke", { target: target("open"), input: json("input") }, meta);
    told.push(held.body);
    runs.push(held.body.result.invocation_id);
    const asked = await ask(key, "hitl.request", {
      reason: said,
      required_role: "admin",
      proposed_action: "leaky.open",
      payload: json("approval"),
    });
    told.push(asked.body);
    const request_id = asked.body.result.request_id;
    told.push((await ask(adminKey, "hitl.decision.submit", { request_id, approve: true, reviewer: "user:root" })).body);
    const intent = { workspaceId: "w", text: text("intent"), metadata: json("intent") };
    told.push((await ask(key, "controlPlane.intent.submit", intent)).body);
    const evaluated = {
      action: "leaky.answer",
      context: { attributes: Object.fromEntries(Object.entries(texts("evaluated")).slice(0, 30)) },
      payload: json("evaluated"),
    };
    for (const dry_run of [true, false]) told.push((await ask(key, "policy.evaluate", { ...evaluated, dry_run })).body);

    const rejected = {
      executionId: (await ask(adminKey, "controlPlane.execution.list", {})).body.result.items.find(
        ({ runId }: { runId: string }) => runId === held.body.result.invocation_id,
      ).executionId,
      stepId: "invoke",
      rejectedBy: "user:root",
      reason: said,
    };
    told.push((await ask(adminKey, "controlPlane.execution.reject", rejected)).body);
    expect(
      (await ask(key, "exec.status.get", { invocation_id: held.body.result.invocation_id })).body.result.state,
    ).toBe("FAILED");
    told.push((await ask(key, "exec.status.get", { invocation_id: held.body.result.invocation_id })).body);
    const again = await ask(key, "exec.invoke", { target: target("open"), input: json("input") }, meta);
    runs.push(again.body.result.invocation_id);
    told.push((await ask(key, "exec.cancel", { invocation_id: runs.at(-1), reason: said })).body);
    const killSwitch = { scope: "module", module_id: "leaky", capability: "strict", active: true, reason: said };
    told.push((await ask(adminKey, "control.killSwitch.set", killSwitch)).body);
    told.push((await ask(key, "exec.invoke", { target: target("strict"), input: json("input") }, meta)).body);
    told.push((await ask(key, "control.session.close", { session_id: session, reason: said })).body);

    // What operators look at.
    const { items } = (await ask(adminKey, "controlPlane.execution.list", {})).body.result;
    expect(items.length).toBeGreaterThanOrEqual(runs.length);
    told.push(items);
    for (const { executionId } of items) {
      told.push((await ask(adminKey, "controlPlane.execution.get", { executionId })).body);
      told.push((await ask(adminKey, "controlPlane.policy.explain", { executionId })).body);
      for (const includePayloads of [true, false]) {
        told.push((await ask(adminKey, "controlPlane.trace.get", { executionId, includePayloads })).body);
      }
    }
    for (const runId of runs) {
      const exported = await ask(adminKey, "controlPlane.execution.evidence.export", {
        runId,
        exportedBy: "user:root",
      });
      expect(exported.status).toBe(200);
      told.push(exported.body);
    }
    for (const type of ["control.capability.query", "control.apiKey.list", "control.killSwitch.get", "rpc.discover"]) {
      told.push((await ask(adminKey, type, {})).body);
    }
    const ledger = await ask(adminKey, "provenance.ledger.query", { limit: 100 });
    expect(ledger.body.result.items.length).toBeGreaterThan(10);
    told.push(ledger.body);

    // What is refused.
    const refusals = [
      await ask(key, "exec.invoke", { target: json("input"), input: json("input"), mode: text("input") }),
      await ask(key, "exec.plan.submit", { plan: { ...plan, plan_id: "plan-2", steps: [json("template")] } }),
      await ask(key, "exec.plan.submit", {
        plan: {
          ...plan,
          plan_id: "plan-3",
          steps: [{ ...plan.steps[0], input_template: { a: `\${${text("template")}` } }],
        },
      }),
      await ask(key, "exec.invoke", { target: target("nothing"), input: json("input") }),
      await ask(key, "controlPlane.trace.get", { executionId: items[0].executionId }),
      await ask(`${key}x`, "exec.invoke", { target: target("answer"), input: json("input") }),
      await ask(key, "control.ping", {}, {}, { authorization: `${planted.header[1]?.text}` }),
      await ask(key, "control.ping", {}, {}, { authorization: `${planted.header[6]?.text}` }),
      await post(`${url}/orchestrate`, `{"a": ${JSON.stringify(json("input"))}`, headersAs(key)),
      await post(`${url}/orchestrate`, JSON.stringify([json("input")]), headersAs(key)),
      await post(`${url}/nothing?${planted.url[5]?.text.split("?")[1]}`, "{}", headersAs(key)),
      await post(`${url}/orchestrate/nothing?${planted.url[5]?.text.split("?")[1]}`, "{}", headersAs(key)),
      await post(`${url}/orchestrate`, "{}", {
        ...headersAs(key),
        "content-type": text("header").replaceAll("\n", " "),
      }),
    ];
    for (const { status, body, headers } of refusals) {
      expect(status).toBeGreaterThanOrEqual(400);
      told.push(body, [...headers]);
    }
    const rpc = await post(
      `${url}/rpc`,
      { jsonrpc: "2.0", id: 1, method: "exec.invoke", params: json("input") },
      headersAs(key),
    );
    expect(rpc.body.error).toBeDefined();
    told.push(rpc.body);
    const metrics = await fetch(`${url}/metrics`, { headers: headersAs(adminKey) });
    expect(metrics.status).toBe(200);
    const metricsText = await metrics.text();
    expect(metricsText).toContain('oap_attempts_total{module="leaky",capability="answer",outcome="success"} 3');
    await expect.poll(() => eventText.join("")).toContain("controlPlane.execution.completed");
    watching.abort();
    await reading;
    await server.close();

    const secrets = [...Object.values(planted).flat(), ...keys];
    const found = (where: unknown) =>
      findPlantedSecrets(where, secrets).map(({ shape, form, after }) => `${shape}, ${form}, after ${after}`);
    const spans = exporter.getFinishedSpans().map(spanText);
    expect(spans.length).toBeGreaterThan(20);
    const logged = lines.map((line) => JSON.parse(line).msg);
    expect(logged).toEqual(
      expect.arrayContaining([expect.stringContaining("It failed at first."), "an attempt failed"]),
    );
    expect.soft(found(lines), "logs").toEqual([]);
    expect.soft(found(eventText), "events").toEqual([]);
    expect.soft(found(metricsText), "metrics").toEqual([]);
    expect.soft(found(spans), "spans").toEqual([]);
    for (const each of told) expect.soft(found(each), JSON.stringify(each)?.slice(0, 2000)).toEqual([]);

    // On disk they are where payloads live, all of them, and nowhere else.
    const kept = columnsWith(join(dataDir, "control-plane.sqlite"), found);
    expect.soft(kept).toEqual(payloadColumns);
    for (const name of await readdir(dataDir)) {
      if (!name.startsWith("control-plane.sqlite"))
        expect.soft(found(await readFile(join(dataDir, name))), name).toEqual([]);
    }
  }, 60_000);
});

function shapesIn(where: unknown, secrets: readonly PlantedSecret[]): ReadonlySet<string> {
  return new Set(findPlantedSecrets(where, secrets).map(({ shape }) => shape));
}

/** What exporters read of a span. */
function spanText(span: ReadableSpan): unknown {
  const { name, attributes, events, links, status, kind, resource } = span;
  const { traceState } = span.spanContext();
  return [name, attributes, events, links, status, kind, resource.attributes, traceState?.serialize()];
}

/** Every column of every table in which something is found. */
function columnsWith(file: string, found: (where: unknown) => readonly unknown[]): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const columns = tables.flatMap(({ name: table }) => {
      const rows = database.prepare(`SELECT * FROM "${table}"`).all();
      const names = Object.keys(rows[0] ?? {});
      return names
        .filter((column) => found(rows.map((row) => row[column])).length > 0)
        .map((column) => `${table}.${column}`);
    });
    return columns.sort();
  } finally {
    database.close();
  }
}
