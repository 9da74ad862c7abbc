import { connect } from "@oap/client";
import { definePlugin } from "@oap/plugins";
import type { CapabilityDescriptor } from "@oap/protocol/types";
import { describe, expect, it } from "vitest";
import { loopbackServer, temporaryFolder, textStatistics } from "./testing/loopback-server.ts";

const invocation = { target: textStatistics, input: { text: "a" } };

describe("kill switches", () => {
  it("stop work at once, hold over a restart, and let it go again", async () => {
    const dataDir = await temporaryFolder();
    const first = await loopbackServer({ dataDir });
    const before = connect({ baseUrl: first.url, caller: "user:root" });
    expect((await before.control.killSwitch.get({})).kill_switches).toEqual([]);
    const on = { scope: "module", module_id: "text", active: true, reason: "An incident." } as const;
    const { kill_switch, previously_active } = await before.control.killSwitch.set(on);
    expect(kill_switch).toMatchObject({ ...on, set_by: "user:root" });
    expect(previously_active).toBe(false);
    expect(await failureOf(before)).toContain("KILL_SWITCH_ACTIVE");
    await first.close();

    const second = await loopbackServer({ dataDir });
    const after = connect({ baseUrl: second.url, caller: "user:grace" });
    expect((await after.control.killSwitch.get({})).kill_switches).toEqual([kill_switch]);
    expect(await failureOf(after)).toContain("KILL_SWITCH_ACTIVE");
    const off = await after.control.killSwitch.set({ scope: "module", module_id: "text", active: false });
    expect(off).toMatchObject({ previously_active: true, kill_switch: { set_by: "user:grace" } });
    expect(await after.exec.invoke(invocation)).toMatchObject({ state: "COMPLETED" });
  });

  it("are set for a reason of any text, cut between characters", async () => {
    const { url } = await loopbackServer();
    const { control } = connect({ baseUrl: url });
    // Redacted it is longer than it may be, and its end would fall into the middle of a character.
    const reason = `password=hunter2 ${"a".repeat(2001)}${"🔥".repeat(15)}`;
    const { kill_switch } = await control.killSwitch.set({ scope: "global", active: true, reason });
    expect(kill_switch.reason?.isWellFormed()).toBe(true);
    expect(kill_switch.reason).not.toContain("hunter2");
  });

  it("abort what runs already where they say so, and leave the rest alone", async () => {
    const running = new Set<string>();
    const contract: CapabilityDescriptor = {
      name: "wait",
      version: "1.0.0",
      type: "test",
      description: "Waits until it is aborted.",
      input: { type: "object" },
      output: { type: "object" },
      risk: "LOW",
      idempotent: true,
    };
    const waiting = (module: string) =>
      definePlugin({
        module,
        capabilities: {
          wait: {
            contract,
            run: (_, { signal }) =>
              new Promise((_, reject) => {
                running.add(module);
                signal.addEventListener("abort", () => reject(signal.reason));
              }),
          },
        },
      });
    const { url } = await loopbackServer({ plugins: [waiting("left"), waiting("right")] });
    const { exec, control } = connect({ baseUrl: url });
    const start = (module_id: string) =>
      exec.invoke({ target: { module_id, capability: "wait" }, input: {}, mode: "ASYNC" });
    const [left, right] = await Promise.all([start("left"), start("right")]);
    await expect.poll(() => running.size).toBe(2);
    await control.killSwitch.set({ scope: "module", module_id: "left", active: true });
    const stateOf = async ({ invocation_id }: { invocation_id: string }) =>
      (await exec.status.get({ invocation_id })).state;
    expect(await stateOf(left)).toBe("RUNNING");
    await control.killSwitch.set({ scope: "module", module_id: "left", active: true, abort_running: true });
    await expect.poll(() => stateOf(left)).toBe("FAILED");
    expect(await stateOf(right)).toBe("RUNNING");
    expect(JSON.stringify(await exec.status.get(left))).toContain("KILL_SWITCH_ACTIVE");
    await exec.cancel(right);
  });

  it("are listed by scope, those that are on first", async () => {
    const { url } = await loopbackServer();
    const { killSwitch } = connect({ baseUrl: url }).control;
    await killSwitch.set({ scope: "session", session_id: "ses-1", active: false });
    await Promise.all([
      killSwitch.set({ scope: "global", active: false }),
      killSwitch.set({ scope: "module", module_id: "http", active: true }),
      killSwitch.set({ scope: "module", module_id: "http", capability: "fetch", active: false }),
    ]);
    const { kill_switches } = await killSwitch.get({});
    expect(kill_switches).toHaveLength(4);
    expect(kill_switches[0]).toMatchObject({ module_id: "http", active: true });
    expect((await killSwitch.get({ scope: "session" })).kill_switches).toMatchObject([{ session_id: "ses-1" }]);
  });

  it("refuse members that make no sense together, and change nothing", async () => {
    const { url } = await loopbackServer();
    const { killSwitch } = connect({ baseUrl: url }).control;
    await expect(killSwitch.set({ scope: "global", active: true, module_id: "text" })).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      details: { issues: [{ pointer: "/params/module_id" }] },
    });
    expect((await killSwitch.get({})).kill_switches).toEqual([]);
  });
});

/** Why an invocation does not run: an error of the exchange, or of the work. */
async function failureOf(client: ReturnType<typeof connect>): Promise<string> {
  const answer = await client.exec.invoke(invocation).catch((error: unknown) => error);
  return JSON.stringify(answer);
}
