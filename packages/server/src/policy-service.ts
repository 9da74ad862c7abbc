import {
  evaluateAction,
  PolicyGovernance,
  type PolicyGovernanceOptions,
  type PolicyIssue,
  type ResolvedAction,
} from "@oap/governance";
import type { PluginRegistry } from "@oap/plugins";
import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import type {
  ExecTarget,
  PolicyEvaluateParams,
  PolicyEvaluateResult,
  PolicyExplainParams,
  PolicyExplainResult,
  PolicyReloadResult,
} from "@oap/protocol/types";
import type { Exchange } from "./exchange.ts";
import { compilePolicyFolder, formatPolicyIssues } from "./policy-folder.ts";
import { StartError } from "./start-error.ts";

export interface PolicyServiceOptions {
  /** Where the policies are. */
  readonly folder: string;
  /** Which capabilities there are. */
  readonly registry: PluginRegistry;
  /** Told of each policy that could not be evaluated, for the log alone. */
  readonly onEvaluationFailure: NonNullable<PolicyGovernanceOptions["onEvaluationFailure"]>;
  /** Told of what looks wrong in the policies that hold now, one line each. */
  readonly onWarnings: (lines: readonly string[]) => void;
  /** Told why policies were not taken, one line each; those before them hold on. */
  readonly onRefused: (lines: readonly string[]) => void;
}

/** The policies of one folder: decided by, evaluated, explained and reloaded. */
export class PolicyService {
  readonly governance: PolicyGovernance;
  readonly #options: PolicyServiceOptions;
  #reloading: Promise<unknown> = Promise.resolve();

  private constructor(governance: PolicyGovernance, options: PolicyServiceOptions) {
    this.governance = governance;
    this.#options = options;
  }

  /** @throws StartError with a line for each issue, where the policies cannot be used */
  static async open(options: PolicyServiceOptions): Promise<PolicyService> {
    const { folder, registry, onEvaluationFailure, onWarnings } = options;
    const compilation = await compilePolicyFolder(folder, registry.query());
    if (!compilation.ok) {
      const lines = formatPolicyIssues(folder, compilation.issues);
      throw new StartError(["The policies cannot be used:", ...lines].join("\n"));
    }
    const { policySet } = compilation;
    if (policySet.warnings.length > 0) onWarnings(formatPolicyIssues(folder, policySet.warnings));
    return new PolicyService(new PolicyGovernance({ policySet, onEvaluationFailure }), options);
  }

  /** `policy.reload`. One after the other, so that what was written last is what holds. */
  reload(): Promise<PolicyReloadResult> {
    const reloaded = this.#reloading.then(() => this.#reload());
    this.#reloading = reloaded.catch(() => {});
    return reloaded;
  }

  /** `policy.evaluate` */
  evaluate(params: PolicyEvaluateParams, { caller, session, decided }: Exchange): PolicyEvaluateResult {
    const { context } = params;
    const attributes = { ...session?.attributes, ...context.attributes };
    const asked = { ...params, context: { ...context, attributes } };
    const { result, decision } = evaluateAction(this.governance, asked, caller, (target) => this.#resolve(target));
    decided(decision);
    return result;
  }

  /** `policy.explain` */
  explain({ policy_binding_id }: PolicyExplainParams): PolicyExplainResult {
    const explanation = this.governance.explain(policy_binding_id);
    if (explanation !== undefined) return explanation;
    const message = "This control plane does not know this binding, or no longer.";
    throw new OapError("INVALID_PARAMS", {
      message: `\`/params/policy_binding_id\`: ${message}`,
      details: { issues: [{ pointer: "/params/policy_binding_id", keyword: "exists", message }] },
    });
  }

  async #reload(): Promise<PolicyReloadResult> {
    const { folder, registry, onWarnings, onRefused } = this.#options;
    const previous = this.governance.policySet.policy_binding_id;
    const compilation = await compilePolicyFolder(folder, registry.query()).catch(unreadable);
    if (!compilation.ok) {
      const { issues } = compilation;
      onRefused(formatPolicyIssues(folder, issues));
      return {
        reloaded: false,
        policy_binding_id: previous,
        previous_policy_binding_id: previous,
        issues: issuesAnswered(issues),
      };
    }
    const { policySet } = compilation;
    this.governance.replace(policySet);
    const { policy_binding_id, warnings } = policySet;
    if (warnings.length > 0) onWarnings(formatPolicyIssues(folder, warnings));
    return {
      reloaded: true,
      policy_binding_id,
      previous_policy_binding_id: previous,
      ...(warnings.length > 0 && { warnings: issuesAnswered(warnings) }),
    };
  }

  #resolve(target: ExecTarget): ResolvedAction | undefined {
    const { registry } = this.#options;
    const resolution = registry.resolve(target);
    if (!resolution.ok) return undefined;
    const { version, risk, idempotent } = resolution.capability;
    const constraints = registry.find({ ...target, version })?.descriptor.constraints;
    return { version, risk, idempotent, ...(constraints && { constraints }) };
  }
}

/** A folder that cannot be read now is an issue like any other: the policies before it hold on. */
function unreadable(error: unknown): { readonly ok: false; readonly issues: readonly PolicyIssue[] } {
  if (!(error instanceof StartError)) throw error;
  return { ok: false, issues: [{ file: "manifest.json", line: 1, column: 1, message: error.message }] };
}

function issuesAnswered(issues: readonly PolicyIssue[]): PolicyIssue[] {
  return issues
    .slice(0, bounds.policyIssuesMax)
    .map((issue) => ({ ...issue, message: issue.message.slice(0, messageCharactersMax) }));
}

/** As the contract has it. */
const messageCharactersMax = 4096;
