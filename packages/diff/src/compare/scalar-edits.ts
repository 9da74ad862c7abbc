import type { JsonSchema } from "../contract.ts";
import type { RuleId } from "../rules.ts";
import { claimsOf, type Edit, type Keywords, type NodePair } from "./edit.ts";
import { canonicalText } from "./schema-identity.ts";
import { pointerOf } from "./schema-step.ts";
import { shown } from "./shown.ts";

/** The edits of what one scalar says: its type, its values, its bounds, its text. */
export function scalarEdits(pair: NodePair): readonly Edit[] {
  return [...typeEdits(pair), ...valueEdits(pair), ...boundEdits(pair), ...textEdits(pair)];
}

const allTypes = ["array", "boolean", "null", "number", "object", "string"] as const;

/** The types of the values that a schema may accept, by `type` or by the values it lists; all if it says nothing. */
export function typesOf(keywords: Keywords): ReadonlySet<string> {
  const { type } = keywords;
  if (typeof type === "string") return new Set([type]);
  if (Array.isArray(type)) return new Set(type.includes("number") ? type.filter((each) => each !== "integer") : type);
  const values = valuesOf(keywords);
  return new Set(
    values === undefined ? allTypes : values.map(typeOf).map((each) => (each === "integer" ? "number" : each)),
  );
}

/** The values of `enum`, `const` or both; undefined where the schema does not list its values. */
export function valuesOf(keywords: Keywords): readonly unknown[] | undefined {
  const { const: only, enum: some } = keywords;
  const values = only === undefined ? some : Array.isArray(some) ? [only].filter((one) => isAmong(one, some)) : [only];
  if (!Array.isArray(values)) return undefined;
  const { type } = keywords;
  if (type === undefined) return values;
  const types = new Set<unknown>(Array.isArray(type) ? type : [type]);
  return values.filter((value) => types.has(typeOf(value)) || (typeof value === "number" && types.has("number")));
}

/** Whether the keywords, as far as they concern types and listed values, accept `null`. */
export function acceptsNull(keywords: Keywords): boolean {
  if (!typesOf(keywords).has("null")) return false;
  return valuesOf(keywords)?.includes(null) ?? true;
}

/** Whether the schema says which types or values there are. */
function saysTypes(keywords: Keywords): boolean {
  return keywords.type !== undefined || valuesOf(keywords) !== undefined;
}

function typeEdits(pair: NodePair): readonly Edit[] {
  const { base, head } = pair;
  const edits: Edit[] = [];
  const wasTyped = saysTypes(base);
  const isTyped = saysTypes(head);
  const apart = wasTyped && isTyped;
  // Where a branch of its own accepts `null`, it is told of the whole node.
  const byNull = apart || pair.baseNull || pair.headNull;
  if (apart && !pair.baseNull && !pair.headNull && acceptsNull(base) !== acceptsNull(head)) {
    const removed = acceptsNull(base);
    const notNull = { not: { type: "null" } };
    edits.push({
      rule: removed ? "null-removed" : "null-added",
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: removed ? "It can no longer be `null`." : "It can be `null`.",
      claims: claimsOf(pair, removed ? { head: notNull } : { base: notNull }),
    });
  }
  const before = without(typesOf(base), byNull);
  const after = without(typesOf(head), byNull);
  const lost = valuesOf(head) === undefined ? [...before].filter((type) => !covers(after, type)) : [];
  const won = valuesOf(base) === undefined ? [...after].filter((type) => !covers(before, type)) : [];
  if (lost.length === 0 && won.length === 0) return edits;
  const rule =
    lost.length > 0 && won.length > 0 ? "type-incomparable" : lost.length > 0 ? "type-narrowed" : "type-widened";
  const allowed = (types: ReadonlySet<string>): JsonSchema => ({ type: [...types, ...(byNull ? ["null"] : [])] });
  edits.push({
    rule,
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    message: `Its type was ${typeWords(before)} and is ${typeWords(after)}.`,
    base: base.type,
    head: head.type,
    claims: claimsOf(pair, {
      ...(lost.length > 0 && isTyped && { head: allowed(after) }),
      ...(won.length > 0 && wasTyped && { base: allowed(before) }),
    }),
  });
  return edits;
}

function without(types: ReadonlySet<string>, withoutNull: boolean): ReadonlySet<string> {
  return withoutNull ? new Set([...types].filter((type) => type !== "null")) : types;
}

function covers(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === "integer" && types.has("number"));
}

function typeWords(types: ReadonlySet<string>): string {
  if (allTypes.every((type) => types.has(type))) return "any";
  if (types.size === 0) return "none";
  return [...types].sort().join(" or ");
}

function valueEdits(pair: NodePair): readonly Edit[] {
  const before = valuesOf(pair.base);
  const after = valuesOf(pair.head);
  if (before === undefined && after === undefined) return [];
  const common = {
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    base: listed(before),
    head: listed(after),
  };
  if (before === undefined || after === undefined) {
    const values = before ?? after ?? [];
    const one = values.length === 1;
    const rules: readonly RuleId[] =
      before === undefined ? ["const-added", "enum-introduced"] : ["const-removed", "enum-dropped"];
    const words = one ? `the value ${shown(values[0])} alone` : `the values ${values.map(shown).join(", ")} alone`;
    const allowed = { enum: saysTypes(pair.base) && saysTypes(pair.head) ? [...values, null] : values };
    return [
      {
        ...common,
        rule: (one ? rules[0] : rules[1])!,
        message:
          before === undefined
            ? `It was not restricted to listed values and is ${words}.`
            : `It was ${words} and is no longer restricted to them.`,
        claims: claimsOf(pair, before === undefined ? { head: allowed } : { base: allowed }),
      },
    ];
  }
  const byNull = (saysTypes(pair.base) && saysTypes(pair.head)) || pair.baseNull || pair.headNull;
  const lost = missing(before, after).filter((value) => !(byNull && value === null));
  const won = missing(after, before).filter((value) => !(byNull && value === null));
  if (lost.length === 0 && won.length === 0) return [];
  const allowed = (values: readonly unknown[]) => ({ enum: byNull ? [...values, null] : values });
  if (before.length === 1 && after.length === 1) {
    return [
      {
        ...common,
        rule: pair.position.isTag ? "discriminator-value-changed" : "const-changed",
        message: `Its only value was ${shown(before[0])} and is ${shown(after[0])}.`,
        claims: claimsOf(pair, { head: allowed(after), base: allowed(before) }),
      },
    ];
  }
  const edits: Edit[] = [];
  if (lost.length > 0) {
    const message = `${lost.map(shown).join(", ")} ${lost.length === 1 ? "is" : "are"} no longer among its values.`;
    edits.push({ ...common, rule: "enum-value-removed", message, claims: claimsOf(pair, { head: allowed(after) }) });
  }
  if (won.length > 0) {
    const message = `${won.map(shown).join(", ")} ${won.length === 1 ? "is" : "are"} new among its values.`;
    edits.push({
      ...common,
      rule: "enum-value-added",
      message,
      claims: isExtensible(pair.base) ? {} : claimsOf(pair, { base: allowed(before) }),
    });
  }
  return edits;
}

/** Whether readers were told to expect values that are not listed. */
export function isExtensible(keywords: Keywords): boolean {
  const mark = keywords["x-extensible-enum"];
  return mark !== undefined && mark !== false;
}

function listed(values: readonly unknown[] | undefined): unknown {
  return values?.length === 1 ? values[0] : values;
}

function isAmong(value: unknown, values: readonly unknown[]): boolean {
  return missing([value], values).length === 0;
}

function missing(values: readonly unknown[], from: readonly unknown[]): readonly unknown[] {
  const texts = new Set(from.map(canonicalText));
  return values.filter((value) => !texts.has(canonicalText(value)));
}

/** A keyword that bounds from below or above, and the rules of its edits. */
interface BoundKeyword {
  readonly keyword: string;
  readonly isLower: boolean;
  readonly raised: RuleId;
  readonly lowered: RuleId;
  readonly noun: string;
}

const bounds: readonly BoundKeyword[] = [
  {
    keyword: "minLength",
    isLower: true,
    raised: "min-length-raised",
    lowered: "min-length-lowered",
    noun: "shortest length",
  },
  {
    keyword: "maxLength",
    isLower: false,
    raised: "max-length-raised",
    lowered: "max-length-lowered",
    noun: "greatest length",
  },
  {
    keyword: "minItems",
    isLower: true,
    raised: "min-items-raised",
    lowered: "min-items-lowered",
    noun: "least number of items",
  },
  {
    keyword: "maxItems",
    isLower: false,
    raised: "max-items-raised",
    lowered: "max-items-lowered",
    noun: "greatest number of items",
  },
  {
    keyword: "minProperties",
    isLower: true,
    raised: "min-properties-raised",
    lowered: "min-properties-lowered",
    noun: "least number of members",
  },
  {
    keyword: "maxProperties",
    isLower: false,
    raised: "max-properties-raised",
    lowered: "max-properties-lowered",
    noun: "greatest number of members",
  },
];

function boundEdits(pair: NodePair): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { keyword, isLower, raised, lowered, noun } of bounds) {
    const unbounded = isLower ? 0 : Number.POSITIVE_INFINITY;
    const before = numberOf(pair.base[keyword]) ?? unbounded;
    const after = numberOf(pair.head[keyword]) ?? unbounded;
    if (before === after) continue;
    const edit = {
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      base: pair.base[keyword],
      head: pair.head[keyword],
    };
    const rule = after > before ? raised : lowered;
    const message = `Its ${noun} was ${boundWords(before)} and is ${boundWords(after)}.`;
    const demands = isLower === after > before ? { head: { [keyword]: after } } : { base: { [keyword]: before } };
    edits.push({ ...edit, rule, message, claims: claimsOf(pair, demands) });
  }
  return [...edits, ...numericBoundEdit(pair, true), ...numericBoundEdit(pair, false), ...multipleOfEdit(pair)];
}

interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** Of integers an exclusive bound is the next integer, inclusive. */
function numericBound(keywords: Keywords, isLower: boolean): Bound {
  const inclusive = numberOf(keywords[isLower ? "minimum" : "maximum"]);
  const exclusive = numberOf(keywords[isLower ? "exclusiveMinimum" : "exclusiveMaximum"]);
  const unbounded = isLower ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let bound: Bound = { value: inclusive ?? unbounded, exclusive: false };
  if (exclusive !== undefined && (isLower ? exclusive >= bound.value : exclusive <= bound.value)) {
    bound = { value: exclusive, exclusive: true };
  }
  if (keywords.type !== "integer" || !Number.isFinite(bound.value)) return bound;
  const { value } = bound;
  if (!Number.isInteger(value)) return { value: isLower ? Math.ceil(value) : Math.floor(value), exclusive: false };
  return { value: bound.exclusive ? value + (isLower ? 1 : -1) : value, exclusive: false };
}

function numericBoundEdit(pair: NodePair, isLower: boolean): readonly Edit[] {
  const before = numericBound(pair.base, isLower);
  const after = numericBound(pair.head, isLower);
  if (before.value === after.value && before.exclusive === after.exclusive) return [];
  const inclusiveKeyword = isLower ? "minimum" : "maximum";
  const exclusiveKeyword = isLower ? "exclusiveMinimum" : "exclusiveMaximum";
  const asSchema = ({ value, exclusive }: Bound) => ({ [exclusive ? exclusiveKeyword : inclusiveKeyword]: value });
  const up = after.value > before.value || (after.value === before.value && after.exclusive === isLower);
  const narrows = up === isLower;
  const rule: RuleId = isLower
    ? up
      ? "minimum-raised"
      : "minimum-lowered"
    : up
      ? "maximum-raised"
      : "maximum-lowered";
  const words = ({ value, exclusive }: Bound) =>
    Number.isFinite(value) ? `${exclusive ? (isLower ? "more than " : "less than ") : ""}${value}` : "unbounded";
  return [
    {
      rule,
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: `Its ${isLower ? "least" : "greatest"} value was ${words(before)} and is ${words(after)}.`,
      base: Number.isFinite(before.value) ? asSchema(before) : undefined,
      head: Number.isFinite(after.value) ? asSchema(after) : undefined,
      claims: claimsOf(pair, narrows ? { head: asSchema(after) } : { base: asSchema(before) }),
    },
  ];
}

function multipleOfEdit(pair: NodePair): readonly Edit[] {
  const before = numberOf(pair.base.multipleOf);
  const after = numberOf(pair.head.multipleOf);
  if (before === after) return [];
  return [
    {
      rule: {
        none: "multiple-of-changed",
        narrow: "multiple-of-narrowed",
        widen: "multiple-of-widened",
        incomparable: "multiple-of-changed",
        unknown: "multiple-of-changed",
      },
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: `It was a multiple of ${before ?? "nothing in particular"} and is one of ${after ?? "nothing in particular"}.`,
      base: before,
      head: after,
      claims: claimsOf(pair, {
        ...(after !== undefined && { head: { multipleOf: after } }),
        ...(before !== undefined && { base: { multipleOf: before } }),
      }),
    },
  ];
}

function textEdits(pair: NodePair): readonly Edit[] {
  const edits: Edit[] = [];
  const { base, head } = pair;
  const common = (keyword: string) => ({
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    base: base[keyword],
    head: head[keyword],
  });
  const demands = (keyword: string) => ({
    ...(head[keyword] !== undefined && { head: { [keyword]: head[keyword] } }),
    ...(base[keyword] !== undefined && { base: { [keyword]: base[keyword] } }),
  });
  if (base.pattern !== head.pattern) {
    edits.push({
      ...common("pattern"),
      rule: {
        none: "pattern-rewritten",
        narrow: "pattern-narrowed",
        widen: "pattern-widened",
        incomparable: "pattern-changed",
        unknown: "pattern-undecided",
      },
      message: `The pattern that it matches was ${shown(base.pattern)} and is ${shown(head.pattern)}.`,
      claims: claimsOf(pair, demands("pattern")),
    });
  }
  if (base.format !== head.format) {
    const rule: RuleId =
      base.format === undefined ? "format-added" : head.format === undefined ? "format-removed" : "format-changed";
    const message = `Its format was ${shown(base.format)} and is ${shown(head.format)}.`;
    edits.push({ ...common("format"), rule, message, claims: claimsOf(pair, demands("format")) });
  }
  return edits;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function boundWords(value: number): string {
  return Number.isFinite(value) ? String(value) : "unbounded";
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
