import { type CapabilityDescriptor, operations, type PolicyExplainResult } from "@oap/protocol";
import {
  actionName,
  denial,
  type Governance,
  type GovernanceDecision,
  type GovernanceRequest,
  type OperationRequest,
} from "../governance.ts";
import { combineRules } from "./combine-rules.ts";
import { compilePolicySet, type PolicySet } from "./compile-policy-set.ts";
import { type CacheStatistics, DecisionCache } from "./decision-cache.ts";
import { explainPolicySet, explanationsWithoutPolicies } from "./explain-policy-set.ts";
import { capabilityFacts, operationFacts, type PolicyFacts } from "./policy-facts.ts";
import type { PolicyIssue } from "./policy-issue.ts";
import type { PolicySources } from "./policy-sources.ts";
import { type CedarAnswer, type EvaluationFailure, PreparsedPolicies } from "./preparsed-policies.ts";

export interface PolicyGovernanceOptions {
  readonly policySet: PolicySet;
  /** How many decisions are kept; 0 for none. Default 10,000. */
  readonly cachedDecisionsMax?: number;
  /** Told of each policy that could not be evaluated. What it says may hold values of a request: it is for the log alone. */
  readonly onEvaluationFailure?: (failures: readonly EvaluationFailure[], action: string) => void;
}

export type PolicyReload =
  | {
      readonly ok: true;
      readonly policy_binding_id: string;
      readonly previous: string;
      readonly warnings: readonly PolicyIssue[];
    }
  /** The set before is kept, and decides on. */
  | { readonly ok: false; readonly policy_binding_id: string; readonly issues: readonly PolicyIssue[] };

/** Explanations of as many sets are kept, the present one included; older bindings are no longer known. */
const policySetsKeptMax = 16;

/**
 * Decides by a set of Cedar policies. Owns the present set, its decisions and the explanations of sets before it.
 *
 * 1. It never throws and never fails open: what cannot be evaluated is a DENY, and so is what no policy allows.
 * 2. A decision depends on the facts that its set looks at alone, and is cached by exactly these.
 * 3. A set is replaced between two decisions, with all of its cached ones; a broken set replaces nothing.
 */
export class PolicyGovernance implements Governance {
  readonly #options: PolicyGovernanceOptions;
  readonly #explanations = new Map<string, PolicyExplainResult>();
  #policySet: PolicySet;
  #policies: PreparsedPolicies;
  #cache: DecisionCache;

  constructor(options: PolicyGovernanceOptions) {
    this.#options = options;
    this.#policySet = options.policySet;
    this.#policies = preparse(options.policySet);
    this.#cache = this.#newCache();
    this.#remember(options.policySet);
  }

  get policySet(): PolicySet {
    return this.#policySet;
  }

  get cacheStatistics(): CacheStatistics {
    return this.#cache.statistics;
  }

  decide(request: GovernanceRequest): GovernanceDecision {
    const { risk } = request;
    const action = actionName(request.target);
    if (Object.hasOwn(operations, action)) {
      // Else a rule about the operation would be one about the capability.
      return this.#denial({ action, risk }, `${action} is the name of an operation, which no capability may have.`);
    }
    return this.#decided({ action, risk }, ({ reads, inputTypes }) => capabilityFacts(request, reads, inputTypes));
  }

  decideOperation(request: OperationRequest): GovernanceDecision {
    return this.#decided({ action: request.operation, risk: "LOW" }, ({ reads }) => operationFacts(request, reads));
  }

  /** Compiles other sources and decides by them from now on; where they have issues, everything stays as it is. */
  reload(sources: PolicySources, registered?: readonly CapabilityDescriptor[]): PolicyReload {
    const previous = this.#policySet.policy_binding_id;
    const compilation = compilePolicySet(sources, registered);
    if (!compilation.ok) return { ok: false, policy_binding_id: previous, issues: compilation.issues };
    const { policySet } = compilation;
    this.replace(policySet);
    return { ok: true, policy_binding_id: policySet.policy_binding_id, previous, warnings: policySet.warnings };
  }

  replace(policySet: PolicySet): void {
    const policies = preparse(policySet);
    this.#policies.dispose();
    this.#policySet = policySet;
    this.#policies = policies;
    this.#cache = this.#newCache();
    this.#remember(policySet);
  }

  /** The answer to `policy.explain`; nothing for a binding that is not known. */
  explain(binding: string): PolicyExplainResult | undefined {
    const known = this.#explanations.get(binding);
    if (known !== undefined) return known;
    const explanation = Object.hasOwn(explanationsWithoutPolicies, binding)
      ? explanationsWithoutPolicies[binding]
      : undefined;
    return explanation === undefined ? undefined : { explanation };
  }

  /** Frees what Cedar keeps. Everything is denied afterwards. */
  dispose(): void {
    this.#cache.clear();
    this.#policies.dispose();
  }

  #decided(
    about: Pick<PolicyFacts, "action" | "risk">,
    factsOf: (policySet: PolicySet) => PolicyFacts,
  ): GovernanceDecision {
    try {
      const facts = factsOf(this.#policySet);
      const key = JSON.stringify(facts);
      const cached = this.#cache.get(key);
      if (cached !== undefined) return cached;
      const answer = this.#policies.ask(facts);
      // What could not be evaluated is asked again, so that it is noted each time.
      if (!answer.ok) return this.#failed(about, answer.failures);
      const decision = Object.freeze(this.#combined(answer, facts));
      this.#cache.set(key, decision);
      return decision;
    } catch (error) {
      return this.#failed(about, [{ message: error instanceof Error ? error.message : String(error) }]);
    }
  }

  #combined(answer: Extract<CedarAnswer, { ok: true }>, facts: PolicyFacts): GovernanceDecision {
    const { rules, policy_binding_id } = this.#policySet;
    const fired = answer.fired.map((id) => {
      const rule = rules.get(id);
      if (rule === undefined) throw new TypeError("Cedar named a policy that the set does not have.");
      return rule;
    });
    const decision = combineRules(fired, facts, policy_binding_id);
    // Cedar and the annotations must agree about what is denied.
    if (answer.allowed === (decision.decision === "DENY")) throw new TypeError("Cedar decided otherwise.");
    return decision;
  }

  #failed(about: Pick<PolicyFacts, "action" | "risk">, failures: readonly EvaluationFailure[]): GovernanceDecision {
    try {
      this.#options.onEvaluationFailure?.(failures, about.action);
    } catch {
      // Whoever listens cannot change what is decided.
    }
    const policies = failures.flatMap(({ policy }) => (policy === undefined ? [] : [`\`${policy}\``]));
    const what = policies.length === 0 ? "Policy" : `The policy ${[...new Set(policies)].join(", ")}`;
    return this.#denial(about, `${what} could not be evaluated, and so it is denied.`);
  }

  #denial({ action, risk }: Pick<PolicyFacts, "action" | "risk">, reason: string): GovernanceDecision {
    return denial({ action, binding: this.#policySet.policy_binding_id, risk, rules: [], reasons: [reason] });
  }

  #newCache(): DecisionCache {
    return new DecisionCache(this.#options.cachedDecisionsMax ?? 10_000);
  }

  #remember(policySet: PolicySet): void {
    const { policy_binding_id } = policySet;
    this.#explanations.delete(policy_binding_id);
    this.#explanations.set(policy_binding_id, explainPolicySet(policySet));
    if (this.#explanations.size <= policySetsKeptMax) return;
    this.#explanations.delete(this.#explanations.keys().next().value ?? "");
  }
}

function preparse({ rules }: PolicySet): PreparsedPolicies {
  return new PreparsedPolicies(Object.fromEntries([...rules].map(([id, { source }]) => [id, source])));
}
