import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@oap/client";
import { publicKeyFromPem, serializeEvidence, verifyChain, verifyEvidenceFile } from "@oap/ledger";
import { definePlugin } from "@oap/plugins";
import type { LedgerEntry } from "@oap/protocol/types";
import { describe, expect, it, onTestFinished } from "vitest";
import { envelope, loopbackServer, post, textStatistics } from "./testing/loopback-server.ts";

const input = { text: "one two two" };
const question = { reason: "May I?", required_role: "admin", proposed_action: "vault.open", payload: {} };

/** A module whose one capability is dangerous, so that the default policies want an admin's approval. */
const vault = definePlugin({
  module: "vault",
  capabilities: {
    open: {
      contract: {
        name: "open",
        version: "1.0.0",
        type: "action",
        description: "Opens the vault.",
        input: { type: "object" },
        output: { type: "object" },
        risk: "HIGH",
        idempotent: true,
      },
      run: async () => ({ open: true }),
    },
  },
});

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "oap-governed-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

describe("a governed exchange", () => {
  it("does a command once for its id, and answers it alike afterwards", async () => {
    const { url } = await loopbackServer();
    const request = envelope("exec.invoke", { target: textStatistics, input });
    const [first, twin] = await Promise.all([post(`${url}/orchestrate`, request), post(`${url}/orchestrate`, request)]);
    const again = await post(`${url}/orchestrate`, request);
    expect(twin.body.result).toEqual(first.body.result);
    expect(again.body.result).toEqual(first.body.result);
    const said = ({ headers }: { headers: Headers }) =>
      ["orch-decision", "orch-policy-binding", "orch-risk-level", "orch-event-hash", "orch-prev-event-hash"].map(
        (name) => headers.get(name),
      );
    expect(said(first)).not.toContain(null);
    expect([said(twin), said(again)]).toEqual([said(first), said(first)]);
    const asked = envelope("hitl.request", question, { id: "req-2" });
    const [question1, question2] = [await post(`${url}/orchestrate`, asked), await post(`${url}/orchestrate`, asked)];
    expect(said(question2)).toEqual(said(question1));
    expect(question1.headers.get("orch-event-hash")).toMatch(/^sha256:/);
    const other = envelope("exec.invoke", { target: textStatistics, input: { text: "other" } });
    expect((await post(`${url}/orchestrate`, other)).body.error.code).toBe("ID_CONFLICT");
    const { items } = await connect({ baseUrl: url }).controlPlane.execution.list({});
    expect(items).toHaveLength(1);
  });

  it("says in its headers what policy decided and where the ledger stands, and the ledger agrees", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const { headers } = await client.module("text").statistics(input).withResponse();
    expect(headers).toMatchObject({
      "orch-decision": "ALLOW",
      "orch-risk-level": "LOW",
      "orch-hitl-required": "false",
    });
    const next = await client.module("text").statistics(input).withResponse();
    expect(next.headers["orch-prev-event-hash"]).toBe(headers["orch-event-hash"]);
    const { items } = await client.provenance.ledger.query({ actor: "user:ada" });
    expect(items.map((entry: LedgerEntry) => entry.event_hash)).toContain(next.headers["orch-event-hash"]);
    expect(verifyChain(items)).toMatchObject({ ok: true });

    const stale = { "orch-caller": "user:ada", "orch-prev-event-hash": headers["orch-event-hash"] ?? "" };
    const refused = await post(`${url}/orchestrate`, envelope("exec.invoke", { target: textStatistics, input }), stale);
    expect(refused.body.error.code).toBe("LEDGER_CONFLICT");
  });

  it("waits for another person's approval, over a restart, and can be followed to its end", async () => {
    const dataDir = await folder();
    const first = await loopbackServer({ dataDir, plugins: [vault] });
    const ada = connect({ baseUrl: first.url, caller: "user:ada" });
    const asked = await ada.exec.invoke({ target: { module_id: "vault", capability: "open" }, input: {} });
    expect(asked).toMatchObject({ state: "PENDING", governance: { requires_hitl_for: ["vault.open"] } });
    const { items } = await ada.controlPlane.execution.list({});
    expect(items).toMatchObject([{ status: "awaiting_approval", requiresApproval: true }]);
    await first.close();

    const second = await loopbackServer({ dataDir, plugins: [vault] });
    expect(second.recovered).toMatchObject([{ invocation_id: asked.invocation_id, state: "PENDING" }]);
    const step = { executionId: items[0]!.executionId, stepId: "invoke" };
    const own = connect({ baseUrl: second.url, caller: "user:ada" });
    await expect(own.controlPlane.execution.approve({ ...step, approvedBy: "user:ada" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const bob = connect({ baseUrl: second.url, caller: "user:bob" });
    await bob.controlPlane.execution.approve({ ...step, approvedBy: "user:bob", note: "Seen." });
    await expect
      .poll(() => bob.exec.status.get({ invocation_id: asked.invocation_id }))
      .toMatchObject({ state: "COMPLETED", output: { open: true } });
    const { entries } = await bob.controlPlane.trace.get({ executionId: step.executionId });
    expect(entries.map(({ stage }) => stage)).toEqual(expect.arrayContaining(["approval", "execution"]));
    await second.close();
  });

  it("exports evidence that verifies away from the server, and in which one changed byte is found", async () => {
    const dataDir = await folder();
    const { url } = await loopbackServer({ dataDir });
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const { invocation_id } = await client.exec.invoke({ target: textStatistics, input });
    const { bundle } = await client.controlPlane.execution.evidence.export({
      runId: invocation_id,
      exportedBy: "user:ada",
    });
    const { readFile } = await import("node:fs/promises");
    const key = publicKeyFromPem(await readFile(join(dataDir, "ledger-key.pem.pub"), "utf8"));
    const bytes = Buffer.from(serializeEvidence(bundle));
    await writeFile(join(dataDir, "evidence.json"), bytes);
    expect(verifyEvidenceFile(bytes, { publicKeys: [key] })).toMatchObject({ ok: true });
    const changed = Buffer.from(bytes);
    const place = bytes.indexOf('"attempts"');
    changed[place + 20] = (changed[place + 20] ?? 0) ^ 1;
    expect(verifyEvidenceFile(changed, { publicKeys: [key] })).toMatchObject({ ok: false });
  });

  it("names the checkpoint that covers an exchange, once there is one and it is sent again", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const send = async () => {
      const request = envelope("exec.invoke", { target: textStatistics, input }, { id: "covered-1" });
      const { headers } = await post(`${url}/orchestrate`, request, { "orch-caller": "user:ada" });
      return { anchor: headers.get("orch-ledger-anchor"), hash: headers.get("orch-event-hash") };
    };
    const first = await send();
    expect(first.anchor).toBeNull();
    const { invocation_id } = await client.exec.invoke({ target: textStatistics, input });
    const { bundle } = await client.controlPlane.execution.evidence.export({
      runId: invocation_id,
      exportedBy: "user:ada",
    });
    expect(await send()).toEqual({ anchor: bundle.checkpoints[0]?.anchor, hash: first.hash });
  });

  it("streams a run's events from its beginning, as CloudEvents, and resumes behind the last one seen", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const { invocation_id } = await client.exec.invoke({ target: textStatistics, input });
    const read = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/events/invocations/${invocation_id}`, {
        headers: { "orch-caller": "user:ada", ...headers },
      });
      return { status: response.status, text: await response.text() };
    };
    const { text } = await read();
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? "") as { id: string; type: string },
    );
    expect(events.map(({ type }) => type)).toEqual([
      "controlPlane.execution.step.started",
      "controlPlane.execution.step.completed",
      "controlPlane.execution.completed",
    ]);
    const resumed = await read({ "last-event-id": events[1]!.id });
    expect([...resumed.text.matchAll(/^data: (.*)$/gm)]).toHaveLength(1);
    expect((await read({ "last-event-id": events[2]!.id })).status).toBe(204);
  });

  it("compiles, verifies, starts, pauses and explains by the control plane's own operations", async () => {
    const { url } = await loopbackServer();
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const { execution } = client.controlPlane;
    const intent = await client.controlPlane.intent.submit({ workspaceId: "ws-1", text: "Count some words." });
    await expect(client.controlPlane.plan.compile(intent)).rejects.toMatchObject({ code: "PLANNER_UNAVAILABLE" });
    const draft = {
      plan_id: "plan_count",
      created_by: "user:ada",
      created_at: "2026-03-01T09:30:00.000Z",
      steps: [{ step_id: "count", target: textStatistics, input_template: input }],
    };
    const { executionId, intentId } = intent;
    const compiled = await client.controlPlane.plan.compile({ executionId, intentId, draft });
    expect(compiled).toMatchObject({ planId: "plan_count", stepCount: 1 });
    const verified = await client.controlPlane.plan.verify({ executionId, planId: "plan_count" });
    expect(verified).toMatchObject({ verdict: "autonomous", requiresApproval: false });
    const { runId } = await execution.start({ executionId, planId: "plan_count" });
    expect(await client.exec.status.get({ invocation_id: runId })).toMatchObject({ state: "COMPLETED" });
    expect(await client.controlPlane.policy.explain({ executionId })).toMatchObject({ verdict: "autonomous" });
    await expect(execution.pause({ runId, pausedBy: "user:ada" })).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    await expect(execution.retry({ runId, retriedBy: "user:ada" })).rejects.toMatchObject({ code: "STATE_CONFLICT" });
  });
});
