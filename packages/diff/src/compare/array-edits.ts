import type { JsonSchema } from "../contract.ts";
import type { Comparing } from "./comparing.ts";
import { claimsOf, type Edit, type Keywords, type NodePair } from "./edit.ts";
import { byEffect } from "./object-edits.ts";
import { extend, pointerOf } from "./schema-step.ts";

/** The edits of which items an array has: its slots, all others, those it must contain, and whether they differ. */
export function arrayEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  return [
    ...slotEdits(pair, comparing),
    ...restEdits(pair, comparing),
    ...containsEdits(pair, comparing),
    ...uniqueEdits(pair),
  ];
}

export function slotsOf(keywords: Keywords): readonly JsonSchema[] {
  return Array.isArray(keywords.prefixItems) ? (keywords.prefixItems as readonly JsonSchema[]) : [];
}

export function itemsOf(keywords: Keywords): JsonSchema {
  return (keywords.items ?? true) as JsonSchema;
}

/** Slots that one version has and the other covers by `items`. */
function slotEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = slotsOf(pair.base);
  const after = slotsOf(pair.head);
  const edits: Edit[] = [];
  for (let index = Math.min(before.length, after.length); index < Math.max(before.length, after.length); index += 1) {
    const was = before[index] ?? itemsOf(pair.base);
    const is = after[index] ?? itemsOf(pair.head);
    if (comparing.alike(was, is)) continue;
    const added = index >= before.length;
    edits.push({
      rule: "tuple-slot",
      position: pair.position,
      pointer: pointerOf(
        extend(added ? pair.headPath : pair.basePath, { kind: "item", index, keyword: "prefixItems" }),
      ),
      message: added
        ? `Item ${index + 1} has a schema of its own now.`
        : `Item ${index + 1} no longer has a schema of its own.`,
      base: was,
      head: is,
      claims: claimsOf(pair, { head: slot(index, comparing.fromHead(is)), base: slot(index, was) }),
    });
  }
  return edits;
}

function slot(index: number, schema: JsonSchema): JsonSchema {
  return { prefixItems: [...Array.from({ length: index }, () => true), schema] };
}

/** `items`, of the items that neither version has a slot for. */
function restEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = itemsOf(pair.base);
  const after = itemsOf(pair.head);
  if (comparing.alike(before, after)) return [];
  if (
    typeof before === "object" &&
    typeof after === "object" &&
    isSomething(before, comparing) &&
    isSomething(after, comparing)
  )
    return [];
  const slots = Math.max(slotsOf(pair.base).length, slotsOf(pair.head).length);
  const rest = (schema: JsonSchema): JsonSchema =>
    slots === 0 ? { items: schema } : { prefixItems: Array.from({ length: slots }, () => true), items: schema };
  const closed = after === false && slots > 0;
  const opened = before === false && slots > 0;
  return [
    {
      rule: closed
        ? "tuple-rest-closed"
        : opened
          ? "tuple-rest-opened"
          : byEffect("items-narrowed", "items-widened", "items-changed"),
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: closed
        ? "Items beyond the listed ones are rejected."
        : opened
          ? "Items beyond the listed ones are accepted."
          : "What its items have to be was changed.",
      base: pair.base.items,
      head: pair.head.items,
      claims: claimsOf(pair, { head: rest(comparing.fromHead(after)), base: rest(before) }),
    },
  ];
}

function isSomething(schema: JsonSchema, comparing: Comparing): boolean {
  return !comparing.alike(schema, true);
}

function containsEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = containsOf(pair.base);
  const after = containsOf(pair.head);
  if (comparing.alike(before, after)) return [];
  return [
    {
      rule: byEffect("contains-narrowed", "contains-widened", "contains-changed"),
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: "The items that it has to contain were changed.",
      base: before,
      head: after,
      claims: claimsOf(pair, { head: comparing.fromHead(after), base: before }),
    },
  ];
}

function containsOf({ contains, minContains, maxContains }: Keywords): JsonSchema {
  if (contains === undefined) return true;
  return {
    contains,
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  };
}

function uniqueEdits(pair: NodePair): readonly Edit[] {
  const before = pair.base.uniqueItems === true;
  const after = pair.head.uniqueItems === true;
  if (before === after) return [];
  return [
    {
      rule: after ? "unique-set" : "unique-unset",
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: after ? "No two of its items may be equal." : "Its items may be equal.",
      claims: claimsOf(pair, after ? { head: { uniqueItems: true } } : { base: { uniqueItems: true } }),
    },
  ];
}
