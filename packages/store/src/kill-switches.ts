import type { KillSwitch } from "@oap/protocol";

/** The contracts' KillSwitch, with its time in milliseconds. */
export interface KillSwitchRecord extends Readonly<Omit<KillSwitch, "set_at">> {
  readonly set_at: number;
}

/** What a switch stops; there is one switch for each combination. */
export type KillSwitchScope = Pick<KillSwitchRecord, "scope" | "module_id" | "capability" | "session_id">;

export interface KillSwitchReads {
  /** All that were ever set, on or off, in the order of their scopes. */
  killSwitches(): readonly KillSwitchRecord[];
}

export interface KillSwitchWrites {
  /** Sets the switch of its scope, and returns what it was before. */
  putKillSwitch(killSwitch: KillSwitchRecord): KillSwitchRecord | undefined;
}
