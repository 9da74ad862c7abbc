import { memberOf, pointerTo, tokensOf, valueAt } from "./json-pointer.ts";
import type { Document } from "./parse-document.ts";
import { referenceHopsMax } from "./read-bounds.ts";
import { type UnreadableCode, UnreadableContract } from "./unreadable-contract.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A value of the document, and where it stands after references were followed. */
export interface Placed<TValue = unknown> {
  readonly value: TValue;
  readonly pointer: string;
}

/** Owns a parsed OpenAPI document: follows its references and says where something is wrong. */
export class OpenApiDocument {
  readonly root: JsonObject;
  /** `3.0` or `3.1`: what schemas mean differs. */
  readonly version: "3.0" | "3.1";
  readonly #label: string;
  readonly #document: Document;
  #anchors: Anchors | undefined;
  /** Pointers by the text of a `$ref`: what is there was looked at once. */
  readonly #targets = new Map<string, string>();

  constructor(document: Document, version: "3.0" | "3.1", label: string) {
    this.root = document.value as JsonObject;
    this.version = version;
    this.#label = label;
    this.#document = document;
  }

  lineOf(pointer: string): number {
    return this.#document.lineOf(pointer);
  }

  fail(code: UnreadableCode, pointer: string, problem: string, remedy: string): UnreadableContract {
    return new UnreadableContract(code, {
      where: `${this.#label}:${this.lineOf(pointer)} (#${pointer})`,
      problem,
      remedy,
    });
  }

  /** The object that is meant at a pointer, after every `$ref`. */
  object({ value, pointer }: Placed, what: string): Placed<JsonObject> {
    let placed: Placed = { value, pointer };
    for (let hops = 0; ; hops += 1) {
      if (!isObject(placed.value)) {
        throw this.fail("MALFORMED", placed.pointer, `${what} is no object.`, `Write ${what} as an object.`);
      }
      const reference = placed.value.$ref;
      if (reference === undefined) return placed as Placed<JsonObject>;
      if (hops === referenceHopsMax) {
        throw this.fail(
          "CYCLIC_REFERENCE",
          pointer,
          "Its $ref leads back to itself.",
          `Write ${what} out in one place.`,
        );
      }
      const target = this.targetOf(reference, placed.pointer);
      placed = { value: valueAt(this.root, target), pointer: target };
    }
  }

  /** The pointer that a `$ref` means. Throws for another file, and for what is not there. */
  targetOf(reference: unknown, pointer: string): string {
    const known = this.#targets.get(reference as string);
    if (known !== undefined) return known;
    const target = this.#find(reference, pointer);
    this.#targets.set(reference as string, target);
    return target;
  }

  #find(reference: unknown, pointer: string): string {
    if (typeof reference !== "string") {
      throw this.fail(
        "MALFORMED",
        pointer,
        "Its $ref is no string.",
        "Write a reference such as `#/components/schemas/Pet`.",
      );
    }
    const hash = reference.indexOf("#");
    const [base, fragment] =
      hash < 0 ? [reference, ""] : [reference.slice(0, hash), decodeFragment(reference.slice(hash + 1))];
    const starts = base === "" ? [""] : (this.#anchorsOf().get(base) ?? []);
    if (starts.length === 0) {
      throw this.fail(
        "EXTERNAL_REFERENCE",
        pointer,
        `\`${reference}\` refers to another document.`,
        "References within the file alone are followed: bundle the files into one first, as by `redocly bundle`.",
      );
    }
    const isPointer = fragment === "" || fragment.startsWith("/");
    const targets = isPointer ? starts : (this.#anchorsOf().get(`${base}#${fragment}`) ?? []);
    if (targets.length > 1) {
      throw this.fail(
        "UNSUPPORTED_VERSION",
        pointer,
        `\`${reference}\` means one of ${targets.length} schemas, by who refers to the schema that it is in.`,
        "Give each use a schema of its own: one anchor for a name is read.",
      );
    }
    const target = targets[0] === undefined ? undefined : targets[0] + (isPointer ? fragment : "");
    if (target === undefined || (target !== "" && valueAt(this.root, target) === undefined)) {
      throw this.fail(
        "UNRESOLVABLE_REFERENCE",
        pointer,
        `There is nothing at \`${reference}\`.`,
        this.#suggestionFor(target ?? ""),
      );
    }
    return target;
  }

  #suggestionFor(target: string): string {
    const tokens = tokensOf(target);
    const siblings = Object.keys(
      (valueAt(this.root, pointerTo("", ...tokens.slice(0, -1))) as object | undefined) ?? {},
    );
    const alike = siblings.find((name) => name.toLowerCase() === tokens.at(-1)?.toLowerCase());
    return alike === undefined ? "Define it there, or correct the reference." : `Did you mean \`${alike}\`?`;
  }

  #anchorsOf(): Anchors {
    this.#anchors ??= anchorsOf(this.root);
    return this.#anchors;
  }
}

/** Pointers by `$id` of a schema, by its `$id` with `#` and its anchor, and by `#` and the anchor alone. */
type Anchors = ReadonlyMap<string, readonly string[]>;

function anchorsOf(root: JsonObject): Anchors {
  const anchors = new Map<string, string[]>();
  visit(root, "", "");
  return anchors;

  function visit(value: unknown, pointer: string, base: string): void {
    if (typeof value !== "object" || value === null) return;
    const id = memberOf(value, "$id");
    const inner = typeof id === "string" ? id.replace(/#$/, "") : base;
    if (typeof id === "string") add(inner, pointer);
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const anchor = memberOf(value, keyword);
      if (typeof anchor !== "string") continue;
      add(`#${anchor}`, pointer);
      if (inner !== "") add(`${inner}#${anchor}`, pointer);
    }
    for (const [key, member] of Object.entries(value)) visit(member, pointerTo(pointer, key), inner);
  }

  function add(key: string, pointer: string): void {
    const pointers = anchors.get(key);
    if (pointers === undefined) anchors.set(key, [pointer]);
    else pointers.push(pointer);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
