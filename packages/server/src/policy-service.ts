import { governedContext } from "@oap/engine";
import {
  compilePolicySet,
  evaluateAction,
  PolicyGovernance,
  type PolicyGovernanceOptions,
  type PolicyIssue,
  type PolicySet,
  type PolicySources,
  type ResolvedAction,
} from "@oap/governance";
import type { PluginRegistry } from "@oap/plugins";
import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import type {
  CapabilityDescriptor,
  ExecTarget,
  PolicyEvaluateParams,
  PolicyEvaluateResult,
  PolicyExplainParams,
  PolicyExplainResult,
  PolicyReloadResult,
} from "@oap/protocol/types";
import type { Exchange } from "./exchange.ts";
import { formatPolicyIssues, readPolicies } from "./policy-folder.ts";
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
  /** Those that hold now, as they were read. */
  #sources: PolicySources;
  #reloading: Promise<unknown> = Promise.resolve();

  private constructor(policySet: PolicySet, sources: PolicySources, options: PolicyServiceOptions) {
    const { onEvaluationFailure } = options;
    this.governance = new PolicyGovernance({ policySet, onEvaluationFailure });
    this.#sources = sources;
    this.#options = options;
  }

  /** @throws StartError with a line for each issue, where the policies cannot be used */
  static async open(options: PolicyServiceOptions): Promise<PolicyService> {
    const { folder, registry, onWarnings } = options;
    const sources = await readPolicies(folder);
    const compilation = compilePolicySet(sources, registry.query());
    if (!compilation.ok) {
      const lines = formatPolicyIssues(folder, compilation.issues);
      throw new StartError(["The policies cannot be used:", ...lines].join("\n"));
    }
    const { policySet } = compilation;
    if (policySet.warnings.length > 0) onWarnings(formatPolicyIssues(folder, policySet.warnings));
    return new PolicyService(policySet, sources, options);
  }

  /** Whether the policies that hold now are right beside these capabilities, whose inputs they may read. */
  assertFit(capabilities: readonly CapabilityDescriptor[]): void {
    if (!this.#readsInputs) return;
    const compilation = compilePolicySet(this.#sources, capabilities);
    if (compilation.ok) return;
    const problems = compilation.issues.map(({ message }) => message).join(" ");
    throw new OapError("INVALID_CAPABILITY", {
      message: `The policies in force do not go with these capabilities: ${problems}`
        .slice(0, messageCharactersMax)
        .toWellFormed(),
    });
  }

  /** The same policies decide on; from now on they can read the inputs of what was registered. */
  capabilitiesChanged(): void {
    if (!this.#readsInputs) return;
    const compilation = compilePolicySet(this.#sources, this.#options.registry.query());
    if (compilation.ok) this.governance.replace(compilation.policySet);
    else this.#options.onRefused(formatPolicyIssues(this.#options.folder, compilation.issues));
  }

  get #readsInputs(): boolean {
    const { reads } = this.governance.policySet;
    return reads.has("context.input") || reads.has("context");
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
    // As work in the session would be decided about; what the question says itself comes first.
    const inSession = session === undefined ? {} : governedContext(session);
    const asked = { ...params, context: { ...inSession, ...context, attributes } };
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
    const { folder, registry, onWarnings } = this.#options;
    const previous = this.governance.policySet.policy_binding_id;
    const sources = await readPolicies(folder).catch(unreadable);
    if ("issues" in sources) return this.#refused(sources.issues);
    const compilation = compilePolicySet(sources, registry.query());
    if (!compilation.ok) return this.#refused(compilation.issues);
    const { policySet } = compilation;
    this.governance.replace(policySet);
    this.#sources = sources;
    const { policy_binding_id, warnings } = policySet;
    if (warnings.length > 0) onWarnings(formatPolicyIssues(folder, warnings));
    return {
      reloaded: true,
      policy_binding_id,
      previous_policy_binding_id: previous,
      ...(warnings.length > 0 && { warnings: issuesAnswered(warnings) }),
    };
  }

  /** Those before hold on. */
  #refused(issues: readonly PolicyIssue[]): PolicyReloadResult {
    const { folder, onRefused } = this.#options;
    const { policy_binding_id } = this.governance.policySet;
    onRefused(formatPolicyIssues(folder, issues));
    return {
      reloaded: false,
      policy_binding_id,
      previous_policy_binding_id: policy_binding_id,
      issues: issuesAnswered(issues),
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
function unreadable(error: unknown): { readonly issues: readonly PolicyIssue[] } {
  if (!(error instanceof StartError)) throw error;
  return { issues: [{ file: "manifest.json", line: 1, column: 1, message: error.message }] };
}

function issuesAnswered(issues: readonly PolicyIssue[]): PolicyIssue[] {
  return issues
    .slice(0, bounds.policyIssuesMax)
    .map((issue) => ({ ...issue, message: issue.message.slice(0, messageCharactersMax).toWellFormed() }));
}

/** As the contract has it. */
const messageCharactersMax = 4096;
