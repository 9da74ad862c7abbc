import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { authorizationCall, type PolicyFacts } from "./policy-facts.ts";

export type CedarAnswer =
  | {
      readonly ok: true;
      readonly allowed: boolean /** The policies that decided. */;
      readonly fired: readonly string[];
    }
  | { readonly ok: false; readonly failures: readonly EvaluationFailure[] };

/** A policy that could not be evaluated. The message is for operators: values of a request may be in it. */
export interface EvaluationFailure {
  readonly policy?: string;
  readonly message: string;
}

/**
 * Policies that Cedar has parsed once and keeps. Owns one place in Cedar's cache, which has no removal: places are used again.
 *
 * 1. Whatever goes wrong is an answer that is not ok, which is a denial. Cedar itself would skip a `forbid` whose condition errors.
 * 2. After `dispose` every answer is not ok.
 */
export class PreparsedPolicies {
  readonly #place: string;
  #disposed = false;

  /** `policies` are texts of single policies, by id. They parse: `compilePolicySet` has seen to it. */
  constructor(policies: Readonly<Record<string, string>>) {
    this.#place = freePlaces.pop() ?? `oap-${placesUsed++}`;
    const answer = preparsePolicySet(this.#place, { staticPolicies: { ...policies } });
    if (answer.type === "failure") {
      this.dispose();
      throw new TypeError(`The policies do not parse: ${answer.errors[0]?.message}`);
    }
  }

  ask(facts: PolicyFacts): CedarAnswer {
    if (this.#disposed) return failed([{ message: "The policies were disposed of." }]);
    try {
      const answer = statefulIsAuthorized(authorizationCall(facts, this.#place));
      if (answer.type === "failure") return failed(answer.errors.map(({ message }) => ({ message })));
      const { decision, diagnostics } = answer.response;
      if (diagnostics.errors.length > 0) {
        return failed(diagnostics.errors.map(({ policyId, error }) => ({ policy: policyId, message: error.message })));
      }
      return { ok: true, allowed: decision === "allow", fired: [...diagnostics.reason].sort() };
    } catch (error) {
      return failed([{ message: error instanceof Error ? error.message : String(error) }]);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    preparsePolicySet(this.#place, { staticPolicies: {} });
    freePlaces.push(this.#place);
  }
}

const freePlaces: string[] = [];
let placesUsed = 0;

function failed(failures: readonly EvaluationFailure[]): CedarAnswer {
  return { ok: false, failures };
}
