import type { EachFailure } from "../containment/validators.ts";
import type { SchemaStep } from "./schema-step.ts";

/** Where a payload is to fail: a way through it, and the member at its end that an edit is about, if it is about one. */
export interface Place {
  readonly steps: readonly SchemaStep[];
  readonly member?: string;
}

/**
 * The failure that shows what is at fault at a place: there or beyond, at the object around it if that misses or refuses the very member,
 * or of a union around it, which does not say what of it failed. Undefined where the payload fails elsewhere alone.
 */
export function failureOnWay(failures: readonly EachFailure[], { steps, member }: Place): EachFailure | undefined {
  const way = steps.flatMap(tokenOf);
  const end = member === undefined ? way : [...way, escaped(member)];
  const nearest = [
    (failure: EachFailure) => isBeyond(failure, end) || names(failure, end),
    (failure: EachFailure) => isBeyond(failure, way) || names(failure, way),
    (failure: EachFailure) => failure.isUnion && isBefore(failure, way),
  ];
  for (const isNear of nearest) {
    const found = failures.find(isNear);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value in a payload. */
export interface PointedValue {
  readonly pointer: string;
  readonly value: unknown;
}

/** The values in a payload at the end of a way: several, where the way goes to any member or item. */
export function valuesAt(payload: unknown, { steps }: Place): readonly PointedValue[] {
  let values: readonly PointedValue[] = [{ pointer: "", value: payload }];
  for (const token of steps.flatMap(tokenOf)) {
    values = values.flatMap(({ pointer, value }) => {
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(value)
        .map(([name, member]) => ({ name: escaped(name), member }))
        .filter(({ name }) => token === undefined || token === name)
        .map(({ name, member }) => ({ pointer: `${pointer}/${name}`, value: member }));
    });
  }
  return values;
}

/** A token of a payload's pointer; undefined is any. */
type Token = string | undefined;

/** At the end of the way or within the value there. */
function isBeyond({ pointer }: EachFailure, way: readonly Token[]): boolean {
  const tokens = tokensOf(pointer);
  return tokens.length >= way.length && agree(tokens, way);
}

/** On the way, before its end. */
function isBefore({ pointer }: EachFailure, way: readonly Token[]): boolean {
  const tokens = tokensOf(pointer);
  return tokens.length < way.length && agree(tokens, way);
}

/** At an object on the way, of the member by which the way goes on. */
function names(failure: EachFailure, way: readonly Token[]): boolean {
  if (failure.member === undefined || !isBefore(failure, way)) return false;
  const next = way[tokensOf(failure.pointer).length];
  return next === undefined || next === escaped(failure.member);
}

function agree(tokens: readonly string[], way: readonly Token[]): boolean {
  return tokens.every((token, at) => at >= way.length || way[at] === undefined || way[at] === token);
}

function tokensOf(pointer: string): readonly string[] {
  return pointer.split("/").slice(1);
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The token that a step adds to a payload's pointer: none of a step in place, any one of a step to any member or item. */
function tokenOf(step: SchemaStep): readonly Token[] {
  if (step.kind === "ref" || step.kind === "branch" || step.kind === "aside") return [];
  return [step.kind === "property" ? escaped(step.name) : undefined];
}
