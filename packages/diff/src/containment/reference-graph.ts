import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { type Keywords, mapSubschemas } from "./asserting-keywords.ts";
import { resolveReference, UnreadableSchema } from "./definitions.ts";
import { remembered } from "./remembered.ts";

const inPlaceKeywords = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

/** Owns what is known of how the definitions refer to each other. Components are found once, when a reference is first asked for. */
export class ReferenceGraph {
  readonly #definitions: SchemaInContext["definitions"];
  readonly #components = new Map<string, readonly string[]>();
  readonly #edges = new Map<string, ReadonlySet<string>>();
  readonly #guarded = new Set<string>();

  constructor(definitions: SchemaInContext["definitions"]) {
    this.#definitions = definitions;
  }

  /**
   * The references that mean each other, with this one among them, sorted; empty when it does not come back to itself.
   * Throws `UnreadableSchema` for a reference that is itself before any value is looked into, such as `A: { $ref: A }`.
   */
  component(reference: string): readonly string[] {
    if (!this.#components.has(reference)) this.#search(reference);
    const component = this.#components.get(reference)!;
    if (component.length > 0) this.#refuseLoop(reference);
    return component;
  }

  /** The text of a schema, annotations aside, with other words for the references where `rename` gives them. */
  text(schema: JsonSchema, rename: (reference: string) => string): string {
    const renamed = (schema: JsonSchema): JsonSchema => {
      const copy = mapSubschemas(schema, renamed);
      return typeof copy === "object" && copy.$ref !== undefined
        ? { ...copy, $ref: rename(copy.$ref as string) }
        : copy;
    };
    return JSON.stringify(renamed(schema), sortKeys);
  }

  /** Tarjan's algorithm, without recursion: chains of references can be long. */
  #search(root: string): void {
    const index = new Map<string, number>();
    const low = new Map<string, number>();
    const open: string[] = [];
    const work: { reference: string; rest: string[] }[] = [];
    const enter = (reference: string) => {
      index.set(reference, index.size);
      low.set(reference, index.get(reference)!);
      open.push(reference);
      work.push({ reference, rest: [...this.#edgesOf(reference)] });
    };
    enter(root);
    while (work.length > 0) {
      const { reference, rest } = work.at(-1)!;
      const next = rest.pop();
      if (next !== undefined) {
        if (this.#components.has(next)) continue;
        if (!index.has(next)) enter(next);
        else low.set(reference, Math.min(low.get(reference)!, index.get(next)!));
        continue;
      }
      work.pop();
      const above = work.at(-1)?.reference;
      if (above !== undefined) low.set(above, Math.min(low.get(above)!, low.get(reference)!));
      if (low.get(reference) !== index.get(reference)) continue;
      const members = open.splice(open.indexOf(reference)).sort();
      const recursive = members.length > 1 || this.#edgesOf(reference).has(reference);
      for (const member of members) this.#components.set(member, recursive ? members : []);
    }
  }

  #edgesOf(reference: string): ReadonlySet<string> {
    return remembered(this.#edges, reference, () => {
      const found = new Set<string>();
      const visit = (schema: JsonSchema): JsonSchema => {
        if (typeof schema === "object" && typeof schema.$ref === "string") found.add(schema.$ref);
        mapSubschemas(schema, visit);
        return true;
      };
      visit(resolveReference(reference, this.#definitions));
      return found;
    });
  }

  #refuseLoop(reference: string): void {
    const onPath = new Set<string>();
    const visit = (schema: JsonSchema): void => {
      if (typeof schema === "boolean") return;
      for (const keyword of inPlaceKeywords) for (const part of partsOf(schema, keyword)) visit(part);
      if (typeof schema.$ref === "string") follow(schema.$ref);
    };
    const follow = (next: string): void => {
      if (this.#guarded.has(next)) return;
      if (onPath.has(next))
        throw new UnreadableSchema(`$ref ${JSON.stringify(next)} comes back to itself without looking into a value`);
      onPath.add(next);
      visit(resolveReference(next, this.#definitions));
      onPath.delete(next);
      this.#guarded.add(next);
    };
    follow(reference);
  }
}

function partsOf(schema: Keywords, keyword: string): JsonSchema[] {
  const value = schema[keyword];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  return keyword === "dependentSchemas" ? Object.values(value as Record<string, JsonSchema>) : [value as JsonSchema];
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
