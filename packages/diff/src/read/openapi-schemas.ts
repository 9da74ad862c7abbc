import type { JsonSchema } from "../contract.ts";
import type { Direction } from "../finding.ts";
import { definitionNames } from "./definition-names.ts";
import { memberOf, pointerTo, tokensOf, valueAt } from "./json-pointer.ts";
import { isObject, type OpenApiDocument } from "./openapi-document.ts";
import { SchemaGraph } from "./schema-graph.ts";
import { isWrappedForNull, translateSchema } from "./translate-schema.ts";

/** A schema that crosses the wire. */
export interface UsedSchema {
  /** Where it stands in the document; undefined when nothing is said of the value. */
  readonly pointer: string | undefined;
  readonly direction: Direction;
}

const componentsPointer = "/components/schemas";

/**
 * Owns the named schemas of an OpenAPI document: those of its components, and what else a `$ref` reaches, under a name
 * made of its pointer.
 * 1. A schema is one definition, unless properties that are only read or written make it two: the form of responses has
 *    the name then, and the form of requests the name with `@request`; in use one way only, it is the form of that way.
 * 2. One schema of the document, in one form, is one object, however often it is used.
 */
export class OpenApiSchemas {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** The names of the components, each with its pointer. */
  readonly components: ReadonlyMap<string, string>;
  readonly #document: OpenApiDocument;
  readonly #graph: SchemaGraph;
  readonly #names: ReadonlyMap<string, string>;
  readonly #pointers = new Map<string, string>();
  readonly #requested: ReadonlySet<string>;
  readonly #answered: ReadonlySet<string>;
  readonly #translated = { request: new Map<string, JsonSchema>(), response: new Map<string, JsonSchema>() };

  constructor(document: OpenApiDocument, used: readonly UsedSchema[]) {
    const graph = new SchemaGraph(document);
    const of = (wanted: Direction) =>
      graph.reachedFrom(
        used.flatMap(({ pointer, direction }) => (pointer === undefined || direction !== wanted ? [] : [pointer])),
      );
    const members = valueAt(document.root, componentsPointer);
    const components = isObject(members) ? Object.keys(members).map((name) => pointerTo(componentsPointer, name)) : [];
    this.#document = document;
    this.#graph = graph;
    this.#requested = of("request");
    this.#answered = of("response");
    const pointers = new Set([...components, ...graph.reachedFrom(components), ...this.#requested, ...this.#answered]);
    this.#names = definitionNames(pointers);
    this.components = new Map(components.map((pointer) => [this.#names.get(pointer) as string, pointer]));
    this.definitions = Object.fromEntries([...pointers].flatMap((pointer) => this.#define(pointer)).sort(byKey));
  }

  /** The schema of a payload in JSON Schema 2020-12: one that names no type of value accepts any. */
  translate({ pointer, direction }: UsedSchema): JsonSchema {
    if (pointer === undefined) return true;
    const form = this.#graph.isOneWay(pointer) ? direction : "response";
    const known = this.#translated[form].get(pointer);
    if (known !== undefined) return known;
    const schema = this.#translate(pointer, form);
    this.#translated[form].set(pointer, schema);
    return schema;
  }

  /** The pointer in the document of a place in a definition, or in the schema at a pointer. */
  pointerOf(place: { readonly definition: string } | { readonly pointer: string }, within: string): string | undefined {
    const start = "pointer" in place ? place.pointer : this.#pointers.get(place.definition);
    if (start === undefined) return undefined;
    let pointer = start;
    let value = valueAt(this.#document.root, start);
    const tokens = [...tokensOf(within)];
    while (tokens.length > 0) {
      const wrapped = this.#document.version === "3.0" && isObject(value) && isWrappedForNull(value);
      if (wrapped && tokens[0] === "anyOf" && tokens[1] === "1") tokens.splice(0, 2);
      const token = tokens.shift();
      const member = token === undefined ? undefined : memberOf(value, token);
      if (token === undefined || member === undefined) break;
      pointer = pointerTo(pointer, token);
      value = member;
    }
    return pointer;
  }

  #define(pointer: string): readonly (readonly [string, JsonSchema])[] {
    const name = this.#names.get(pointer) as string;
    this.#pointers.set(name, pointer);
    if (!this.#graph.isOneWay(pointer)) return [[name, this.#translate(pointer, "response")]];
    if (this.#isForRequestsAlone(pointer)) return [[name, this.#translate(pointer, "request")]];
    const answer = [name, this.#translate(pointer, "response")] as const;
    if (!this.#requested.has(pointer)) return [answer];
    this.#pointers.set(requestForm(name), pointer);
    return [answer, [requestForm(name), this.#translate(pointer, "request")]];
  }

  #isForRequestsAlone(pointer: string): boolean {
    return this.#requested.has(pointer) && !this.#answered.has(pointer);
  }

  #translate(pointer: string, direction: Direction): JsonSchema {
    return translateSchema(valueAt(this.#document.root, pointer), pointer, {
      document: this.#document,
      direction,
      referenceOf: (reference, at) => {
        const target = this.#document.targetOf(reference, at);
        const name = this.#names.get(target) as string;
        const split = direction === "request" && this.#graph.isOneWay(target) && !this.#isForRequestsAlone(target);
        return `#/$defs/${split ? requestForm(name) : name}`;
      },
    });
  }
}

function requestForm(name: string): string {
  return `${name}@request`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
