import { keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import type { Effect } from "../finding.ts";
import type { RuleId } from "../rules.ts";
import type { Comparing } from "./comparing.ts";
import type { Edit } from "./edit.ts";
import { resolved } from "./match-branches.ts";
import { propertiesOf } from "./object-edits.ts";
import { referredName } from "./schema-identity.ts";
import { stepsOf } from "./schema-step.ts";

/** The members by which JSON-RPC's envelopes are known: the version, and the identifier of the exchange. */
const versionMember = "jsonrpc";
const idMember = "id";

/** Edits of the envelope itself concern every operation, and have rules of their own. */
export function envelopeRule(edit: Edit, rule: RuleId, effect: Effect, comparing: Comparing): RuleId {
  if (rule === "const-changed" && isEnvelopeMember(edit, versionMember, comparing)) return "envelope-version-changed";
  const narrows = effect === "narrow" || effect === "incomparable";
  if (narrows && isScalarRule(rule) && isEnvelopeMember(edit, idMember, comparing)) return "id-type-narrowed";
  return rule;
}

function isScalarRule(rule: RuleId): boolean {
  return /^(type|null|const|enum|pattern|format|min-length|max-length|minimum|maximum)-/.test(rule);
}

/** Whether the edit is at a member of an envelope: one in the subject, or the named schema of one. */
function isEnvelopeMember({ position }: Edit, member: string, { base, baseReach, pairs }: Comparing): boolean {
  const { subject } = position;
  const steps = stepsOf(position.basePath).filter(({ kind }) => kind !== "ref" && kind !== "branch");
  const baseName = pairs.baseName.get(subject.name) ?? subject.name;
  if (steps.length === 0 && subject.part === "type") {
    return baseReach.roots.some(
      ({ schema }) => isEnvelope(schema, base) && referredName(memberSchema(schema, member, base)) === baseName,
    );
  }
  const [step] = steps;
  if (steps.length !== 1 || step?.kind !== "property" || step.name !== member) return false;
  if (subject.part === "type") return isEnvelope(base.definitions[baseName] ?? true, base);
  return baseReach.roots.some(
    (root) =>
      root.subject.name === subject.name && root.subject.payload === subject.payload && isEnvelope(root.schema, base),
  );
}

function isEnvelope(schema: JsonSchema, contract: Contract): boolean {
  const properties = propertiesOf(resolved(schema, contract));
  return Object.hasOwn(properties, versionMember) && Object.hasOwn(properties, idMember);
}

function memberSchema(schema: JsonSchema, member: string, contract: Contract): unknown {
  return keywordsOf(propertiesOf(resolved(schema, contract))[member] ?? true).$ref;
}
