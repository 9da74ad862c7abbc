import { assertingKeywords } from "../containment/asserting-keywords.ts";
import { closeSchema } from "../containment/close-schema.ts";
import { referenceTo } from "../containment/definitions.ts";
import { validatorOf } from "../containment/validators.ts";
import type { Containment, SchemaInContext } from "../containment.ts";
import { contains as containsByDefault, sample } from "../contains.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import { changedThroughout, type NamedPairs, pairNames } from "./named-pairs.ts";
import { PublishedContent } from "./published-content.ts";
import { Reach, referencesIn } from "./reach.ts";
import { referredName, SchemaIdentity } from "./schema-identity.ts";
import { withoutOpenLists } from "./without-open-lists.ts";

export interface CompareOptions {
  /** The day of the comparison, `YYYY-MM-DD`: what may be removed depends on it. */
  readonly today: string;
  /** Whether every value that the left schema accepts, the right one accepts. Default: `contains`. */
  readonly contains?: Contains;
  /** Whether something was released under an `$id`, for good. Default: under each of the base, as of a version that was released. */
  readonly isReleased?: (id: string) => boolean;
}

export type Contains = (
  left: SchemaInContext,
  right: SchemaInContext,
  options?: { readonly closeLeft?: boolean; readonly stepsMax?: number },
) => Containment;

/**
 * What one comparison knows of both versions.
 *
 * Both versions' named schemas live under one table of definitions, so that a schema of the base and one of the head can be asked about
 * together: names of the base mean what they mean there; a schema of the head that says something else there has a name of its own.
 */
export class Comparing {
  readonly base: Contract;
  readonly head: Contract;
  readonly today: string;
  readonly isReleased: (id: string) => boolean;
  readonly pairs: NamedPairs;
  readonly baseReach: Reach;
  readonly headReach: Reach;
  readonly baseIdentity: SchemaIdentity;
  readonly headIdentity: SchemaIdentity;
  readonly baseWords: SchemaIdentity;
  readonly headWords: SchemaIdentity;
  readonly publishedContent: PublishedContent;
  /** Names of the head's schemas that say something else than in the base, they themselves or what they refer to. */
  readonly changedInHead: ReadonlySet<string>;
  /** The definitions of both. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  readonly #contains: Contains;
  readonly #verdicts = new Map<string, Containment>();
  readonly #headNames = new Map<string, string>();
  readonly #moved = new WeakMap<object, JsonSchema>();
  readonly #asked: SchemaIdentity;
  readonly #references = {
    base: new WeakMap<object, readonly string[]>(),
    head: new WeakMap<object, readonly string[]>(),
  };
  readonly #typeReferences = new Map<string, JsonSchema>();
  readonly #samples = new WeakMap<object, { readonly value: unknown }>();
  readonly #samplesOfBoth = new Map<string, { readonly value: unknown }>();
  #definitionsOfReaders: Readonly<Record<string, JsonSchema>> | undefined;
  readonly #fromHeadAlways = (schema: JsonSchema) => this.fromHead(schema);

  constructor(base: Contract, head: Contract, options: CompareOptions) {
    const { today, contains = containsByDefault, isReleased = () => true } = options;
    this.base = base;
    this.head = head;
    this.today = today;
    this.isReleased = isReleased;
    this.#contains = contains;
    this.pairs = pairNames(base, head);
    this.baseReach = new Reach(base);
    this.headReach = new Reach(head);
    const nameOf = (name: string) => this.pairs.baseName.get(name) ?? `${name} (head)`;
    this.baseIdentity = new SchemaIdentity();
    this.headIdentity = new SchemaIdentity({ nameOf, table: this.baseIdentity });
    this.baseWords = new SchemaIdentity({ words: true });
    this.headWords = new SchemaIdentity({ words: true, nameOf, table: this.baseWords });
    this.publishedContent = new PublishedContent(base, head, this.pairs);
    const changed = Object.keys(head.definitions).filter((name) => !this.#saysTheSame(name));
    this.changedInHead = changedThroughout(head, changed);
    this.definitions = this.#definitionsOfBoth();
    this.#asked = new SchemaIdentity();
  }

  /** Whether two schemas say the same of values, as far as they are written alike; references count by name. */
  alike(base: JsonSchema, head: JsonSchema): boolean {
    return this.baseIdentity.numberOf(base) === this.headIdentity.numberOf(head);
  }

  /** Whether they also have the same words. */
  identical(base: JsonSchema, head: JsonSchema): boolean {
    return this.baseWords.numberOf(base) === this.headWords.numberOf(head);
  }

  /** Whether two references mean one named schema, in both versions. */
  paired(base: unknown, head: unknown): boolean {
    const name = referredName(base);
    const other = referredName(head);
    return name !== undefined && other !== undefined && this.pairs.headName.get(name) === other;
  }

  /** The head's schema with references that mean the head's schemas in `definitions`. */
  fromHead(schema: JsonSchema): JsonSchema {
    if (typeof schema === "boolean") return schema;
    const known = this.#moved.get(schema);
    if (known !== undefined) return known;
    const moved: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      const shape = assertingKeywords[keyword];
      if (shape === undefined || value === undefined) continue;
      if (keyword === "$ref") moved.$ref = this.#referenceFromHead(value);
      else if (shape === "schema") moved[keyword] = this.fromHead(value as JsonSchema);
      else if (shape === "schemas") moved[keyword] = (value as JsonSchema[]).map((item) => this.fromHead(item));
      else if (shape === "schemaByName") {
        const entries = Object.entries(value as Record<string, JsonSchema>);
        moved[keyword] = Object.fromEntries(entries.map(([name, item]) => [name, this.fromHead(item)]));
      } else moved[keyword] = value;
    }
    this.#moved.set(schema, moved);
    return moved;
  }

  /** Asks once whether the left schema, its objects closed, is contained in the right one. Both are of `definitions`. */
  contained(left: JsonSchema, right: JsonSchema): Containment {
    const key = `${this.#asked.numberOf(left)} ${this.#asked.numberOf(right)}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const answer = this.#ask(left, right);
    this.#verdicts.set(key, answer);
    return answer;
  }

  /** A search that is given up early, without the help that `contained` gives; what it finds out is remembered. */
  searched(left: JsonSchema, right: JsonSchema, stepsMax: number): Containment {
    const key = `${this.#asked.numberOf(left)} ${this.#asked.numberOf(right)}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const { definitions } = this;
    const options = { closeLeft: true, stepsMax };
    const answer = this.#contains({ schema: left, definitions }, { schema: right, definitions }, options);
    if (answer.verdict !== "unknown") this.#verdicts.set(key, answer);
    return answer;
  }

  /** Whether the left schema is contained in what readers of the right one accept, who were told to expect more than some lists name. */
  toleratedByReaders(left: JsonSchema, right: JsonSchema, stepsMax: number): boolean {
    const { definitions } = this;
    this.#definitionsOfReaders ??= Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, withoutOpenLists(schema)]),
    );
    const reader = { schema: withoutOpenLists(right), definitions: this.#definitionsOfReaders };
    return this.#contains({ schema: left, definitions }, reader, { closeLeft: true, stepsMax }).verdict === "contained";
  }

  /** An open schema is wider than a closed one, and sometimes easier to prove contained: then the closed one is too. */
  #ask(left: JsonSchema, right: JsonSchema): Containment {
    const { definitions } = this;
    const sides = [
      { schema: left, definitions },
      { schema: right, definitions },
    ] as const;
    const closed = this.#contains(...sides, { closeLeft: true });
    if (closed.verdict !== "unknown") return closed;
    const open = this.#contains(...sides, { closeLeft: false });
    return open.verdict === "contained" ? open : closed;
  }

  /** A valid value of a schema of one version; undefined where none was found. */
  sampleOf(schema: JsonSchema, side: "base" | "head"): unknown {
    if (typeof schema === "boolean") return schema ? null : undefined;
    let known = this.#samples.get(schema);
    if (known === undefined) {
      known = { value: sample({ schema, definitions: this[side].definitions }) };
      this.#samples.set(schema, known);
    }
    return known.value;
  }

  /** A valid value of a schema of one version that what the other one says accepts as well; where none was found, a valid one. */
  sampleOfBoth(schema: JsonSchema, others: readonly JsonSchema[], side: "base" | "head"): unknown {
    const [own, other] = side === "base" ? [keep, this.#fromHeadAlways] : [this.#fromHeadAlways, keep];
    const left = own(schema);
    const number = this.#asked.numberOf(left);
    const different = others.map(other).filter((one) => this.#asked.numberOf(one) !== number);
    if (different.length === 0) return this.sampleOf(schema, side);
    const key = `${side} ${[number, ...different.map((one) => this.#asked.numberOf(one))]}`;
    let known = this.#samplesOfBoth.get(key);
    if (known === undefined) {
      known = {
        value: this.#sampleOfBoth(schema, { allOf: [left, ...different] }, side) ?? this.sampleOf(schema, side),
      };
      this.#samplesOfBoth.set(key, known);
    }
    return known.value;
  }

  /** The sender adds no member that the other version alone knows of. */
  #sampleOfBoth(schema: JsonSchema, both: JsonSchema, side: "base" | "head"): unknown {
    const value = sample({ schema: both, definitions: this.definitions });
    const producer = closeSchema({ schema, definitions: this[side].definitions });
    return value !== undefined && validatorOf(producer).accepts(value) ? value : undefined;
  }

  /** A reference to a named schema, one object a name, so that what is known of it is found again. */
  typeReference(name: string): JsonSchema {
    let reference = this.#typeReferences.get(name);
    if (reference === undefined) {
      reference = { $ref: referenceTo(name) };
      this.#typeReferences.set(name, reference);
    }
    return reference;
  }

  /** The named schemas that a schema of one version refers to, those of references not followed. */
  referencesOf(schema: JsonSchema, side: "base" | "head"): readonly string[] {
    if (typeof schema === "boolean") return [];
    let names = this.#references[side].get(schema);
    if (names === undefined) {
      names = [...new Set(referencesIn(schema).map(({ name }) => name))];
      this.#references[side].set(schema, names);
    }
    return names;
  }

  /** The named schemas of the head that are made with any of these, these included. */
  usersInHead(names: Iterable<string>): ReadonlySet<string> {
    return changedThroughout(this.head, names);
  }

  /** Whether a named schema is made with itself. */
  isRecursive(name: string, side: "base" | "head"): boolean {
    const { definitions } = this[side];
    const seen = new Set<string>();
    const open = [name];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of this.referencesOf(definitions[at] ?? true, side)) {
        if (next === name) return true;
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return false;
  }

  #saysTheSame(name: string): boolean {
    const baseName = this.pairs.baseName.get(name);
    return baseName !== undefined && this.alike(this.base.definitions[baseName]!, this.head.definitions[name]!);
  }

  #definitionsOfBoth(): Readonly<Record<string, JsonSchema>> {
    const { base, head, changedInHead, pairs } = this;
    for (const name of Object.keys(head.definitions)) {
      const unchanged = changedInHead.has(name) ? undefined : pairs.baseName.get(name);
      this.#headNames.set(name, unchanged ?? unusedName(name, base.definitions));
    }
    const both: Record<string, JsonSchema> = { ...base.definitions };
    for (const name of changedInHead) both[this.#headNames.get(name)!] = this.fromHead(head.definitions[name]!);
    return both;
  }

  #referenceFromHead(reference: unknown): unknown {
    const name = referredName(reference);
    const headName = name === undefined ? undefined : this.#headNames.get(name);
    if (name === undefined || headName === undefined) return reference;
    const rest = String(reference).split("/").slice(3);
    return [referenceTo(headName), ...rest].join("/");
  }
}

function keep(schema: JsonSchema): JsonSchema {
  return schema;
}

/** A name for the head's schema beside the base's names. */
function unusedName(name: string, used: Readonly<Record<string, JsonSchema>>): string {
  let unused = `${headMark}${name}`;
  while (Object.hasOwn(used, unused)) unused = `${headMark}${unused}`;
  return unused;
}

/** What the names of the head's schemas begin with in `definitions`; a reader is not shown it. */
export const headMark = "head:";
