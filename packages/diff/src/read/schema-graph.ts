import { valueAt } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument } from "./openapi-document.ts";
import { subschemasOf } from "./schema-keywords.ts";
import { isSent } from "./sent-property.ts";

const directions = ["request", "response"] as const;

/** What a schema says by itself, without what it refers to. */
interface Scan {
  /** Whether a property in it is only read or only written. */
  readonly oneWay: boolean;
  /** The pointers that its `$ref`s mean. */
  readonly targets: readonly string[];
}

/** Owns what is known of the references between the schemas of a document, by their pointers. */
export class SchemaGraph {
  readonly #document: OpenApiDocument;
  readonly #scans = new Map<string, Scan>();
  readonly #oneWay = new Map<string, boolean>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** The schemas that `$ref`s lead to, from those at the pointers. */
  reachedFrom(pointers: Iterable<string>): Set<string> {
    const reached = new Set<string>();
    const open = [...pointers];
    for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop()) {
      for (const target of this.#scan(pointer).targets) {
        if (reached.has(target)) continue;
        reached.add(target);
        open.push(target);
      }
    }
    return reached;
  }

  /** Whether the schema, with all that it refers to, has properties that are only sent one way. */
  isOneWay(pointer: string): boolean {
    const known = this.#oneWay.get(pointer);
    if (known !== undefined) return known;
    const oneWay = [pointer, ...this.reachedFrom([pointer])].some((each) => this.#scan(each).oneWay);
    this.#oneWay.set(pointer, oneWay);
    return oneWay;
  }

  #scan(pointer: string): Scan {
    let scan = this.#scans.get(pointer);
    if (scan === undefined) {
      scan = this.#scanAt(pointer);
      this.#scans.set(pointer, scan);
    }
    return scan;
  }

  #scanAt(root: string): Scan {
    const targets = new Set<string>();
    let oneWay = false;
    const open = [{ value: valueAt(this.#document.root, root), pointer: root }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { value, pointer } = next;
      if (!isObject(value)) continue;
      for (const keyword of ["$ref", "$dynamicRef"]) {
        if (value[keyword] !== undefined) targets.add(this.#document.targetOf(value[keyword], pointer));
      }
      if (value.$ref !== undefined && this.#document.version === "3.0") continue;
      oneWay ||= this.#hasOneWayProperty(value, pointer);
      open.push(...subschemasOf(value, pointer));
    }
    return { oneWay, targets: [...targets] };
  }

  #hasOneWayProperty({ properties }: JsonObject, pointer: string): boolean {
    if (!isObject(properties)) return false;
    return Object.values(properties).some((property) =>
      directions.some((direction) => !isSent(property, pointer, this.#document, direction)),
    );
  }
}
