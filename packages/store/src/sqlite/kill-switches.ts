import type { KillSwitchReads, KillSwitchRecord, KillSwitchScope, KillSwitchWrites } from "../kill-switches.ts";
import type { Row } from "./rows.ts";
import type { Statements } from "./statements.ts";

export function killSwitchReads(statements: Statements): KillSwitchReads {
  return {
    killSwitches: () =>
      statements
        .get("SELECT kill_switch FROM kill_switches ORDER BY scope_key")
        .all()
        .map((row) => killSwitchOf(row)!),
  };
}

export function killSwitchWrites(statements: Statements): KillSwitchWrites {
  return {
    putKillSwitch(killSwitch) {
      const key = scopeKey(killSwitch);
      const before = killSwitchOf(statements.get("SELECT kill_switch FROM kill_switches WHERE scope_key = ?").get(key));
      statements
        .get("INSERT OR REPLACE INTO kill_switches (scope_key, kill_switch) VALUES (?, ?)")
        .run(key, JSON.stringify(killSwitch));
      return before;
    },
  };
}

/** One text for each combination, which no other combination has. */
function scopeKey({ scope, module_id, capability, session_id }: KillSwitchScope): string {
  return JSON.stringify([scope, module_id ?? null, capability ?? null, session_id ?? null]);
}

function killSwitchOf(row: Row | undefined): KillSwitchRecord | undefined {
  return row === undefined ? undefined : (JSON.parse(String(row.kill_switch)) as KillSwitchRecord);
}
