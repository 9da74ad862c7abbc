import { escapeToken, keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema, Subject } from "../contract.ts";
import type { Direction } from "../finding.ts";
import { referredName } from "./schema-identity.ts";
import type { SchemaStep } from "./schema-step.ts";
import { schemasBelow } from "./schemas-below.ts";

/** A schema that crosses the wire as a whole. */
export interface Root {
  readonly subject: Subject;
  readonly direction: Direction;
  readonly schema: JsonSchema;
  /** What a finding lists as affected: the operation, event or capability. */
  readonly carrier: string;
}

/** From where a named schema is referred to. */
interface Use {
  readonly from: Root | string;
  readonly steps: readonly SchemaStep[];
}

/** A way on which a named schema is part of a whole payload. */
export interface Way {
  readonly root: Root;
  readonly steps: readonly SchemaStep[];
}

/** Ways that are tried to put a value into a whole payload, the shortest first. */
const waysMax = 6;

/** Where the named schemas of one version are used. Owns an index of all references, built once. */
export class Reach {
  readonly roots: readonly Root[];
  readonly #rootByKey: ReadonlyMap<string, Root>;
  readonly #uses = new Map<string, Use[]>();
  readonly #ways = new Map<string, readonly Way[]>();
  readonly #reachedRoots = new Map<string, ReadonlySet<Root>>();

  constructor(contract: Contract) {
    this.roots = rootsOf(contract);
    this.#rootByKey = new Map(this.roots.map((root) => [rootKey(root.subject, root.direction), root]));
    for (const root of this.roots) this.#index(root, root.schema);
    for (const [name, schema] of Object.entries(contract.definitions)) this.#index(name, schema);
  }

  /** The payload of a subject in this version. */
  rootOf(subject: Subject, direction: Direction): Root | undefined {
    return this.#rootByKey.get(rootKey(subject, direction));
  }

  /** The directions in which payloads carry the named schema. */
  directionsOf(name: string): ReadonlySet<Direction> {
    return new Set([...this.rootsOf(name)].map(({ direction }) => direction));
  }

  /** The payloads that carry the named schema. */
  rootsOf(name: string): ReadonlySet<Root> {
    const known = this.#reachedRoots.get(name);
    if (known !== undefined) return known;
    const roots = new Set<Root>();
    const seen = new Set([name]);
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { from } of this.#uses.get(next) ?? []) {
        if (typeof from !== "string") roots.add(from);
        else if (!seen.has(from)) {
          seen.add(from);
          open.push(from);
        }
      }
    }
    this.#reachedRoots.set(name, roots);
    return roots;
  }

  /**
   * Shortest ways from whole payloads of a direction to the named schema, breadth first against the references. A header's value says
   * less to a reader than an exchange: it comes last, and takes no exchange's place.
   */
  waysTo(name: string, direction: Direction): readonly Way[] {
    const key = `${direction} ${name}`;
    const known = this.#ways.get(key);
    if (known !== undefined) return known;
    const ways: Way[] = [];
    const ofHeaders: Way[] = [];
    const seen = new Set([name]);
    let open: { readonly name: string; readonly steps: readonly SchemaStep[] }[] = [{ name, steps: [] }];
    while (open.length > 0 && ways.length < waysMax) {
      const next: typeof open = [];
      for (const at of open) {
        for (const { from, steps } of this.#uses.get(at.name) ?? []) {
          const way = [...steps, ...at.steps];
          if (typeof from !== "string") {
            if (from.direction === direction) {
              (from.subject.part === "header" ? ofHeaders : ways).push({ root: from, steps: way });
            }
          } else if (!seen.has(from)) {
            seen.add(from);
            next.push({ name: from, steps: way });
          }
        }
      }
      open = next;
    }
    const found = [...ways, ...ofHeaders].slice(0, waysMax);
    this.#ways.set(key, found);
    return found;
  }

  #index(from: Root | string, schema: JsonSchema): void {
    for (const { name, steps } of referencesIn(schema)) {
      const uses = this.#uses.get(name);
      if (uses === undefined) this.#uses.set(name, [{ from, steps }]);
      else uses.push({ from, steps });
    }
  }
}

function rootKey({ part, name, payload }: Subject, direction: Direction): string {
  return JSON.stringify([part, name, payload ?? null, direction]);
}

/** Every whole payload of a contract: of operations, events, capabilities and headers. */
function rootsOf(contract: Contract): readonly Root[] {
  const roots: Root[] = [];
  for (const [name, { payloads }] of contract.operations) {
    for (const { role, name: payload, schema } of payloads) {
      const direction = role === "request" ? "request" : "response";
      roots.push({ subject: { part: "operation", name, payload }, direction, schema, carrier: name });
    }
  }
  for (const [name, { payload }] of contract.events) {
    roots.push({ subject: { part: "event", name }, direction: "response", schema: payload, carrier: name });
  }
  for (const [name, { input, output }] of contract.capabilities) {
    const subject = { part: "capability", name } as const;
    roots.push({ subject: { ...subject, payload: "input" }, direction: "request", schema: input, carrier: name });
    roots.push({ subject: { ...subject, payload: "output" }, direction: "response", schema: output, carrier: name });
  }
  for (const [name, { schema }] of contract.headers) {
    for (const direction of headerDirections(contract, name)) {
      roots.push({ subject: { part: "header", name }, direction, schema, carrier: name });
    }
  }
  return roots;
}

/** A header that no operation names is one that either side may send. */
function headerDirections(contract: Contract, name: string): readonly Direction[] {
  const uses = [...contract.operations.values()];
  const directions: Direction[] = [];
  if (uses.some(({ requestHeaders }) => requestHeaders.some((use) => use.name === name))) directions.push("request");
  if (uses.some(({ responseHeaders }) => responseHeaders.some((use) => use.name === name))) directions.push("response");
  return directions.length > 0 ? directions : ["request", "response"];
}

/** The references in a schema, those of references not followed, with the way to each. */
export function referencesIn(schema: JsonSchema): readonly Reference[] {
  const found: Reference[] = [];
  const open: { readonly schema: JsonSchema; readonly steps: readonly SchemaStep[] }[] = [{ schema, steps: [] }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { steps } = at;
    const name = referredName(keywordsOf(at.schema).$ref);
    if (name !== undefined) found.push({ name, steps: [...steps, { kind: "ref" }] });
    for (const below of schemasBelow(at.schema)) open.push({ schema: below.schema, steps: [...steps, ...below.steps] });
  }
  return found.reverse();
}

export interface Reference {
  readonly name: string;
  readonly steps: readonly SchemaStep[];
}

/** `Order` → `#/$defs/Order`. */
export function referenceTo(name: string): string {
  return `#/$defs/${escapeToken(name)}`;
}
