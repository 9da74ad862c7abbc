import { bounds, type ControlKillSwitchSetParams } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import {
  abortsRunning,
  isKilled,
  type KillSwitches,
  killSwitchError,
  killSwitchesOf,
  listKillSwitches,
  setKillSwitch,
} from "./kill-switches.ts";

const none = killSwitchesOf([]);
const fetch = { module_id: "http", capability: "fetch", session_id: "s1" };
const analyze = { module_id: "image", capability: "analyze" };
let hour = 0;
function set(switches: KillSwitches, params: ControlKillSwitchSetParams) {
  hour += 1;
  const setting = setKillSwitch(switches, params, {
    by: "user:root",
    at: `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z`,
  });
  if (!setting.ok) throw new Error(JSON.stringify(setting.issues));
  return setting;
}

describe("kill switches", () => {
  it.each<[string, ControlKillSwitchSetParams, boolean, boolean]>([
    ["everything", { scope: "global", active: true }, true, true],
    ["a module", { scope: "module", active: true, module_id: "http" }, true, false],
    ["a capability", { scope: "module", active: true, module_id: "http", capability: "fetch" }, true, false],
    ["another capability", { scope: "module", active: true, module_id: "http", capability: "post" }, false, false],
    ["a session", { scope: "session", active: true, session_id: "s1" }, true, false],
    ["another session", { scope: "session", active: true, session_id: "s2" }, false, false],
    ["nothing, when off", { scope: "global", active: false }, false, false],
  ])("stop %s", (_, params, fetching, analyzing) => {
    const { switches, result } = set(none, params);
    expect(validators.KillSwitch(result.kill_switch)).toEqual([]);
    expect(isKilled(switches, fetch) !== undefined).toBe(fetching);
    expect(isKilled(switches, analyze) !== undefined).toBe(analyzing);
    expect(abortsRunning(switches, fetch)).toBe(false);
    if (params.active) {
      expect(abortsRunning(set(none, { ...params, abort_running: true }).switches, fetch)).toBe(fetching);
    }
  });

  it("are one for each place, and go off again", () => {
    const on = set(none, { scope: "module", active: true, module_id: "http" });
    expect(on.result.previously_active).toBe(false);
    const off = set(on.switches, { scope: "module", active: false, module_id: "http" });
    expect(off.result).toMatchObject({ previously_active: true, kill_switch: { active: false } });
    expect(off.switches.all.size).toBe(1);
    expect(isKilled(off.switches, fetch)).toBeUndefined();
    expect(isKilled(on.switches, fetch), "the value before is unchanged").toBeDefined();
  });

  it("abort what runs where any that covers it says so", () => {
    const { switches } = set(set(none, { scope: "global", active: true }).switches, {
      scope: "module",
      active: true,
      module_id: "http",
      abort_running: true,
    });
    expect(abortsRunning(switches, fetch)).toBe(true);
    expect(abortsRunning(switches, analyze)).toBe(false);
    expect(isKilled(switches, analyze)?.scope).toBe("global");
  });

  it("are listed those that are on first, then the latest, and come back from disk the same", () => {
    let { switches } = set(none, { scope: "global", active: false });
    switches = set(switches, { scope: "module", active: true, module_id: "a" }).switches;
    switches = set(switches, { scope: "module", active: true, module_id: "b" }).switches;
    expect(listKillSwitches(switches).map(({ module_id }) => module_id)).toEqual(["b", "a", undefined]);
    expect(listKillSwitches(switches, "global")).toHaveLength(1);
    expect(killSwitchesOf(listKillSwitches(switches).toReversed()).active.size).toBe(2);
  });

  it.each<[ControlKillSwitchSetParams, string]>([
    [{ scope: "module", active: true }, "/params"],
    [{ scope: "global", active: true, module_id: "http" }, "/params/module_id"],
    [{ scope: "session", active: true }, "/params"],
    [{ scope: "module", active: true, module_id: "http", session_id: "s1" }, "/params/session_id"],
    [{ scope: "global", active: true, capability: "fetch" }, "/params/capability"],
    [{ scope: "global", active: false, abort_running: true }, "/params/abort_running"],
  ])("%j makes no sense, at %s", (params, pointer) => {
    const setting = setKillSwitch(none, params, { by: "user:root", at: "2026-03-01T00:00:00.000Z" });
    expect(setting).toMatchObject({ ok: false, issues: [{ pointer }] });
  });

  it("stop everything even where there are as many as there may be", () => {
    const at = "2026-03-01T00:00:00.000Z";
    const sessions = Array.from({ length: bounds.killSwitchesMax }, (_, index) => ({
      scope: "session" as const,
      active: false,
      session_id: `s${index}`,
      set_by: "user:root",
      set_at: at,
    }));
    const by = { by: "user:root", at };
    const full = killSwitchesOf(sessions.slice(1));
    expect(setKillSwitch(full, { scope: "module", active: true, module_id: "http" }, by)).toMatchObject({
      ok: false,
      issues: [{ keyword: "maxItems" }],
    });
    const stopped = setKillSwitch(full, { scope: "global", active: true }, by);
    expect(stopped.ok && isKilled(stopped.switches, { module_id: "http", capability: "fetch" })?.scope).toBe("global");
  });

  it("refuse with KILL_SWITCH_ACTIVE, and say why", () => {
    const { result } = set(none, {
      scope: "module",
      active: true,
      module_id: "http",
      capability: "fetch",
      reason: "An incident.",
    });
    expect(killSwitchError(result.kill_switch)).toMatchObject({
      code: "KILL_SWITCH_ACTIVE",
      message: "A kill switch stops http.fetch: An incident.",
    });
  });
});
