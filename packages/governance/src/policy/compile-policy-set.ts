import {
  type DetailedError,
  policySetTextToParts,
  policyToJson,
  type SchemaJson,
  type ValidationError,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import { contentHash } from "@oap/ledger";
import { type CapabilityDescriptor, capabilities, operations } from "@oap/protocol";
import { actionName } from "../governance.ts";
import { type InputType, inputTypeOf } from "./cedar-input.ts";
import { actionGroups, cedarSchema } from "./cedar-schema.ts";
import { type PolicyIssue, positionOf } from "./policy-issue.ts";
import { type PolicyManifest, readManifest } from "./policy-manifest.ts";
import { type EntityName, type PolicyReads, readsOf } from "./policy-reads.ts";
import { type PolicyRule, readRule } from "./policy-rule.ts";
import { manifestFile, type PolicySources } from "./policy-sources.ts";

/** A checked set of policies. It is data; `PolicyGovernance` decides by it. */
export interface PolicySet {
  /** `sha256:` and the hash of the RFC 8785 form of the sources: the same rules, the same binding. */
  readonly policy_binding_id: string;
  readonly name: string;
  readonly description: string;
  /** By id, in the order of the manifest. */
  readonly rules: ReadonlyMap<string, PolicyRule>;
  readonly reads: PolicyReads;
  /** What the policies may read of the input of each capability that they name. */
  readonly inputTypes: ReadonlyMap<string, InputType | undefined>;
  /** What looks wrong and is not forbidden, such as the name of a capability that nobody has registered yet. */
  readonly warnings: readonly PolicyIssue[];
}

export type PolicyCompilation =
  | { readonly ok: true; readonly policySet: PolicySet }
  | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

/** All `*.cedar` files together have at most this many bytes. */
const sourceBytesMax = 1024 * 1024;
const rulesMax = 1000;

/**
 * Reads, checks and hashes a set of policies: syntax, annotations, then types against the Cedar schema of the contracts. A set with
 * any issue is no set. `registered` are capabilities beside those of the contracts, as `control.capability.query` answers them.
 */
export function compilePolicySet(
  sources: PolicySources,
  registered: readonly CapabilityDescriptor[] = [],
): PolicyCompilation {
  const read = readManifest(sources);
  if ("issues" in read) return { ok: false, issues: read.issues };
  const size = Object.values(sources.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > sourceBytesMax) return wrongAsAWhole(`The policies have more than ${sourceBytesMax} bytes.`);
  try {
    return compile(sources, read.manifest, inputsOf(registered));
  } catch (error) {
    return wrongAsAWhole(`The policies cannot be compiled: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A policy where it stands in its file. */
interface PlacedPolicy {
  readonly rule: PolicyRule;
  readonly reads: PolicyReads;
  readonly names: readonly EntityName[];
  /** Where its text begins in its file, in bytes. */
  readonly offset: number;
}

function compile(
  sources: PolicySources,
  manifest: PolicyManifest,
  inputs: ReadonlyMap<string, CapabilityDescriptor["input"]>,
): PolicyCompilation {
  const issues: PolicyIssue[] = [];
  const policies = manifest.order.flatMap((file) => readFile(file, sources.files[file] ?? "", issues));
  checkTogether(policies, issues);
  if (issues.length > 0) return { ok: false, issues };

  const reads = new Set(policies.flatMap((policy) => [...policy.reads]));
  const inputTypes = inputTypesOf(policies, reads, inputs);
  const schema = cedarSchema(inputTypes);
  const warnings = policies.flatMap((policy) => unknownNames(policy, inputs));
  const checked = checkTypes(policies, sources.files, schema);
  warnings.push(...checked.warnings);
  if (checked.issues.length > 0) return { ok: false, issues: checked.issues };
  if (policies.length === 0)
    warnings.push(issueAt(manifestFile, "", 0, "There are no policies, so everything is denied."));
  return {
    ok: true,
    policySet: {
      policy_binding_id: bindingOf(sources, manifest),
      name: manifest.name,
      description: manifest.description,
      rules: new Map(policies.map(({ rule }) => [rule.id, rule])),
      reads,
      inputTypes,
      warnings,
    },
  };
}

function readFile(file: string, text: string, issues: PolicyIssue[]): readonly PlacedPolicy[] {
  const parts = policySetTextToParts(text);
  if (parts.type === "failure") {
    issues.push(...parts.errors.map((error) => cedarIssue(file, text, error, 0)));
    return [];
  }
  for (const template of parts.policy_templates) {
    issues.push(
      issueAt(file, text, offsetOf(text, template), "Templates, with `?principal` or `?resource`, are not used here."),
    );
  }
  const policies = parts.policies.flatMap((source): PlacedPolicy[] => {
    const at = offsetOf(text, source);
    const json = policyToJson(source);
    if (json.type === "failure") {
      issues.push(...json.errors.map(({ message }) => issueAt(file, text, at, message)));
      return [];
    }
    const read = readRule(json.json, { file, line: positionOf(text, at).line, source });
    if ("rule" in read) return [{ rule: read.rule, ...readsOf(json.json), offset: at }];
    issues.push(...read.problems.map((problem) => issueAt(file, text, at, problem)));
    return [];
  });
  return policies.sort((a, b) => a.offset - b.offset);
}

/** What no policy shows by itself: names that are taken, and inputs that are read without saying so. */
function checkTogether(policies: readonly PlacedPolicy[], issues: PolicyIssue[]): void {
  const first = new Map<string, PolicyRule>();
  for (const { rule, reads } of policies) {
    const { id, file, line, input } = rule;
    const issue = (message: string): number => issues.push({ file, line, column: 1, message });
    const taken = first.get(id);
    if (taken !== undefined) issue(`The policy at ${taken.file}:${taken.line} has the \`@id\` ${id} too.`);
    else first.set(id, rule);
    const readsInput = reads.has("context.input") || reads.has("context");
    if (readsInput && !input) issue("The policy reads the action's input. If it must, it says so by `@input`.");
    if (!readsInput && input) issue("The policy has `@input` and does not read `context.input`.");
  }
  const extra = policies[rulesMax]?.rule;
  if (extra === undefined) return;
  issues.push({ file: extra.file, line: extra.line, column: 1, message: `A set has at most ${rulesMax} policies.` });
}

/** The capabilities that the policies name by their actions, with what is read of their inputs. */
function inputTypesOf(
  policies: readonly PlacedPolicy[],
  reads: PolicyReads,
  inputs: ReadonlyMap<string, CapabilityDescriptor["input"]>,
): ReadonlyMap<string, InputType | undefined> {
  const members = new Set<string>();
  for (const read of reads) if (read.startsWith("context.input.")) members.add(read.slice("context.input.".length));
  const whole = members.has("*") || reads.has("context");
  const named = policies.flatMap(({ names }) => names).filter(isCapabilityAction);
  return new Map(
    named.map(({ id }) => {
      const schema = reads.has("context.input") || whole ? inputs.get(id) : undefined;
      return [id, schema && inputTypeOf(schema, whole ? undefined : members)];
    }),
  );
}

/** Actions that could be a capability's: neither a group nor an operation, and with a dot. Cedar refuses the others itself. */
function isCapabilityAction({ type, id }: EntityName): boolean {
  const groups: readonly string[] = Object.values(actionGroups);
  return type === "Action" && !groups.includes(id) && !Object.hasOwn(operations, id) && /[^.]\.[^.]/.test(id);
}

function unknownNames(
  { rule, names }: PlacedPolicy,
  inputs: ReadonlyMap<string, CapabilityDescriptor["input"]>,
): readonly PolicyIssue[] {
  const known = [...inputs.keys()];
  const unknown = names.filter((name) => {
    if (name.type === "Module") return !known.some((action) => action.startsWith(`${name.id}.`));
    return (name.type === "Capability" || isCapabilityAction(name)) && !inputs.has(name.id);
  });
  return unknown.map(({ type, id }) => ({
    file: rule.file,
    line: rule.line,
    column: 1,
    message: `The policy \`${rule.id}\` names ${type}::${JSON.stringify(id)}, which nobody has registered.`,
  }));
}

/** By Cedar's validator. A policy that can never apply is an issue as well: it is not what its author meant. */
function checkTypes(
  policies: readonly PlacedPolicy[],
  files: PolicySources["files"],
  schema: SchemaJson<string>,
): { readonly issues: readonly PolicyIssue[]; readonly warnings: readonly PolicyIssue[] } {
  const placed = new Map(policies.map((policy) => [policy.rule.id, policy]));
  const staticPolicies = Object.fromEntries(policies.map(({ rule }) => [rule.id, rule.source]));
  const asAWhole = (error: DetailedError): PolicyIssue => cedarIssue(manifestFile, "", error, 0);
  const answer = validate({ schema, policies: { staticPolicies } });
  if (answer.type === "failure") return { issues: answer.errors.map(asAWhole), warnings: [] };
  const issueOf = ({ policyId, error }: ValidationError): PolicyIssue => {
    const policy = placed.get(policyId);
    if (policy === undefined) return asAWhole(error);
    const message = error.message.replace(/^for policy `[^`]*`[:,] /, `The policy \`${policyId}\`: `);
    return cedarIssue(policy.rule.file, files[policy.rule.file] ?? "", { ...error, message }, policy.offset);
  };
  const { validationErrors, validationWarnings, otherWarnings } = answer;
  const failing = new Set(validationErrors.map(({ policyId }) => policyId));
  const never = validationWarnings.filter(({ policyId, error }) => isNever(error) && !failing.has(policyId));
  const others = validationWarnings.filter(({ error }) => !isNever(error));
  return {
    issues: [...validationErrors, ...never].map(issueOf),
    warnings: [...others.map(issueOf), ...otherWarnings.map(asAWhole)],
  };
}

function isNever({ message }: DetailedError): boolean {
  return message.includes("policy is impossible");
}

function cedarIssue(
  file: string,
  text: string,
  { message, help, sourceLocations = [] }: DetailedError,
  offset: number,
): PolicyIssue {
  const label = sourceLocations[0]?.label;
  const hints = [label, help].filter((hint) => hint !== null && hint !== undefined && hint !== "");
  const whole = [message.replace("failed to parse policies from string: ", ""), ...hints].join("; ");
  return issueAt(file, text, offset + (sourceLocations[0]?.start ?? 0), whole);
}

function issueAt(file: string, text: string, byteOffset: number, message: string): PolicyIssue {
  return { file, ...positionOf(text, byteOffset), message };
}

function offsetOf(text: string, part: string): number {
  return Buffer.byteLength(text.slice(0, Math.max(0, text.indexOf(part))));
}

function wrongAsAWhole(message: string): PolicyCompilation {
  return { ok: false, issues: [issueAt(manifestFile, "", 0, message)] };
}

function bindingOf({ files }: PolicySources, { name, description, order }: PolicyManifest): string {
  return contentHash({ files, manifest: { name, description, order } });
}

/** The input schemas of all capabilities that are known, by the names of their actions. */
function inputsOf(registered: readonly CapabilityDescriptor[]): ReadonlyMap<string, CapabilityDescriptor["input"]> {
  const published = Object.values(capabilities).flatMap((module): CapabilityDescriptor[] => Object.values(module));
  return new Map(
    [...published, ...registered].map(({ module_id = "", name, input }) => [
      actionName({ module_id, capability: name }),
      input,
    ]),
  );
}
