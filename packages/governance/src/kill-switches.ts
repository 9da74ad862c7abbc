import {
  bounds,
  type ControlKillSwitchSetParams,
  type ControlKillSwitchSetResult,
  type ControlScope,
  type KillSwitch,
  OapError,
  type ValidationIssue,
} from "@oap/protocol";

/** All switches that were ever set, and which of them are on. A value: setting one makes another. */
export interface KillSwitches {
  readonly all: ReadonlyMap<string, KillSwitch>;
  readonly active: ReadonlyMap<string, KillSwitch>;
}

/** What a switch can stop. */
export interface KillTarget {
  readonly module_id: string;
  readonly capability: string;
  readonly session_id?: string | undefined;
}

export type KillSwitchSetting =
  | { readonly ok: true; readonly switches: KillSwitches; readonly result: ControlKillSwitchSetResult }
  /** INVALID_PARAMS; the pointers are into the envelope. */
  | { readonly ok: false; readonly issues: readonly ValidationIssue[] };

/** The switch that stops the target, if one does; the one that reaches farthest. Asked before policy, for each attempt. */
export function isKilled({ active }: KillSwitches, target: KillTarget): KillSwitch | undefined {
  if (active.size === 0) return undefined;
  const { module_id, capability, session_id } = target;
  const covering: readonly KillSwitchPlace[] = [
    { scope: "global" },
    { scope: "module", module_id },
    { scope: "module", module_id, capability },
    ...(session_id === undefined ? [] : [{ scope: "session" as const, session_id }]),
  ];
  return covering.map((place) => active.get(keyOf(place))).find((killSwitch) => killSwitch !== undefined);
}

/** Whether an attempt at the target that already runs is to be aborted. */
export function abortsRunning(switches: KillSwitches, target: KillTarget): boolean {
  const aborting = [...switches.active].filter(([, { abort_running }]) => abort_running === true);
  return isKilled({ all: switches.all, active: new Map(aborting) }, target) !== undefined;
}

/** The error of an exchange that a switch refused; those who are denied can read why it was set. */
export function killSwitchError({ scope, module_id, capability, reason }: KillSwitch): OapError {
  const what =
    scope === "global" ? "everything" : scope === "session" ? "this session" : names({ module_id, capability });
  return new OapError("KILL_SWITCH_ACTIVE", {
    message: `A kill switch stops ${what}${reason === undefined ? "." : `: ${reason}`}`,
    details: { scope, ...(module_id && { module_id }), ...(capability && { capability }) },
    governance: { decision: "DENY", hitl_required: false },
  });
}

/** As they are on disk, in any order. */
export function killSwitchesOf(records: readonly KillSwitch[]): KillSwitches {
  const entries = records.map((record) => [keyOf(record), record] as const);
  return { all: new Map(entries), active: new Map(entries.filter(([, { active }]) => active)) };
}

/** Turns one on or off. `by` and `at`, an RFC 3339 time, are recorded with it. */
export function setKillSwitch(
  switches: KillSwitches,
  params: ControlKillSwitchSetParams,
  { by, at }: { readonly by: string; readonly at: string },
): KillSwitchSetting {
  const before = switches.all.get(keyOf(params));
  const issues = issuesOf(params);
  // The last place is kept for the one that stops everything.
  const most = bounds.killSwitchesMax - (params.scope === "global" ? 0 : 1);
  if (before === undefined && switches.all.size >= most) {
    issues.push(issue("", "maxItems", `There are ${switches.all.size} switches already, which is the most.`));
  }
  if (issues.length > 0) return { ok: false, issues };
  const { scope, active, module_id, capability, session_id, abort_running, reason } = params;
  const kill_switch: KillSwitch = {
    scope,
    active,
    ...(module_id !== undefined && { module_id }),
    ...(capability !== undefined && { capability }),
    ...(session_id !== undefined && { session_id }),
    ...(abort_running !== undefined && { abort_running }),
    ...(reason !== undefined && { reason }),
    set_by: by,
    set_at: at,
  };
  return {
    ok: true,
    switches: killSwitchesOf([...new Map(switches.all).set(keyOf(params), kill_switch).values()]),
    result: { kill_switch, previously_active: before?.active ?? false },
  };
}

/** Those that are on first, then the latest first. */
export function listKillSwitches({ all }: KillSwitches, scope?: ControlScope): readonly KillSwitch[] {
  return [...all.values()]
    .filter((killSwitch) => scope === undefined || killSwitch.scope === scope)
    .sort((a, b) => Number(b.active) - Number(a.active) || (a.set_at < b.set_at ? 1 : a.set_at > b.set_at ? -1 : 0));
}

type KillSwitchPlace = Pick<KillSwitch, "scope" | "module_id" | "capability" | "session_id">;

function keyOf({ scope, module_id, capability, session_id }: KillSwitchPlace): string {
  return JSON.stringify([scope, module_id ?? null, capability ?? null, session_id ?? null]);
}

function names({ module_id = "", capability }: Pick<KillSwitch, "module_id" | "capability">): string {
  return capability === undefined ? `the module ${module_id}` : `${module_id}.${capability}`;
}

function issuesOf({ scope, active, ...members }: ControlKillSwitchSetParams): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const belongs = (member: "module_id" | "session_id", owner: ControlScope): void => {
    const present = members[member] !== undefined;
    if (present === (scope === owner)) return;
    const message = `\`${member}\` is present exactly where the scope is \`${owner}\`.`;
    issues.push(issue(present ? `/${member}` : "", present ? "not" : "required", message));
  };
  belongs("module_id", "module");
  belongs("session_id", "session");
  if (members.capability !== undefined && scope !== "module") {
    issues.push(issue("/capability", "not", "`capability` goes with the scope `module` only."));
  }
  if (members.abort_running === true && !active) {
    issues.push(issue("/abort_running", "not", "`abort_running` goes with `active` true only."));
  }
  return issues;
}

function issue(pointer: string, keyword: string, message: string): ValidationIssue {
  return { pointer: `/params${pointer}`, keyword, message };
}
