import type { Contract, JsonSchema } from "../contract.ts";
import { changedThroughout, type NamedPairs } from "./named-pairs.ts";
import { SchemaIdentity } from "./schema-identity.ts";

/** Keywords by which a schema speaks to its readers alone. `default` is none of them: programs fill it in. */
export const annotationKeywords: ReadonlySet<string> = new Set([
  "title",
  "description",
  "examples",
  "$comment",
  "deprecated",
]);

/**
 * Which published schemas of the head are not what was published before. Content is all but annotations, as it is written: a reference
 * and what it stands for accept the same values, but the published files differ, and so does what is generated from them.
 */
export class PublishedContent {
  readonly #base: Contract;
  readonly #head: Contract;
  readonly #written = new SchemaIdentity({ words: true, without: annotationKeywords });
  readonly #changedThroughout: ReadonlySet<string>;

  constructor(base: Contract, head: Contract, { baseName }: NamedPairs) {
    this.#base = base;
    this.#head = head;
    const changed = Object.keys(head.definitions).filter((name) => this.isChanged(baseName.get(name) ?? name, name));
    this.#changedThroughout = changedThroughout(head, changed);
  }

  /** Whether a schema itself is another one. */
  isChanged(baseName: string, headName: string): boolean {
    const [was, is] = [memberOf(this.#base, baseName), memberOf(this.#head, headName)];
    if (was === undefined || is === undefined) return true;
    return this.#written.numberOf(was) !== this.#written.numberOf(is);
  }

  /** Whether it, or any that it refers to, is another one: a published file has them all within. */
  isChangedThroughout(headName: string): boolean {
    return this.#changedThroughout.has(headName);
  }
}

function memberOf({ definitions }: Contract, name: string): JsonSchema | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}
