import { keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import type { Comparing } from "./comparing.ts";
import type { Keywords } from "./edit.ts";
import { propertiesOf, requiredOf } from "./object-edits.ts";
import { typesOf, valuesOf } from "./scalar-edits.ts";
import { canonicalText, referredName } from "./schema-identity.ts";

export interface BranchMatch {
  /** Indices into the base's and the head's branches. */
  readonly matched: readonly (readonly [number, number])[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** How like two branches must be, of 1, to be one branch that was edited. */
const likenessMin = 0.5;
/** Branches left over on either side, beyond which containment is not asked for: each question may be dear. */
const askedMax = 6;
const referencesMax = 32;

/**
 * Which branch of the head goes on from which of the base, never by their place: those that say the same, then by the named schema
 * that they refer to, by a required tag of one value, by structure, and at last by containment.
 */
export function matchBranches(
  base: readonly JsonSchema[],
  head: readonly JsonSchema[],
  comparing: Comparing,
): BranchMatch {
  const matched: [number, number][] = [];
  const removed = new Set(base.keys());
  const added = new Set(head.keys());
  const match = (from: number, to: number) => {
    matched.push([from, to]);
    removed.delete(from);
    added.delete(to);
  };
  const matchAll = (isMatch: (from: number, to: number) => boolean) => {
    for (const from of [...removed]) {
      const to = [...added].find((each) => isMatch(from, each));
      if (to !== undefined) match(from, to);
    }
  };
  matchAll((from, to) => comparing.alike(base[from]!, head[to]!));
  matchAll((from, to) => comparing.paired(keywordsOf(base[from]!).$ref, keywordsOf(head[to]!).$ref));
  if (removed.size === 0 || added.size === 0) return { matched, removed: [...removed], added: [...added] };

  const baseNodes = base.map((branch) => resolved(branch, comparing.base));
  const headNodes = head.map((branch) => resolved(branch, comparing.head));
  const tag = sharedTag(baseNodes, headNodes);
  if (tag !== undefined) {
    matchAll((from, to) => overlap(tagValues(baseNodes[from]!, tag), tagValues(headNodes[to]!, tag)));
  }
  const like = [...removed].flatMap((from) =>
    [...added].map((to) => ({ from, to, likeness: likeness(baseNodes[from]!, headNodes[to]!, tag) })),
  );
  like.sort((left, right) => right.likeness - left.likeness || left.from - right.from || left.to - right.to);
  for (const { from, to, likeness } of like) {
    if (likeness >= likenessMin && removed.has(from) && added.has(to)) match(from, to);
  }
  if (removed.size <= askedMax && added.size <= askedMax) {
    matchAll((from, to) => comparing.contained(base[from]!, comparing.fromHead(head[to]!)).verdict === "contained");
    matchAll((from, to) => comparing.contained(comparing.fromHead(head[to]!), base[from]!).verdict === "contained");
  }
  return { matched, removed: [...removed], added: [...added] };
}

/** What a branch says once references that stand alone are followed. */
export function resolved(schema: JsonSchema, { definitions }: Contract): Keywords {
  let keywords: Keywords = keywordsOf(schema);
  for (let steps = 0; steps < referencesMax; steps += 1) {
    const name = referredName(keywords.$ref);
    if (name === undefined || !Object.hasOwn(definitions, name)) return keywords;
    keywords = keywordsOf(definitions[name]!);
  }
  return keywords;
}

/** The required property by whose only values most branches of both versions are told apart. */
export function sharedTag(base: readonly Keywords[], head: readonly Keywords[]): string | undefined {
  const counts = new Map<string, number>();
  for (const node of [...base, ...head]) {
    for (const name of requiredOf(node)) {
      if (tagValues(node, name) !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const enough = (base.length + head.length) / 2;
  const tags = [...counts].filter(
    ([name, count]) => count > enough && tellsApart(base, name) && tellsApart(head, name),
  );
  tags.sort(([left, many], [right, few]) => few - many || (left < right ? -1 : 1));
  return tags[0]?.[0];
}

function tellsApart(nodes: readonly Keywords[], tag: string): boolean {
  const seen = new Set<string>();
  for (const node of nodes) {
    for (const value of tagValues(node, tag) ?? []) {
      if (seen.has(value)) return false;
      seen.add(value);
    }
  }
  return true;
}

function tagValues(node: Keywords, tag: string): readonly string[] | undefined {
  if (!requiredOf(node).has(tag)) return undefined;
  const properties = propertiesOf(node);
  if (!Object.hasOwn(properties, tag)) return undefined;
  return valuesOf(keywordsOf(properties[tag]!))?.map(canonicalText);
}

function overlap(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return left !== undefined && right !== undefined && left.some((value) => right.includes(value));
}

/** Of 1: whether they are of one type, and how many properties they share. */
function likeness(base: Keywords, head: Keywords, tag: string | undefined): number {
  const ours = typesOf(base);
  const theirs = typesOf(head);
  const shared = [...ours].filter((type) => theirs.has(type) || (type === "integer" && theirs.has("number"))).length;
  if (shared === 0) return 0;
  const ofType = shared / Math.max(ours.size, theirs.size);
  const names = new Set(Object.keys(propertiesOf(base)).filter((name) => name !== tag));
  const others = Object.keys(propertiesOf(head)).filter((name) => name !== tag);
  if (names.size + others.length === 0)
    return ofType * (valuesOf(base) === undefined && valuesOf(head) === undefined ? 1 : 0.5);
  const common = others.filter((name) => names.has(name)).length;
  return (ofType * common) / (names.size + others.length - common);
}
