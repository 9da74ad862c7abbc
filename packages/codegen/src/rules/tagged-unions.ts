import type { JsonSchema } from "../json-schema.ts";
import type { LintContext } from "../lint-context.ts";
import { mapSchema } from "../map-schema.ts";
import type { TypeDraft } from "../publish-types.ts";
import type { Rule } from "../rule.ts";
import { branchesOf, holdsObject, type SchemaNamed, tagValues } from "../union-branches.ts";
import type { Finding } from "../violation.ts";

/**
 * A union of objects is a named type whose branches a tag tells apart, or says in `untagged` why it has none. Without
 * that, Go reads it as `any` and Java as `Object`. A union with at most one object in it needs no tag.
 */
export const taggedUnions: Rule = {
  name: "tagged-unions",
  title: "A union of objects has a tag.",
  explanation:
    "Without a required constant that tells its branches apart, Go reads the union as `any` and Java as `Object`, and a reader of a payload has to guess. Where there can be none, `untagged` says why.",
  level: "error",
  necessary: "a discriminator that does not tell branches apart is a wrong document.",
  bad: 'defineType({ ...rest, name: "Answer", schema: Type.Union([ref(ParcelTrackParams), ref(ParcelTrackResult)]) })',
  good: 'defineType({ ...rest, name: "Happening", discriminator: "kind", schema: Type.Union([ref(ParcelScanned), ref(ParcelDelivered)]) })',
  check: (context) =>
    context.types.filter(({ envelopeOf }) => envelopeOf === undefined).flatMap((draft) => findings(draft, context)),
};

function findings(draft: TypeDraft, { typesByName }: LintContext): readonly Finding[] {
  const { spec, published } = draft;
  const schemaNamed: SchemaNamed = (name) => typesByName.get(name)?.published.schema;
  const finding = (message: string, mend: string): Finding => ({ name: spec.name, message, mend });
  const root = published.schema;
  const found: Finding[] = [];
  mapSchema(root, (node) => {
    if (node !== root && isObjectUnion(node, schemaNamed) && !sameBranches(node, root)) {
      found.push(
        finding("It has a union of objects inside.", "Define the union as a named type with a tag, and refer to it."),
      );
    }
    return node;
  });
  const isUnion = isObjectUnion(root, schemaNamed);
  if (spec.discriminator === undefined) {
    if (isUnion && (spec.untagged ?? "").trim() === "") {
      found.push(
        finding(
          "It is a union of objects without a tag.",
          "Give each branch a property with a constant of its own and name it in discriminator, or say in untagged why there is none.",
        ),
      );
    }
    return found;
  }
  if (spec.untagged !== undefined) {
    found.push(finding("It has both a discriminator and a reason to have none.", "Remove one of them."));
  }
  if (branchesOf(root).length === 0) {
    found.push(finding("It has a discriminator and is no union.", "Remove the discriminator."));
  }
  return [...found, ...tagFindings(root, spec.discriminator, schemaNamed, finding)];
}

function tagFindings(
  union: JsonSchema,
  tag: string,
  schemaNamed: SchemaNamed,
  finding: (message: string, mend: string) => Finding,
): readonly Finding[] {
  const owner = new Map<string, number>();
  return branchesOf(union).flatMap((branch, index) => {
    if (typeof branch === "boolean" || branch.$ref === undefined) {
      return [
        finding(`Branch ${index} of the tagged union has no name.`, "Define it as a named type and refer to it."),
      ];
    }
    const values = tagValues(branch, tag, schemaNamed);
    if (values === undefined) {
      return [
        finding(
          `Branch ${index} does not require the tag \`${tag}\` with a constant.`,
          `Give it a required property \`${tag}\` that is a Type.Literal of its own.`,
        ),
      ];
    }
    return values.flatMap((value) => {
      const other = owner.get(value);
      owner.set(value, other ?? index);
      if (other === undefined) return [];
      return [
        finding(`Branches ${other} and ${index} both have the tag "${value}".`, "Give each branch a tag of its own."),
      ];
    });
  });
}

function isObjectUnion(schema: JsonSchema, schemaNamed: SchemaNamed): boolean {
  return branchesOf(schema).filter((branch) => holdsObject(branch, schemaNamed)).length > 1;
}

/** The rebuilt root is another object than the published one. */
function sameBranches(a: JsonSchema, b: JsonSchema): boolean {
  const branches = branchesOf(b);
  return branches.length > 0 && JSON.stringify(branchesOf(a)) === JSON.stringify(branches);
}
