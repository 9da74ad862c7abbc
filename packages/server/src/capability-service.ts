import type { Caller } from "@oap/engine";
import type { Alongside } from "@oap/identity";
import type { PluginRegistry } from "@oap/plugins";
import type {
  CapabilityDescriptor,
  ControlCapabilityQueryParams,
  ControlCapabilityQueryResult,
  ControlCapabilityRegisterParams,
  ControlCapabilityRegisterResult,
} from "@oap/protocol/types";
import type { Store, StoreTransaction } from "@oap/store";

export interface CapabilityServiceOptions {
  readonly registry: PluginRegistry;
  readonly store: Store;
  readonly now: () => number;
  /** The policies, which may read what capabilities take. */
  readonly policies: () => CapabilityPolicies;
  /** Told of a module that was registered before and cannot be taken up now. */
  readonly onRefused: (error: unknown, moduleId: string) => void;
}

/** Policies as far as they depend on which capabilities there are. */
export interface CapabilityPolicies {
  /** @throws OapError INVALID_CAPABILITY where the present policies would be wrong beside these capabilities */
  assertFit(capabilities: readonly CapabilityDescriptor[]): void;
  /** Hears that there are others now. */
  capabilitiesChanged(): void;
}

/** Registers and lists capabilities; registrations of remote modules outlive the process. */
export class CapabilityService {
  readonly #registry: PluginRegistry;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #policies: () => CapabilityPolicies;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ registry, store, now, policies, onRefused }: CapabilityServiceOptions) {
    this.#registry = registry;
    this.#store = store;
    this.#now = now;
    this.#policies = policies;
    for (const { module_id, capabilities, endpoint } of store.registrations()) {
      try {
        registry.restoreRemote({ module_id, capabilities, ...(endpoint !== undefined && { endpoint }) });
      } catch (error) {
        // A release that brings a module of that name, or checks more, must not keep everything else from starting.
        onRefused(error, module_id);
      }
    }
  }

  /** `control.capability.register`. The registration is on disk before it holds. One follows another, since each builds on what is registered. */
  register(
    params: ControlCapabilityRegisterParams,
    caller: Caller,
    alongside?: Alongside<StoreTransaction, ControlCapabilityRegisterResult>,
  ): Promise<ControlCapabilityRegisterResult> {
    const next = this.#last.then(() => this.#register(params, caller, alongside));
    this.#last = next.catch(() => {});
    return next;
  }

  async #register(
    params: ControlCapabilityRegisterParams,
    caller: Caller,
    alongside: Alongside<StoreTransaction, ControlCapabilityRegisterResult> | undefined,
  ): Promise<ControlCapabilityRegisterResult> {
    const prepared = this.#registry.prepareRemote(params);
    const { module_id, capabilities } = prepared.registration;
    // Else the policies could be wrong at the next start, which would then fail.
    const others = this.#registry.query().filter((each) => each.module_id !== module_id);
    this.#policies().assertFit([...others, ...capabilities.map((each) => ({ ...each, module_id }))]);
    const record = { ...prepared.registration, registered_by: caller.id, registered_at: this.#now() };
    const result = { registered: [...prepared.registered] };
    await this.#store.transact((transaction) => {
      transaction.putRegistration(record);
      alongside?.(transaction, result);
    });
    prepared.commit();
    this.#policies().capabilitiesChanged();
    return result;
  }

  /** `control.capability.query` */
  query(params: ControlCapabilityQueryParams): ControlCapabilityQueryResult {
    return { capabilities: this.#registry.query(params) };
  }
}
