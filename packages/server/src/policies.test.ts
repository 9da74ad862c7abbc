import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@oap/client";
import { describe, expect, it } from "vitest";
import { envelope, loopbackServer, post, temporaryFolder, textStatistics } from "./testing/loopback-server.ts";
import { allCapabilities, allOperations, writePolicies } from "./testing/policies.ts";

const denyText =
  '@id("no-text") @reason("No text today.") forbid (principal, action == Action::"text.statistics", resource);';
const statistics = { action: "text.statistics", context: {} };

describe("policies", () => {
  it("are the default ones where no others are given", async () => {
    const { url, policies } = await loopbackServer();
    expect(policies.name).toBe("default");
    const { policy, exec } = connect({ baseUrl: url });
    expect(await policy.evaluate(statistics)).toMatchObject({
      decision: "ALLOW",
      residual_risk: "LOW",
      policy_binding_id: policies.policy_binding_id,
    });
    expect(await exec.invoke({ target: textStatistics, input: { text: "a" } })).toMatchObject({ state: "COMPLETED" });
    const explained = await policy.explain({ policy_binding_id: policies.policy_binding_id });
    expect(explained.rules_fired).toContain("low-and-medium-risk-runs");
  });

  it("say what they decided in the answer's headers", async () => {
    const { url, policies } = await loopbackServer();
    const ask = (action: string) =>
      post(`${url}/orchestrate`, envelope("policy.evaluate", { action, context: {} })).then(({ headers }) => headers);
    const allowed = await ask("text.statistics");
    expect(Object.fromEntries(allowed)).toMatchObject({
      "orch-policy-binding": policies.policy_binding_id,
      "orch-decision": "ALLOW",
      "orch-risk-level": "LOW",
      "orch-hitl-required": "false",
    });
    expect((await ask("nobody.knows")).get("orch-decision")).toBe("DENY");
    const silent = await post(`${url}/orchestrate`, envelope("control.ping", {}));
    expect(silent.headers.get("orch-decision")).toBeNull();
  });

  it("refuse work that they deny, with the reason", async () => {
    const folder = await writePolicies(await temporaryFolder(), allOperations, allCapabilities, denyText);
    const { url } = await loopbackServer({ policies: folder });
    const params = { target: textStatistics, input: { text: "a" } };
    const { status, body, headers } = await post(`${url}/orchestrate`, envelope("exec.invoke", params));
    expect([status, body.error.code]).toEqual([403, "POLICY_DENIED"]);
    expect(JSON.stringify(body.error)).toContain("No text today.");
    expect(headers.get("orch-decision")).toBe("DENY");
    expect((await post(`${url}/orchestrate`, envelope("controlPlane.execution.list", {}))).body.result.items).toEqual(
      [],
    );
  });

  it("refuse an operation that they do not allow, or allow under conditions that nobody could see to", async () => {
    const waits = `@id("waits") @decision("HITL_REQUIRED") permit (principal, action == Action::"control.capability.query", resource);`;
    const onlyEvaluate = `@id("only-evaluate") permit (principal, action in [Action::"policy.evaluate"], resource);`;
    const { url } = await loopbackServer({
      policies: await writePolicies(await temporaryFolder(), waits, onlyEvaluate),
    });
    const { policy, control } = connect({ baseUrl: url });
    for (const call of [() => control.ping({}), () => control.capability.query({})]) {
      await expect(call()).rejects.toMatchObject({ code: "POLICY_DENIED", governance: { decision: "DENY" } });
    }
    expect((await policy.evaluate({ action: "control.ping", context: {} })).decision).toBe("DENY");
  });

  it("keep it from starting where they are broken, with a line for each issue", async () => {
    const folder = await writePolicies(
      await temporaryFolder(),
      '@id("a") @decison("DENY") permit (principal, action, resource);',
    );
    await expect(loopbackServer({ policies: folder })).rejects.toThrow(
      `The policies cannot be used:\n${join(folder, "rules.cedar")}:1:1: There is no annotation \`@decison\``,
    );
    await expect(loopbackServer({ policies: join(folder, "none") })).rejects.toThrow(
      /none cannot be read: there is no such folder/,
    );
  });

  it("are explained by a binding that is known, and by no other", async () => {
    const { url } = await loopbackServer();
    const { policy } = connect({ baseUrl: url });
    await expect(policy.explain({ policy_binding_id: "sha256:none" })).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      details: { issues: [{ pointer: "/params/policy_binding_id" }] },
    });
  });

  it("are denied to whoever asks in another's name", async () => {
    const { url } = await loopbackServer();
    const { policy } = connect({ baseUrl: url, caller: "user:ada" });
    await expect(policy.evaluate({ ...statistics, context: { caller: "user:eve" } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("a reload", () => {
  it("puts other policies in force at once, and those before stay explained", async () => {
    const folder = await writePolicies(await temporaryFolder(), allOperations, allCapabilities);
    const controlPlane = await loopbackServer({ policies: folder });
    const { policy } = connect({ baseUrl: controlPlane.url });
    const before = controlPlane.policies.policy_binding_id;
    expect((await policy.evaluate(statistics)).decision).toBe("ALLOW");
    await writePolicies(folder, allOperations, allCapabilities, denyText);
    expect((await policy.evaluate(statistics)).decision).toBe("ALLOW");

    const { reloaded, policy_binding_id, previous_policy_binding_id } = await policy.reload({});
    expect([reloaded, previous_policy_binding_id]).toEqual([true, before]);
    expect(policy_binding_id).not.toBe(before);
    expect(controlPlane.policies.policy_binding_id).toBe(policy_binding_id);
    expect(await policy.evaluate(statistics)).toMatchObject({ decision: "DENY", policy_binding_id });
    expect((await policy.explain({ policy_binding_id: before })).rules_fired).toEqual(["operations", "capabilities"]);
  });

  it("of broken policies, or of none, keeps those before and says what is wrong", async () => {
    const folder = await writePolicies(await temporaryFolder(), allOperations, allCapabilities);
    const { url, policies } = await loopbackServer({ policies: folder });
    const { policy_binding_id } = policies;
    const { policy } = connect({ baseUrl: url });
    const kept = { reloaded: false, policy_binding_id, previous_policy_binding_id: policy_binding_id };

    await appendFile(join(folder, "rules.cedar"), "\npermit (principal");
    const broken = await policy.reload({});
    expect(broken).toMatchObject({ ...kept, issues: [{ file: "rules.cedar" }] });
    await writeFile(join(folder, "manifest.json"), "{");
    expect(await policy.reload({})).toMatchObject({ ...kept, issues: [{ file: "manifest.json", line: 1 }] });
    await rm(folder, { recursive: true });
    expect(await policy.reload({})).toMatchObject({
      ...kept,
      issues: [{ message: expect.stringContaining("no such folder") }],
    });
    expect(await policy.evaluate(statistics)).toMatchObject({ decision: "ALLOW", policy_binding_id });
  });

  it("warns of names that nobody has registered", async () => {
    const odd = '@id("odd") permit (principal, action == Action::"nobody.sings", resource);';
    const folder = await writePolicies(await temporaryFolder(), allOperations, odd);
    const { url } = await loopbackServer({ policies: folder });
    expect(await connect({ baseUrl: url }).policy.reload({})).toMatchObject({
      reloaded: true,
      warnings: [{ file: "rules.cedar", line: 2, message: expect.stringContaining("nobody.sings") }],
    });
  });
});

describe("policies that read inputs", () => {
  const careful = [
    '@id("by-input") @input permit (principal, action in [Action::"text.statistics", Action::"far.shout"], resource)',
    'when { context has input && context.input has text && context.input.text != "no" };',
  ].join("\n");
  const shout = (type: string) => ({
    module_id: "far",
    capabilities: [
      {
        name: "shout",
        version: "1.0.0",
        type: "test",
        description: "Says it loudly.",
        input: { type: "object", properties: { text: { type } }, required: ["text"] },
        output: { type: "object" },
        risk: "LOW" as const,
        idempotent: true,
      },
    ],
  });
  const setUp = async () => {
    const folder = await writePolicies(await temporaryFolder(), allOperations, careful);
    const controlPlane = await loopbackServer({ policies: folder });
    return { ...connect({ baseUrl: controlPlane.url }), controlPlane };
  };

  it("decide about a capability that is registered later, without a reload", async () => {
    const { control, exec, controlPlane } = await setUp();
    const { policy_binding_id } = controlPlane.policies;
    await control.capability.register(shout("string"));
    const target = { module_id: "far", capability: "shout" };
    // It is allowed to run; there is nowhere to call it.
    expect(await exec.invoke({ target, input: { text: "yes" } })).toMatchObject({
      state: "FAILED",
      error: { reason: "UPSTREAM_UNAVAILABLE" },
    });
    await expect(exec.invoke({ target, input: { text: "no" } })).rejects.toMatchObject({ code: "POLICY_DENIED" });
    expect(controlPlane.policies.policy_binding_id).toBe(policy_binding_id);
  });

  it("keep a capability out whose input they would read otherwise than it is declared, since they could not be used at the next start", async () => {
    const { control } = await setUp();
    await expect(control.capability.register(shout("integer"))).rejects.toMatchObject({
      code: "INVALID_CAPABILITY",
      message: expect.stringContaining("by-input"),
    });
    expect((await control.capability.query({ module_id: "far" })).capabilities).toEqual([]);
  });
});
