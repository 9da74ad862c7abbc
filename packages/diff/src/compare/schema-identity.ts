import { assertingKeywords } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";

export interface SchemaIdentityOptions {
  /** The name that a referred name counts as. */
  readonly nameOf?: (name: string) => string;
  /** Another identity to be comparable with. */
  readonly table?: SchemaIdentity;
  /** Whether annotations and the order of branches count too. Default false. */
  readonly words?: boolean;
  /** Annotations that do not count, though the others do. */
  readonly without?: ReadonlySet<string>;
}

/**
 * Gives equal numbers to schemas that say the same of values, whatever the order of their keys, their annotations and these spellings:
 * `const` for an `enum` of one, `{}` for `true`, bounds that bound nothing, an `allOf` of one schema.
 *
 * Owns the numbers: schemas of both versions are numbered from one table, and each schema once.
 */
export class SchemaIdentity {
  readonly #numberByText: Map<string, number>;
  readonly #numberBySchema = new WeakMap<object, number>();
  readonly #nameOf: (name: string) => string;
  readonly #words: boolean;
  readonly #without: ReadonlySet<string>;

  constructor({ nameOf = (name) => name, table, words = false, without = new Set() }: SchemaIdentityOptions = {}) {
    this.#nameOf = nameOf;
    this.#words = words;
    this.#without = without;
    this.#numberByText = table === undefined ? new Map() : table.#numberByText;
  }

  numberOf(schema: JsonSchema): number {
    if (typeof schema === "boolean") return this.#intern(schema ? "{}" : "false");
    const known = this.#numberBySchema.get(schema);
    if (known !== undefined) return known;
    const number = this.#read(schema);
    this.#numberBySchema.set(schema, number);
    return number;
  }

  #read(schema: Readonly<Record<string, unknown>>): number {
    const parts: string[] = [];
    for (const keyword of Object.keys(schema).sort()) {
      const value = schema[keyword];
      const shape = assertingKeywords[keyword];
      if (value === undefined) continue;
      if (shape === undefined) {
        if (this.#words && !this.#without.has(keyword)) parts.push(`${keyword}:${canonicalText(value)}`);
        continue;
      }
      if (saysNothing(keyword, value, schema)) continue;
      if (shape === "schema") parts.push(`${keyword}:${this.numberOf(value as JsonSchema)}`);
      else if (shape === "schemas") {
        const numbers = (value as readonly JsonSchema[]).map((item) => this.numberOf(item));
        const alone = !this.#words && numbers.length === 1 && Object.keys(schema).filter(asserts).length === 1;
        if (keyword === "allOf" && alone) return numbers[0]!;
        const ordered = this.#words || keyword === "prefixItems";
        parts.push(`${keyword}:[${ordered ? numbers : numbers.sort(ascending)}]`);
      } else if (shape === "schemaByName") {
        const entries = Object.entries(value as Readonly<Record<string, JsonSchema>>).sort(byName);
        parts.push(`${keyword}:{${entries.map(([name, item]) => `${JSON.stringify(name)}:${this.numberOf(item)}`)}}`);
      } else parts.push(this.#plain(keyword, value));
    }
    return this.#intern(`{${parts.join(";")}}`);
  }

  #plain(keyword: string, value: unknown): string {
    if (keyword === "$ref") return `$ref:${JSON.stringify(referencedAs(String(value), this.#nameOf))}`;
    if (keyword === "const") return `enum:[${canonicalText(value)}]`;
    if (keyword === "type") return `type:[${(Array.isArray(value) ? [...value] : [value]).sort()}]`;
    if (keyword === "enum" || keyword === "required") {
      return `${keyword}:[${[...new Set((value as readonly unknown[]).map(canonicalText))].sort()}]`;
    }
    return `${keyword}:${canonicalText(value)}`;
  }

  #intern(text: string): number {
    const known = this.#numberByText.get(text);
    if (known !== undefined) return known;
    const number = this.#numberByText.size;
    this.#numberByText.set(text, number);
    return number;
  }
}

/** JSON with sorted keys: equal values have equal texts. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${entries
    .sort(byName)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`)
    .join(",")}}`;
}

/** The referred name of `#/$defs/<name>` and what follows it, the name as it counts. */
function referencedAs(reference: string, nameOf: (name: string) => string): string {
  const name = referredName(reference);
  return name === undefined
    ? reference
    : `${nameOf(name)}${reference.slice(prefix.length + tokenOf(reference).length)}`;
}

const prefix = "#/$defs/";

function tokenOf(reference: string): string {
  return reference.slice(prefix.length).split("/", 1)[0] ?? "";
}

/** `#/$defs/Order` → `Order`; undefined of any other reference. */
export function referredName(reference: unknown): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith(prefix)) return undefined;
  const token = tokenOf(reference).replaceAll("~1", "/").replaceAll("~0", "~");
  if (!token.includes("%")) return token;
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

function saysNothing(keyword: string, value: unknown, schema: Readonly<Record<string, unknown>>): boolean {
  switch (keyword) {
    case "minLength":
    case "minItems":
    case "minProperties":
      return value === 0;
    case "uniqueItems":
      return value === false;
    case "required":
    case "allOf":
    case "prefixItems":
      return Array.isArray(value) && value.length === 0;
    case "patternProperties":
    case "dependentRequired":
    case "dependentSchemas":
      return typeof value === "object" && value !== null && Object.keys(value).length === 0;
    case "items":
    case "propertyNames":
      return value === true;
    case "then":
    case "else":
      return schema.if === undefined;
    case "minContains":
    case "maxContains":
      return schema.contains === undefined;
    default:
      return false;
  }
}

function asserts(keyword: string): boolean {
  return assertingKeywords[keyword] !== undefined;
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function ascending(left: number, right: number): number {
  return left - right;
}

/** Whether two values that contracts publish are the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  return canonicalText(left) === canonicalText(right);
}
