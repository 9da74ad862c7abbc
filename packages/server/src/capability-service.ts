import type { Caller } from "@oap/engine";
import type { PluginRegistry } from "@oap/plugins";
import type {
  ControlCapabilityQueryParams,
  ControlCapabilityQueryResult,
  ControlCapabilityRegisterParams,
  ControlCapabilityRegisterResult,
} from "@oap/protocol/types";
import type { Store } from "@oap/store";

export interface CapabilityServiceOptions {
  readonly registry: PluginRegistry;
  readonly store: Store;
  readonly now: () => number;
}

/** Registers and lists capabilities; registrations of remote modules outlive the process. */
export class CapabilityService {
  readonly #registry: PluginRegistry;
  readonly #store: Store;
  readonly #now: () => number;

  constructor({ registry, store, now }: CapabilityServiceOptions) {
    this.#registry = registry;
    this.#store = store;
    this.#now = now;
    for (const { module_id, capabilities, endpoint } of store.registrations()) {
      registry.registerRemote(module_id, capabilities, endpoint);
    }
  }

  /** `control.capability.register`. The registration is on disk before it is answered. */
  async register(params: ControlCapabilityRegisterParams, caller: Caller): Promise<ControlCapabilityRegisterResult> {
    const { module_id, capabilities, endpoint } = params;
    const registered = this.#registry.registerRemote(module_id, capabilities, endpoint);
    await this.#store.transact((transaction) =>
      transaction.putRegistration({
        module_id,
        capabilities: this.#registry.query({ module_id }),
        ...(endpoint !== undefined && { endpoint }),
        registered_by: caller.id,
        registered_at: this.#now(),
      }),
    );
    return { registered };
  }

  /** `control.capability.query` */
  query(params: ControlCapabilityQueryParams): ControlCapabilityQueryResult {
    return { capabilities: this.#registry.query(params) };
  }
}
