import { areTagged } from "../containment/are-tagged.ts";
import { assertingKeywords, keywordsOf } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";
import type { RuleId } from "../rules.ts";
import type { Comparing } from "./comparing.ts";
import { both, type Claims, claimsOf, type Edit, type Frame, type Keywords, type NodePair } from "./edit.ts";
import { matchBranches, resolved, sharedTag } from "./match-branches.ts";
import { byEffect } from "./object-edits.ts";
import { extend, pointerOf, type SchemaPath } from "./schema-step.ts";

/** What the composition of schemas at one value was edited to, and the branches within it that are compared further. */
export interface Composition {
  readonly edits: readonly Edit[];
  readonly branches: readonly BranchPair[];
}

/** Two branches at the same value that go on from each other. */
export interface BranchPair {
  readonly base: JsonSchema;
  readonly head: JsonSchema;
  readonly basePath: SchemaPath | undefined;
  readonly headPath: SchemaPath | undefined;
  readonly frame: Frame;
  /** The property that tells the branches apart. */
  readonly tag: string | undefined;
}

type UnionKeyword = "anyOf" | "oneOf";
const unionKeywords: readonly UnionKeyword[] = ["anyOf", "oneOf"];

export function compositionEdits(pair: NodePair, comparing: Comparing): Composition {
  const parts = [
    allOfEdits(pair, comparing),
    unionEdits(pair, comparing),
    { edits: opaqueEdits(pair, comparing), branches: [] },
  ];
  return { edits: parts.flatMap(({ edits }) => edits), branches: parts.flatMap(({ branches }) => branches) };
}

interface Conjunct {
  readonly schema: JsonSchema;
  readonly path: SchemaPath | undefined;
}

/** The branches of `allOf`, and a reference that has keywords beside it. */
function conjunctsOf(keywords: Keywords, path: SchemaPath | undefined): readonly Conjunct[] {
  const branches = (keywords.allOf ?? []) as readonly JsonSchema[];
  const conjuncts = branches.map((schema, index) => ({
    schema,
    path: extend(path, { kind: "branch", keyword: "allOf", index }),
  }));
  return keywords.$ref === undefined ? conjuncts : [{ schema: { $ref: keywords.$ref }, path }, ...conjuncts];
}

function allOfEdits(pair: NodePair, comparing: Comparing): Composition {
  const before = conjunctsOf(pair.base, pair.basePath);
  const after = conjunctsOf(pair.head, pair.headPath);
  if (before.length === 0 && after.length === 0) return { edits: [], branches: [] };
  const schemas = (conjuncts: readonly Conjunct[]) => conjuncts.map(({ schema }) => schema);
  const { matched, removed, added } = matchBranches(schemas(before), schemas(after), comparing);
  const { position } = pair;
  return {
    edits: [
      ...added.map((index): Edit => {
        const { schema, path } = after[index]!;
        const message = "A further schema has to hold.";
        const claims = claimsOf(pair, { head: comparing.fromHead(schema) });
        return { rule: "allof-added", position, pointer: pointerOf(path), message, head: schema, claims };
      }),
      ...removed.map((index): Edit => {
        const { schema, path } = before[index]!;
        const message = "A schema no longer has to hold.";
        return {
          rule: "allof-removed",
          position,
          pointer: pointerOf(path),
          message,
          base: schema,
          claims: claimsOf(pair, { base: schema }),
        };
      }),
    ],
    branches: matched.map(([from, to]) => ({
      base: before[from]!.schema,
      head: after[to]!.schema,
      basePath: before[from]!.path,
      headPath: after[to]!.path,
      frame: { ...pair.frame, isWhole: false },
      tag: undefined,
    })),
  };
}

function unionEdits(pair: NodePair, comparing: Comparing): Composition {
  const before = unionKeywords.filter((keyword) => pair.base[keyword] !== undefined);
  const after = unionKeywords.filter((keyword) => pair.head[keyword] !== undefined);
  const parts: Composition[] = [];
  for (const keyword of unionKeywords) {
    const other: UnionKeyword = keyword === "anyOf" ? "oneOf" : "anyOf";
    const inBase = before.includes(keyword);
    const inHead = after.includes(keyword);
    if (inBase && inHead) parts.push(branchEdits(pair, keyword, keyword, comparing));
    else if (inBase && after.length === 1 && before.length === 1)
      parts.push(branchEdits(pair, keyword, other, comparing));
    else if (inBase && !after.includes(keyword))
      parts.push({ edits: [loneUnionEdit(pair, keyword, "base", comparing)], branches: [] });
    else if (inHead && before.length === 0)
      parts.push({ edits: [loneUnionEdit(pair, keyword, "head", comparing)], branches: [] });
    else if (inHead && before.length === 1 && after.length === 2) {
      parts.push({ edits: [loneUnionEdit(pair, keyword, "head", comparing)], branches: [] });
    }
  }
  return { edits: parts.flatMap(({ edits }) => edits), branches: parts.flatMap(({ branches }) => branches) };
}

/** A union that only one version has, beside keywords that are compared on their own. */
function loneUnionEdit(pair: NodePair, keyword: UnionKeyword, side: "base" | "head", comparing: Comparing): Edit {
  const union: JsonSchema = { [keyword]: pair[side][keyword] };
  const isNew = side === "head";
  return {
    rule: isNew ? "union-added" : "union-removed",
    position: pair.position,
    pointer: pointerOf(isNew ? pair.headPath : pair.basePath),
    message: isNew
      ? "It has to be one of several alternatives."
      : "It no longer has to be one of several alternatives.",
    [side]: union,
    claims: claimsOf(pair, isNew ? { head: comparing.fromHead(union) } : { base: union }),
  };
}

function branchEdits(pair: NodePair, from: UnionKeyword, to: UnionKeyword, comparing: Comparing): Composition {
  const before = pair.base[from] as readonly JsonSchema[];
  const after = pair.head[to] as readonly JsonSchema[];
  const { position, frame } = pair;
  const { matched, removed, added } = matchBranches(before, after, comparing);
  const fromHead = after.map((branch) => comparing.fromHead(branch));
  const baseNodes = before.map((branch) => resolved(branch, comparing.base));
  const headNodes = after.map((branch) => resolved(branch, comparing.head));
  const tag = sharedTag(baseNodes, headNodes);
  const besideBase = besideUnions(pair.base, frame.isWhole ? true : frame.leftBase);
  const besideHead = besideUnions(keywordsOf(comparing.fromHead(pair.head)), frame.isWhole ? true : frame.leftHead);
  const leftBase = before.map((branch) => both(branch, besideBase));
  const leftHead = fromHead.map((branch) => both(branch, besideHead));
  const branchPath = (path: SchemaPath | undefined, keyword: UnionKeyword, index: number) =>
    extend(path, { kind: "branch", keyword, index });
  const anyOfHead: JsonSchema = { anyOf: fromHead };
  const anyOfBase: JsonSchema = { anyOf: before };
  const inBranch = (index: number | undefined, at: number | undefined): NodePair => ({
    ...pair,
    frame: {
      ...frame,
      leftBase: index === undefined ? frame.leftBase : leftBase[index]!,
      leftHead: at === undefined ? frame.leftHead : leftHead[at]!,
    },
  });

  const edits: Edit[] = [];
  for (const index of removed) {
    edits.push({
      rule: "branch-removed",
      position,
      pointer: pointerOf(branchPath(pair.basePath, from, index)),
      message: `The alternative ${branchName(before[index]!, index)} is gone.`,
      base: before[index],
      claims: claimsOf(inBranch(index, undefined), { head: anyOfHead }),
    });
  }
  for (const index of added) {
    edits.push({
      rule: "branch-added",
      position,
      pointer: pointerOf(branchPath(pair.headPath, to, index)),
      message: `The alternative ${branchName(after[index]!, index)} is new.`,
      head: after[index],
      claims: claimsOf(inBranch(undefined, index), { base: anyOfBase }),
    });
  }
  const untouched =
    from === to &&
    removed.length + added.length === 0 &&
    matched.every(([i, j]) => comparing.alike(before[i]!, after[j]!));
  if (!untouched) edits.push(...overlapEdits(pair, { from, to, before, after: fromHead }, comparing));
  const reordered =
    matched.length === before.length && matched.length === after.length && !matched.every(([i, j]) => i === j);
  if (reordered) edits.push(reorderedEdit(pair));
  const branches = matched.map(([i, j]): BranchPair => {
    const relax = (others: readonly JsonSchema[], outer: Frame["relaxHead"]) => (schema: JsonSchema) => {
      const union: JsonSchema = { anyOf: [schema, ...others] };
      return outer === undefined ? union : outer(union);
    };
    return {
      base: before[i]!,
      head: after[j]!,
      basePath: branchPath(pair.basePath, from, i),
      headPath: branchPath(pair.headPath, to, j),
      frame: {
        leftBase: leftBase[i]!,
        leftHead: leftHead[j]!,
        isWhole: besideBase === true && besideHead === true,
        relaxHead: relax(without(fromHead, j), frame.relaxHead),
        relaxBase: relax(without(before, i), frame.relaxBase),
      },
      tag,
    };
  });
  return { edits, branches };
}

interface Unions {
  readonly from: UnionKeyword;
  readonly to: UnionKeyword;
  readonly before: readonly JsonSchema[];
  /** The head's branches, in the definitions of both. */
  readonly after: readonly JsonSchema[];
}

/** `oneOf` rejects what two branches accept: a value that some branch accepts may be rejected all the same. */
function overlapEdits(pair: NodePair, { from, to, before, after }: Unions, comparing: Comparing): readonly Edit[] {
  const inOneAtMost = (branches: readonly JsonSchema[]): JsonSchema => ({
    anyOf: [{ oneOf: branches }, { not: { anyOf: branches } }],
  });
  const claims: Claims = claimsOf(pair, {
    ...(to === "oneOf" && !areTagged(after, comparing.definitions) && { head: inOneAtMost(after) }),
    ...(from === "oneOf" && !areTagged(before, comparing.definitions) && { base: inOneAtMost(before) }),
  });
  if (from === to && claims.forward === undefined && claims.backward === undefined) return [];
  const edit = { position: pair.position, pointer: pointerOf(pair.headPath), subordinate: true, claims };
  if (from === to) {
    const message = "Which values are of more than one of its alternatives, and so rejected, was changed.";
    const rule = byEffect("oneof-overlap-created", "oneof-overlap-removed", "oneof-overlap-changed");
    return [{ ...edit, rule, message, quiet: true }];
  }
  const rule = byEffect("oneof-overlap-created", "oneof-overlap-removed", "union-rewritten");
  return [{ ...edit, rule, message: `Its alternatives were joined by ${from} and are by ${to}.` }];
}

function reorderedEdit(pair: NodePair): Edit {
  return {
    rule: "union-reordered",
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    message: "Its alternatives are in another order, in which some decoders try them.",
    claims: {},
  };
}

/** What holds beside the unions of a node: its other keywords, and what is around it. A branch with it is what the branch lets through. */
function besideUnions(keywords: Keywords, around: JsonSchema): JsonSchema {
  const rest = Object.fromEntries(
    Object.entries(keywords).filter(
      ([keyword]) => assertingKeywords[keyword] !== undefined && !unionKeywords.includes(keyword as UnionKeyword),
    ),
  );
  return both(around, Object.keys(rest).length === 0 ? true : rest);
}

function without<Item>(items: readonly Item[], index: number): readonly Item[] {
  return items.filter((_, at) => at !== index);
}

/** What a reader knows a branch by. */
function branchName(branch: JsonSchema, index: number): string {
  const { $ref, title, type } = keywordsOf(branch);
  if (typeof $ref === "string") return `\`${$ref.slice($ref.lastIndexOf("/") + 1)}\``;
  if (typeof title === "string") return `\`${title}\``;
  return typeof type === "string" ? `${index + 1} (${type})` : `${index + 1}`;
}

/** Keywords whose inside does not widen and narrow with the whole: judged as one. */
function opaqueEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  return [...notEdits(pair, comparing), ...conditionalEdits(pair, comparing)];
}

function notEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before: JsonSchema = pair.base.not === undefined ? true : { not: pair.base.not };
  const after: JsonSchema = pair.head.not === undefined ? true : { not: pair.head.not };
  if (comparing.alike(before, after)) return [];
  return [
    opaqueEdit(pair, comparing, { before, after }, ["not-added", "not-removed", "not-changed"], "What it must not be"),
  ];
}

function conditionalEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = conditionalOf(pair.base);
  const after = conditionalOf(pair.head);
  if (comparing.alike(before, after)) return [];
  const rules = ["conditional-added", "conditional-removed", "conditional-changed"] as const;
  return [opaqueEdit(pair, comparing, { before, after }, rules, "What it has to be under a condition")];
}

function conditionalOf(keywords: Keywords): JsonSchema {
  if (keywords.if === undefined) return true;
  const parts = Object.entries(keywords).filter(
    ([keyword]) => keyword === "if" || keyword === "then" || keyword === "else",
  );
  return parts.length === 1 ? true : Object.fromEntries(parts);
}

function opaqueEdit(
  pair: NodePair,
  comparing: Comparing,
  { before, after }: { readonly before: JsonSchema; readonly after: JsonSchema },
  [added, removed, changed]: readonly [RuleId, RuleId, RuleId],
  noun: string,
): Edit {
  const rule = before === true ? added : after === true ? removed : changed;
  return {
    rule,
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    message: `${noun} was ${before === true ? "added" : after === true ? "removed" : "changed"}.`,
    base: before,
    head: after,
    claims: claimsOf(pair, {
      ...(after !== true && { head: comparing.fromHead(after) }),
      ...(before !== true && { base: before }),
    }),
  };
}
