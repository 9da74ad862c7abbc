import type { ControlKillSwitchSetParams, ControlScope, KillSwitch } from "@oap/protocol/types";
import { Argument, type Command, Option } from "commander";
import { printResult } from "./print.ts";
import { printableLine } from "./printable.ts";
import { addRemoteOptions, connectTo, type RemoteOptions } from "./remote-options.ts";

/** `oap kill-switch` */
export function addKillSwitchCommand(program: Command): void {
  const killSwitch = program
    .command("kill-switch")
    .description("stop everything, a module, a capability or a session at once");
  addRemoteOptions(
    killSwitch
      .command("set")
      .description("turn a switch on or off; without a module and a session, it is the one of everything")
      .addArgument(new Argument("<state>", "on stops what it covers; off lets it go again").choices(["on", "off"])),
  )
    .option("--module <id>", "only this module")
    .option("--capability <name>", "only this capability of the module")
    .addOption(new Option("--session <id>", "only this session").conflicts(["module", "capability"]))
    .option("--abort-running", "abort what already runs, too", false)
    .option("--reason <text>", "why; those who are denied can read it")
    .option("--json", "print the result as JSON", false)
    .action(set);
  addRemoteOptions(
    killSwitch.command("get").description("list the switches that were ever set, those that are on first"),
  )
    .addOption(new Option("--scope <scope>", "only these").choices(["global", "module", "session"]))
    .option("--json", "print the result as JSON", false)
    .action(get);
}

interface SetOptions extends RemoteOptions {
  readonly module?: string;
  readonly capability?: string;
  readonly session?: string;
  readonly abortRunning: boolean;
  readonly reason?: string;
  readonly json: boolean;
}

async function set(state: "on" | "off", options: SetOptions): Promise<void> {
  const { module, capability, session, abortRunning, reason } = options;
  const params: ControlKillSwitchSetParams = {
    scope: module !== undefined ? "module" : session !== undefined ? "session" : "global",
    active: state === "on",
    ...(module !== undefined && { module_id: module }),
    ...(capability !== undefined && { capability }),
    ...(session !== undefined && { session_id: session }),
    ...(abortRunning && { abort_running: true }),
    ...(reason !== undefined && { reason }),
  };
  const result = await connectTo(options).control.killSwitch.set(params);
  printResult(result, options.json, [describe(result.kill_switch)]);
}

interface GetOptions extends RemoteOptions {
  readonly scope?: ControlScope;
  readonly json: boolean;
}

async function get({ scope, json, ...remote }: GetOptions): Promise<void> {
  const result = await connectTo(remote).control.killSwitch.get(scope === undefined ? {} : { scope });
  const lines = result.kill_switches.map(describe);
  printResult(result, json, lines.length === 0 ? ["No switch was ever set."] : lines);
}

function describe({ active, scope, module_id, capability, session_id, reason, set_by, set_at }: KillSwitch): string {
  const of = { global: "everything", module: [module_id, capability].filter(Boolean).join("."), session: session_id };
  const why = reason === undefined ? "" : `: ${printableLine(reason)}`;
  return `${active ? "on " : "off"}  ${scope === "global" ? of.global : `${scope} ${of[scope]}`}  by ${set_by} at ${set_at}${why}`;
}
