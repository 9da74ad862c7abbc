import { redactText } from "@oap/orchestrator";

export interface CapabilityLabels {
  readonly module: string;
  readonly capability: string;
}

/** Which names are labels: those that the registry has. */
export type IsCapability = (target: { readonly module_id: string; readonly capability: string }) => boolean;

/** So many capabilities are told apart; each is a dozen time series and more. Any further ones are `other`. */
export const labelledCapabilitiesMax = 500;

const other: CapabilityLabels = Object.freeze({ module: "other", capability: "other" });

/** Gives capabilities their labels. It owns those that were given, at most `labelledCapabilitiesMax`, and asks the registry once for each. */
export class CapabilityLabelling {
  readonly #isCapability: IsCapability;
  readonly #modules = new Map<string, Map<string, CapabilityLabels>>();
  #given = 0;

  constructor(isCapability: IsCapability) {
    this.#isCapability = isCapability;
  }

  of(target: { readonly module_id: string; readonly capability: string }): CapabilityLabels {
    return this.#modules.get(target.module_id)?.get(target.capability) ?? this.#give(target);
  }

  #give(target: { readonly module_id: string; readonly capability: string }): CapabilityLabels {
    const { module_id: module, capability } = target;
    if (this.#given >= labelledCapabilitiesMax || !this.#isCapability(target)) return other;
    // Whoever may register a module names it, and what looks like a secret is not repeated.
    if (redactText(module) !== module || redactText(capability) !== capability) return other;
    const labels = Object.freeze({ module, capability });
    const ofModule = this.#modules.get(module) ?? new Map<string, CapabilityLabels>();
    this.#modules.set(module, ofModule.set(capability, labels));
    this.#given += 1;
    return labels;
  }
}
