import { keywordsOf } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";
import { annotationEdits } from "./annotation-edits.ts";
import { arrayEdits, itemsOf, slotsOf } from "./array-edits.ts";
import type { Comparing } from "./comparing.ts";
import { compositionEdits } from "./composition-edits.ts";
import { claimsOf, type Edit, type Frame, type Keywords, type NodePair, type Position } from "./edit.ts";
import { byEffect, objectEdits, patternPropertiesOf, propertiesOf } from "./object-edits.ts";
import { asserted, follow, loneReference, peel, type Side } from "./peel-schema.ts";
import { scalarEdits } from "./scalar-edits.ts";
import { referredName } from "./schema-identity.ts";
import { extend, pointerOf, type SchemaPath, type SchemaStep } from "./schema-step.ts";

/** Positions that one comparison looks at: beyond it the walk stops, and what is left is judged as a whole. */
const positionsMax = 500_000;

/**
 * Walks two versions of schemas side by side, position by position, and yields the edits found at each. Positions under references that
 * are paired are not entered: the named schema is a start of its own.
 */
export function* walkSchemas(starts: Iterable<Position>, comparing: Comparing): Generator<readonly Edit[]> {
  const crossedPairs = new Set<string>();
  for (const start of starts) {
    const open: Position[] = [start];
    let count = 0;
    for (let position = open.pop(); position !== undefined; position = open.pop()) {
      count += 1;
      if (count > positionsMax)
        throw new RangeError(`a schema of ${start.subject.name} has more than ${positionsMax} positions`);
      const visit = new Visit(position, comparing, crossedPairs);
      visit.compare();
      if (visit.edits.length > 0) yield visit.edits;
      open.push(...visit.children.reverse());
    }
  }
}

interface OpenNode {
  readonly base: Side;
  readonly head: Side;
  readonly frame: Frame;
  readonly tag: string | undefined;
}

/** One position: collects the edits at its value, and the positions below. */
class Visit {
  readonly edits: Edit[] = [];
  readonly children: Position[] = [];
  readonly #position: Position;
  readonly #comparing: Comparing;
  readonly #crossedPairs: Set<string>;
  #crossed: readonly string[];

  constructor(position: Position, comparing: Comparing, crossedPairs: Set<string>) {
    this.#position = position;
    this.#comparing = comparing;
    this.#crossedPairs = crossedPairs;
    this.#crossed = position.crossed;
  }

  compare(): void {
    const { base, head, basePath, headPath } = this.#position;
    const frame: Frame = {
      leftBase: base,
      leftHead: this.#comparing.fromHead(head),
      isWhole: true,
      relaxHead: undefined,
      relaxBase: undefined,
    };
    const open: OpenNode[] = [
      {
        base: { schema: base, path: basePath, isNullable: false },
        head: { schema: head, path: headPath, isNullable: false },
        frame,
        tag: undefined,
      },
    ];
    for (let node = open.pop(); node !== undefined; node = open.pop()) open.push(...this.#compareNode(node));
  }

  /** Returns the branches within the position that are compared next. */
  #compareNode({ base, head, frame, tag }: OpenNode): readonly OpenNode[] {
    const comparing = this.#comparing;
    if (comparing.identical(base.schema, head.schema)) return [];
    const pair = this.#pairOf(peel(base), peel(head), frame);
    if (pair === undefined) return [];
    // What a reference or a wrapper says beside it goes before what it stands for.
    this.edits.push(
      ...annotationEdits(
        {
          ...pair,
          base: { ...pair.base, ...keywordsOf(base.schema) },
          head: { ...pair.head, ...keywordsOf(head.schema) },
        },
        comparing,
      ),
    );
    const whole = this.#wholeEdit(pair);
    if (whole !== undefined) {
      this.edits.push(whole);
      return [];
    }
    const { edits, branches } = compositionEdits(pair, comparing);
    this.edits.push(
      ...this.#nullEdit(pair),
      ...scalarEdits(pair),
      ...objectEdits(pair, comparing),
      ...arrayEdits(pair, comparing),
      ...edits,
      ...unevaluatedEdits(pair, comparing),
    );
    this.#addChildren(pair, tag);
    return branches.map((branch) => ({
      base: { schema: branch.base, path: branch.basePath, isNullable: false },
      head: { schema: branch.head, path: branch.headPath, isNullable: false },
      frame: branch.frame,
      tag: branch.tag,
    }));
  }

  /** Follows references until both sides say something of their own; undefined when they mean one named schema. */
  #pairOf(base: Side, head: Side, frame: Frame): NodePair | undefined {
    const comparing = this.#comparing;
    let before = base;
    let after = head;
    for (;;) {
      const from = loneReference(before.schema);
      const to = loneReference(after.schema);
      if (from === undefined && to === undefined) break;
      if (comparing.paired(from, to)) {
        if (before.isNullable === after.isNullable) return undefined;
        return this.#nodePair(before, after, frame);
      }
      if (from !== undefined && to === undefined && isMadeWith(after.schema, from, comparing, "head")) break;
      if (to !== undefined && from === undefined && isMadeWith(before.schema, to, comparing, "base")) break;
      if (from === undefined && to !== undefined && becomesRecursive(before.path, to, comparing, this.#position)) {
        this.edits.push(recursionEdit(this.#nodePair(before, after, frame), comparing));
        return undefined;
      }
      if (!this.#cross(before, after)) return undefined;
      if (from !== undefined) before = peel(follow(before, from, comparing.base));
      if (to !== undefined) after = peel(follow(after, to, comparing.head));
      if (comparing.alike(before.schema, after.schema) && before.isNullable === after.isNullable) return undefined;
    }
    return this.#nodePair(before, after, frame);
  }

  #nodePair(before: Side, after: Side, frame: Frame): NodePair {
    const orNull = (relax: Frame["relaxHead"]) => (schema: JsonSchema) => {
      const nullable: JsonSchema = { anyOf: [schema, { type: "null" }] };
      return relax === undefined ? nullable : relax(nullable);
    };
    return {
      position:
        this.#crossed === this.#position.crossed ? this.#position : { ...this.#position, crossed: this.#crossed },
      base: keywordsOf(before.schema),
      head: keywordsOf(after.schema),
      basePath: before.path,
      headPath: after.path,
      frame: {
        ...frame,
        relaxHead: after.isNullable ? orNull(frame.relaxHead) : frame.relaxHead,
        relaxBase: before.isNullable ? orNull(frame.relaxBase) : frame.relaxBase,
      },
      baseNull: before.isNullable,
      headNull: after.isNullable,
    };
  }

  /** Whether the pair is new on this way, and in this comparison for these directions: what it says is told once. */
  #cross(before: Side, after: Side): boolean {
    const { baseWords, headWords } = this.#comparing;
    const key = `${baseWords.numberOf(before.schema)} ${headWords.numberOf(after.schema)} ${this.#position.directions}`;
    if (this.#crossed.includes(key) || this.#crossedPairs.has(key)) return false;
    this.#crossedPairs.add(key);
    this.#crossed = [...this.#crossed, key];
    return true;
  }

  /** That `null` came or went by a branch of its own on one side, unless the other side accepts it in another way. */
  #nullEdit(pair: NodePair): readonly Edit[] {
    if (pair.baseNull === pair.headNull) return [];
    const comparing = this.#comparing;
    const accepts = (isNullable: boolean, node: JsonSchema) =>
      isNullable || comparing.contained({ type: "null" }, node).verdict === "contained";
    const was = accepts(pair.baseNull, pair.base);
    const is = accepts(pair.headNull, comparing.fromHead(pair.head));
    if (was === is) return [];
    const notNull: JsonSchema = { not: { type: "null" } };
    return [
      {
        rule: was ? "null-removed" : "null-added",
        position: pair.position,
        pointer: pointerOf(pair.headPath),
        message: was ? "It can no longer be `null`." : "It can be `null`.",
        claims: claimsOf(pair, was ? { head: notNull } : { base: notNull }),
      },
    ];
  }

  /** An edit that is of the whole node: keyword by keyword it would read as many. */
  #wholeEdit(pair: NodePair): Edit | undefined {
    const comparing = this.#comparing;
    const base = asserted(pair.base);
    const head = asserted(pair.head);
    const common = { position: pair.position, pointer: pointerOf(pair.headPath), base, head };
    const demands = claimsOf(pair, { head: comparing.fromHead(head), base });
    const isAny = (keywords: Keywords) => Object.keys(keywords).length === 0;
    const isNever = (keywords: Keywords) => comparing.alike(keywords, false) || comparing.alike(keywords, { not: {} });
    if (isNever(head) !== isNever(base)) {
      return isNever(head)
        ? { ...common, rule: "became-false", message: "No value is accepted any more.", claims: demands }
        : { ...common, rule: "no-longer-false", message: "No value was accepted, and some are now.", claims: demands };
    }
    if (isAny(head) && !isAny(base))
      return { ...common, rule: "became-any", message: "Any value is accepted.", claims: demands };
    const wrapped = wrappingKeyword(base, head);
    if (wrapped !== undefined) {
      const rule = wrapped === "oneOf" ? "wrapped-in-oneof" : "wrapped-in-anyof";
      return { ...common, rule, message: `It became one of the alternatives of ${wrapped}.`, claims: demands };
    }
    if (wrappingKeyword(head, base) === undefined) return undefined;
    return {
      ...common,
      rule: "unwrapped-from-union",
      message: "It was one of several alternatives and is alone.",
      claims: demands,
    };
  }

  #addChildren(pair: NodePair, tag: string | undefined): void {
    const before = propertiesOf(pair.base);
    const after = propertiesOf(pair.head);
    for (const name of Object.keys(after)) {
      if (!Object.hasOwn(before, name)) continue;
      this.#addChild(pair, before[name]!, after[name]!, [{ kind: "property", name }], name === tag);
    }
    const patternsBefore = patternPropertiesOf(pair.base);
    const patternsAfter = patternPropertiesOf(pair.head);
    for (const pattern of Object.keys(patternsAfter)) {
      if (!Object.hasOwn(patternsBefore, pattern)) continue;
      this.#addChild(pair, patternsBefore[pattern]!, patternsAfter[pattern]!, [{ kind: "pattern", pattern }]);
    }
    const othersBefore = pair.base.additionalProperties;
    const othersAfter = pair.head.additionalProperties;
    if (typeof othersBefore === "object" && typeof othersAfter === "object") {
      this.#addChild(pair, othersBefore as JsonSchema, othersAfter as JsonSchema, [
        { kind: "additional", keyword: "additionalProperties" },
      ]);
    }
    const slotsBefore = slotsOf(pair.base);
    const slotsAfter = slotsOf(pair.head);
    for (let index = 0; index < Math.min(slotsBefore.length, slotsAfter.length); index += 1) {
      this.#addChild(pair, slotsBefore[index]!, slotsAfter[index]!, [{ kind: "item", index, keyword: "prefixItems" }]);
    }
    const itemsBefore = itemsOf(pair.base);
    const itemsAfter = itemsOf(pair.head);
    if (typeof itemsBefore === "object" && typeof itemsAfter === "object") {
      const index = Math.max(slotsBefore.length, slotsAfter.length);
      this.#addChild(pair, itemsBefore, itemsAfter, [{ kind: "item", index, keyword: "items" }]);
    }
  }

  #addChild(pair: NodePair, base: JsonSchema, head: JsonSchema, steps: readonly SchemaStep[], isTag = false): void {
    if (this.#comparing.identical(base, head)) return;
    const { subject, directions } = this.#position;
    this.children.push({
      subject,
      directions,
      base,
      head,
      basePath: extend(pair.basePath, ...steps),
      headPath: extend(pair.headPath, ...steps),
      isTag,
      crossed: this.#crossed,
    });
  }
}

/** Whether the head refers back here to the schema that the position is in, where the base wrote out what there is. */
function becomesRecursive(
  path: SchemaPath | undefined,
  reference: string,
  comparing: Comparing,
  position: Position,
): boolean {
  const { subject } = position;
  const name = referredName(reference);
  if (path === undefined || subject.part !== "type" || name === undefined) return false;
  const baseName = comparing.pairs.baseName.get(subject.name) ?? subject.name;
  return comparing.isRecursive(name, "head") && name === subject.name && !comparing.isRecursive(baseName, "base");
}

function recursionEdit(pair: NodePair, comparing: Comparing): Edit {
  return {
    rule: "recursion-introduced",
    position: pair.position,
    pointer: pointerOf(pair.headPath),
    message: "It is of the type that it is in, to any depth.",
    base: pair.base,
    head: pair.head,
    claims: claimsOf(pair, { head: comparing.fromHead(pair.head), base: pair.base }),
  };
}

/** Whether a schema is put together with the referred one: then that is compared as the part that it is. */
function isMadeWith(schema: JsonSchema, reference: string, comparing: Comparing, side: "base" | "head"): boolean {
  const { allOf, anyOf, oneOf, $ref: own } = keywordsOf(schema);
  const branches = [allOf, anyOf, oneOf, own === undefined ? [] : [{ $ref: own }]].flatMap(
    (some) => (some ?? []) as readonly JsonSchema[],
  );
  return branches.some((branch) => {
    const { $ref } = keywordsOf(branch);
    return side === "head" ? comparing.paired(reference, $ref) : comparing.paired($ref, reference);
  });
}

/** The union that the outer schema alone is, where the inner one is none: the inner one may have become a branch of it. */
function wrappingKeyword(inner: Keywords, outer: Keywords): "anyOf" | "oneOf" | undefined {
  const [keyword, ...more] = Object.keys(outer).filter((each) => each !== "type");
  if (more.length > 0 || (keyword !== "anyOf" && keyword !== "oneOf")) return undefined;
  const isUnion = inner.anyOf !== undefined || inner.oneOf !== undefined;
  const saysMore = Object.keys(inner).some((each) => each !== "type");
  return !isUnion && (saysMore || outer.type === undefined) && Object.keys(inner).length > 0 ? keyword : undefined;
}

/** `unevaluatedProperties` and `unevaluatedItems` depend on all that applies at the value, so that the whole is asked about. */
function unevaluatedEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const keywords = ["unevaluatedProperties", "unevaluatedItems"].filter(
    (keyword) => pair.base[keyword] !== undefined || pair.head[keyword] !== undefined,
  );
  return keywords.flatMap((keyword): readonly Edit[] => {
    const before = (pair.base[keyword] ?? true) as JsonSchema;
    const after = (pair.head[keyword] ?? true) as JsonSchema;
    const unchanged = comparing.alike(before, after);
    if (unchanged && comparing.alike(pair.base, pair.head)) return [];
    const members = keyword === "unevaluatedProperties";
    const rules = members
      ? byEffect("additional-narrowed", "additional-widened", "additional-changed")
      : byEffect("items-narrowed", "items-widened", "items-changed");
    return [
      {
        rule: unchanged
          ? rules
          : members && after === false
            ? "closed"
            : members && before === false
              ? "opened"
              : rules,
        quiet: unchanged,
        subordinate: unchanged,
        position: pair.position,
        pointer: pointerOf(pair.headPath),
        message: `What no schema declares of its ${members ? "members" : "items"} is judged by other schemas.`,
        base: pair.base[keyword],
        head: pair.head[keyword],
        claims: claimsOf(pair, { head: comparing.fromHead(pair.head), base: pair.base }),
      },
    ];
  });
}
