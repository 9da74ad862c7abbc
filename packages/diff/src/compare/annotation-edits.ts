import type { RuleId } from "../rules.ts";
import type { Comparing } from "./comparing.ts";
import type { Edit, Keywords, NodePair } from "./edit.ts";
import { deprecationStep } from "./part-changes.ts";
import { canonicalText } from "./schema-identity.ts";
import { pointerOf } from "./schema-step.ts";
import { shown } from "./shown.ts";

/** Which rule an annotation's edit is under, and what a sentence calls it. */
const annotations: Readonly<Record<string, { readonly rule: RuleId; readonly noun: string }>> = {
  default: { rule: "default-changed", noun: "default" },
  "x-coerce": { rule: "coercion-changed", noun: "coercion" },
  description: { rule: "description-changed", noun: "description" },
  $comment: { rule: "description-changed", noun: "comment" },
  examples: { rule: "example-changed", noun: "examples" },
  example: { rule: "example-changed", noun: "example" },
  deprecated: { rule: "deprecation-changed", noun: "deprecation" },
  readOnly: { rule: "access-changed", noun: "being read only" },
  writeOnly: { rule: "access-changed", noun: "being write only" },
  contentEncoding: { rule: "content-encoding-changed", noun: "content encoding" },
  contentMediaType: { rule: "content-encoding-changed", noun: "content media type" },
};

/** The edits of what a schema says beside which values it accepts. */
export function annotationEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const { base, head, position } = pair;
  const edits: Edit[] = [];
  const common = (keyword: string) => ({
    position,
    pointer: pointerOf(pair.headPath),
    base: base[keyword],
    head: head[keyword],
    claims: {},
  });
  for (const [keyword, { rule, noun }] of Object.entries(annotations)) {
    if (same(base, head, keyword)) continue;
    if (keyword === "deprecated" && isTypeDeprecation(pair, comparing)) continue;
    const isText = keyword === "description" || keyword === "$comment";
    const message = isText
      ? `Its ${noun} was reworded.`
      : `Its ${noun} was ${shown(base[keyword])} and is ${shown(head[keyword])}.`;
    edits.push({ ...common(keyword), rule, message });
  }
  if (!same(base, head, "title")) {
    const rule = namesType(base) || namesType(head) ? "title-changed" : "description-changed";
    edits.push({
      ...common("title"),
      rule,
      message: `Its title was ${shown(base.title)} and is ${shown(head.title)}.`,
    });
  }
  if (base.discriminator !== undefined && head.discriminator === undefined) {
    const message = "No property is named any more that tells its alternatives apart.";
    edits.push({ ...common("discriminator"), rule: "discriminator-removed", message });
  }
  return edits;
}

/** Whether the mark is that of a named type, whose deprecation is told with its sunset, or with what the type is for. */
function isTypeDeprecation({ position, headPath }: NodePair, { base, head, pairs }: Comparing): boolean {
  const { part, name } = position.subject;
  if (part !== "type" || headPath !== undefined) return false;
  const [before, after] = [base.types.get(pairs.baseName.get(name) ?? name), head.types.get(name)];
  return before !== undefined && after !== undefined && deprecationStep(before, after) !== undefined;
}

/** Generators name the types of such schemas by their titles. */
function namesType({ type, properties, enum: values, anyOf, oneOf }: Keywords): boolean {
  return type === "object" || [properties, values, anyOf, oneOf].some((keyword) => keyword !== undefined);
}

function same(base: Keywords, head: Keywords, keyword: string): boolean {
  if (base[keyword] === undefined && head[keyword] === undefined) return true;
  if (base[keyword] === undefined || head[keyword] === undefined) return false;
  return canonicalText(base[keyword]) === canonicalText(head[keyword]);
}
