import { connect } from "@oap/client";
import { systemClock } from "@oap/engine";
import {
  type AttemptOutcome,
  type AttemptRequest,
  type CapabilityRun,
  definePlugin,
  type Plugin,
  PluginRegistry,
  PluginService,
  remoteModules,
} from "@oap/plugins";
import type { CapabilityDescriptor } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { loopbackServer } from "./testing/loopback-server.ts";

const contract: CapabilityDescriptor = {
  name: "shout",
  version: "1.2.3",
  type: "test",
  description: "Says it loudly.",
  input: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  output: { type: "object", properties: { loud: { type: "string" } }, required: ["loud"] },
  risk: "LOW",
  idempotent: true,
};
const target = { module_id: "far", capability: "shout", version: "1.2.3" };

function far(run: CapabilityRun): Plugin {
  return definePlugin({ module: "far", capabilities: { shout: { contract, run } } });
}

/** A control plane with the module `far`, and the runtime of another one in which that module is remote. */
async function twoControlPlanes(run: CapabilityRun) {
  const { url } = await loopbackServer({ plugins: [far(run)] });
  const clock = systemClock();
  const registry = new PluginRegistry({ remote: remoteModules({ origins: { allowed: [url] }, clock }) });
  registry.registerRemote("far", [contract], `${url}/orchestrate`);
  const service = new PluginService(registry, { clock });
  const invoke = (request: Partial<AttemptRequest> = {}): Promise<AttemptOutcome> =>
    service.run({
      target,
      input: { text: "hi" },
      attempt: 1,
      idempotency_key: `sha256:${"a".repeat(64)}`,
      timeout_ms: 20_000,
      signal: new AbortController().signal,
      ...request,
    });
  return { client: connect({ baseUrl: url }), registry, invoke };
}

describe("a control plane as a module of another", () => {
  it("runs one attempt once, however often it is asked for, and the next one again", async () => {
    let runs = 0;
    const { registry, invoke } = await twoControlPlanes((input: { text: string }) => {
      runs++;
      return { loud: input.text.toUpperCase() };
    });
    const twins = await Promise.all([invoke(), invoke()]);
    expect([...twins, await invoke()]).toEqual(Array.from({ length: 3 }, () => ({ ok: true, output: { loud: "HI" } })));
    expect(runs).toBe(1);
    await invoke({ attempt: 2 });
    expect(runs).toBe(2);
    expect(registry.modules()).toMatchObject([{ module_id: "far", state: "INITIALIZED" }]);
  });

  it("does not answer a second attempt with the failure of the first", async () => {
    let runs = 0;
    const { invoke } = await twoControlPlanes(() => {
      runs++;
      if (runs === 1) throw new Error("secret");
      return { loud: "HI" };
    });
    const first = await invoke();
    expect(first).toMatchObject({ ok: false, error: { reason: "RUNTIME_ERROR" } });
    expect(JSON.stringify(first)).not.toContain("secret");
    expect(await invoke()).toMatchObject({ ok: false });
    expect(await invoke({ attempt: 2 })).toMatchObject({ ok: true });
  });

  it("is given the time that remains, and stops there", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const { invoke } = await twoControlPlanes(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            resolve(signal.reason);
            reject(signal.reason);
          });
        }),
    );
    expect(await invoke({ timeout_ms: 150 })).toMatchObject({ ok: false, timed_out: true });
    expect(await promise).toBeInstanceOf(Error);
  });

  it("says no by its own kill switch, and the attempt is denied", async () => {
    let runs = 0;
    const { client, invoke } = await twoControlPlanes(() => {
      runs++;
      return { loud: "HI" };
    });
    await client.control.killSwitch.set({ scope: "module", module_id: "far", active: true });
    expect(await invoke()).toMatchObject({
      ok: false,
      retryable: false,
      error: { reason: "POLICY_DENIED", underlying_error: { code: "KILL_SWITCH_ACTIVE" } },
    });
    expect(runs).toBe(0);
  });

  it("does not know what its operator has not registered", async () => {
    const { registry, invoke } = await twoControlPlanes(() => ({ loud: "HI" }));
    registry.registerRemote("other", [contract], registry.modules()[0]?.endpoint);
    expect(await invoke({ target: { ...target, module_id: "other" } })).toMatchObject({
      ok: false,
      error: { reason: "UPSTREAM_UNAVAILABLE", underlying_error: { code: "MODULE_NOT_FOUND" } },
    });
  });
});
