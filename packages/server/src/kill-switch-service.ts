import { abortsRunning, type KillSwitches, killSwitchesOf, listKillSwitches, setKillSwitch } from "@oap/governance";
import type { Alongside } from "@oap/identity";
import { redactText } from "@oap/orchestrator";
import { OapError } from "@oap/protocol/errors";
import type {
  ControlKillSwitchGetParams,
  ControlKillSwitchGetResult,
  ControlKillSwitchSetParams,
  ControlKillSwitchSetResult,
  ExecTarget,
  KillSwitch,
  ValidationIssue,
} from "@oap/protocol/types";
import type { KillSwitchRecord, Store, StoreTransaction } from "@oap/store";

export interface KillSwitchServiceOptions {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Ends the attempts that run at certain targets, in certain sessions; resolves when that is on disk. */
export type AbortRunning = (
  isTarget: (target: ExecTarget, sessionId: string | undefined) => boolean,
  killSwitch: KillSwitch,
) => Promise<void>;

/**
 * The kill switches. It owns those that hold now.
 *
 * 1. Those that hold are those on disk, in the order in which they were set there.
 * 2. When setting one has resolved, it holds for every decision and attempt from then on.
 */
export class KillSwitchService {
  readonly #store: Store;
  readonly #now: () => number;
  #switches: KillSwitches;

  constructor({ store, now }: KillSwitchServiceOptions) {
    this.#store = store;
    this.#now = now;
    this.#switches = switchesOf(store.killSwitches());
  }

  /** Those that hold now. */
  get switches(): KillSwitches {
    return this.#switches;
  }

  /**
   * `control.killSwitch.set`. `abortRunning` is told which attempts to abort, and by which switch, where one asks for it.
   * @throws OapError INVALID_PARAMS for members that do not go together, or when there are too many switches
   */
  async set(
    { reason, ...asked }: ControlKillSwitchSetParams,
    by: string,
    abortRunning: AbortRunning,
    alongside?: Alongside<StoreTransaction, ControlKillSwitchSetResult>,
  ): Promise<ControlKillSwitchSetResult> {
    // Whoever is refused because of it reads the reason.
    const params = {
      ...asked,
      ...(reason !== undefined && { reason: redactText(reason).slice(0, reasonCharactersMax).toWellFormed() }),
    };
    const result = await this.#store.transact((transaction) => {
      const now = this.#now();
      const at = new Date(now).toISOString();
      const setting = setKillSwitch(switchesOf(transaction.killSwitches()), params, { by, at });
      if (!setting.ok) throw invalid(setting.issues);
      const { set_at: _at, ...killSwitch } = setting.result.kill_switch;
      transaction.putKillSwitch({ ...killSwitch, set_at: now });
      alongside?.(transaction, setting.result);
      return setting.result;
    });
    this.#switches = switchesOf(this.#store.killSwitches());
    const { kill_switch } = result;
    if (kill_switch.active && kill_switch.abort_running === true) {
      const it = killSwitchesOf([kill_switch]);
      await abortRunning((target, session_id) => abortsRunning(it, { ...target, session_id }), kill_switch);
    }
    return result;
  }

  /** `control.killSwitch.get` */
  get({ scope }: ControlKillSwitchGetParams): ControlKillSwitchGetResult {
    return { kill_switches: [...listKillSwitches(this.#switches, scope)] };
  }
}

/** As the contract has it. */
const reasonCharactersMax = 2048;

function switchesOf(records: readonly KillSwitchRecord[]): KillSwitches {
  return killSwitchesOf(records.map((record) => ({ ...record, set_at: new Date(record.set_at).toISOString() })));
}

function invalid(issues: readonly ValidationIssue[]): OapError {
  const message = issues.map(({ message }) => message).join(" ");
  return new OapError("INVALID_PARAMS", { message, details: { issues: issues as never } });
}
