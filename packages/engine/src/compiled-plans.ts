import type { CompiledPlan } from "@oap/plan";
import type { Store } from "@oap/store";

/**
 * Reads compiled plans from the store: one object for all open runs of a plan, which may hold megabytes. It is let go with the
 * last run that uses it.
 */
export class CompiledPlans {
  readonly #store: Store;
  readonly #plans = new Map<string, WeakRef<CompiledPlan>>();
  readonly #collected = new FinalizationRegistry<string>((planId) => {
    if (this.#plans.get(planId)?.deref() === undefined) this.#plans.delete(planId);
  });

  constructor(store: Store) {
    this.#store = store;
  }

  /** The plan must have been submitted. */
  of(planId: string): CompiledPlan {
    const known = this.#plans.get(planId)?.deref();
    if (known !== undefined) return known;
    const plan = this.#store.compiledPlan(planId) as CompiledPlan;
    this.#plans.set(planId, new WeakRef(plan));
    this.#collected.register(plan, planId);
    return plan;
  }
}
