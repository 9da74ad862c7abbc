import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { JsonObject, JsonValue, ValidationIssue } from "@oap/protocol";
import { isObject } from "./attempt-failure.ts";
import { mapSubschemas } from "./map-subschemas.ts";
import { patternFormat, patternOfFormat } from "./schema-pattern.ts";

/** Lists what is wrong with a value; empty if nothing is. The value must be JSON. */
export type SchemaCheck = (value: JsonValue) => readonly ValidationIssue[];

/** At most this many issues are listed. */
export const issuesMax = 100;
/** No further one is listed after this many characters of pointers, each of which may hold a member's name as long as a body. */
export const issuesCharactersMax = 65_536;
/** `uniqueItems` compares every pair of items, so that it is applied to arrays of at most this length. */
export const uniqueItemsMax = 1000;

/**
 * Makes a check out of a JSON Schema 2020-12 that checkSchema has accepted. The schema is interpreted: nothing is
 * evaluated as code. Issues name the JSON Pointer, the keyword and what was expected; they never repeat the value.
 */
export function compileSchema(schema: JsonObject): SchemaCheck {
  const prepared = prepare(schema);
  // The first stops at the first issue, which keeps the verdict cheap; the second runs only to list the rest.
  const verdict = new Validator(prepared, "2020-12", true);
  const listing = new Validator(prepared, "2020-12", false);
  return (value) => {
    try {
      if (verdict.validate(value).valid) return [];
      return toIssues(listing.validate(value).errors, prepared);
    } catch (thrown) {
      // The interpreter passes lists of issues as arguments, and there is a limit to those.
      if (thrown instanceof RangeError) {
        return [{ pointer: "", keyword: "maxItems", message: "has too many issues to list; send less at once" }];
      }
      throw thrown;
    }
  };
}

/** Leaves out what only describes, and gives `pattern` and `uniqueItems` their bounded forms. */
function prepare(schema: JsonObject): Schema {
  return mapSubschemas(schema, (subschema) => {
    const { $id, $schema, $comment, title, description, examples, default: _, ...rest } = subschema;
    const bounded: JsonValue[] = [];
    if (typeof rest.pattern === "string") {
      bounded.push({ format: patternFormat(rest.pattern) });
      delete rest.pattern;
    }
    if (rest.uniqueItems === true) {
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
      bounded.push({ if: { maxItems: uniqueItemsMax }, then: { uniqueItems: true } });
      delete rest.uniqueItems;
    }
    if (bounded.length === 0) return rest;
    return { ...rest, allOf: [...(Array.isArray(rest.allOf) ? rest.allOf : []), ...bounded] };
  }) as Schema;
}

/** These only repeat that something inside them is wrong. */
const wrappers = new Set([
  "$ref",
  "allOf",
  "dependentSchemas",
  "if",
  "items",
  "prefixItems",
  "properties",
  "unevaluatedItems",
]);
/** What is wrong inside these is no help, as each alternative complains for reasons of its own. */
const opaque = new Set(["anyOf", "oneOf", "propertyNames", "contains"]);

function toIssues(errors: readonly OutputUnit[], root: Schema): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  let characters = 0;
  const isFull = () => issues.length >= issuesMax || characters > issuesCharactersMax;
  for (let index = 0; index < errors.length && !isFull(); index++) {
    const error = errors[index]!;
    const next = errors[index + 1];
    const forbidden =
      (error.keyword === "additionalProperties" || error.keyword === "unevaluatedProperties") &&
      next?.keyword === "false";
    if (wrappers.has(error.keyword)) continue;
    if (error.keyword === "additionalProperties" && !forbidden) continue;
    if (error.keyword === "unevaluatedProperties" && !forbidden) continue;
    const issue = toIssue(error, root);
    characters += issue.pointer.length;
    issues.push(issue);
    if (forbidden) index++;
    if (opaque.has(error.keyword)) index = lastWithin(errors, index);
  }
  return issues;
}

/** The index of the last error inside the one at `index`. */
function lastWithin(errors: readonly OutputUnit[], index: number): number {
  const within = `${errors[index]!.keywordLocation}/`;
  let last = index;
  for (let next = index + 1; next < errors.length; next++) {
    const { keyword, keywordLocation } = errors[next]!;
    // The interpreter gives the instance's location as the location of the keyword `false`.
    if (!keywordLocation.startsWith(within) && keyword !== "false") break;
    last = next;
  }
  return last;
}

function toIssue(error: OutputUnit, root: Schema): ValidationIssue {
  const pointer = decodeURIComponent(error.instanceLocation.slice(1));
  const expected = valueAt(root, error.keywordLocation);
  const pattern = error.keyword === "format" ? patternOfFormat(expected) : undefined;
  if (pattern !== undefined) {
    return { pointer, keyword: "pattern", message: `must match the pattern ${pattern}`, expected: pattern };
  }
  const keyword = error.keyword === "false" ? "false schema" : error.keyword;
  const message = messageFor(keyword, expected, error.error);
  const unhelpful = expected === undefined || (typeof expected === "object" && !listed.has(keyword));
  return unhelpful ? { pointer, keyword, message } : { pointer, keyword, message, expected: expected as JsonValue };
}

/** Keywords whose value is worth repeating although it is a list or an object. */
const listed = new Set(["type", "enum", "const", "required"]);

function messageFor(keyword: string, expected: unknown, fallback: string): string {
  const value = JSON.stringify(expected);
  const named = memberIn(fallback);
  switch (keyword) {
    case "type":
      return `must be of type ${Array.isArray(expected) ? expected.join(" or ") : String(expected)}`;
    case "required":
      return `must have the member "${named}"`;
    case "additionalProperties":
    case "unevaluatedProperties":
      return `must not have the member "${named}"`;
    case "propertyNames":
      return `must not have a member named "${named}"`;
    case "false schema":
      return "must be absent";
    case "enum":
      return `must be one of ${value}`;
    case "const":
      return `must be ${value}`;
    case "format":
      return `must have the format ${String(expected)}`;
    case "minLength":
      return `must have at least ${value} characters`;
    case "maxLength":
      return `must have at most ${value} characters`;
    case "minItems":
    case "minContains":
      return `must have at least ${value} items`;
    case "maxItems":
    case "maxContains":
      return `must have at most ${value} items`;
    case "minProperties":
      return `must have at least ${value} members`;
    case "maxProperties":
      return `must have at most ${value} members`;
    case "minimum":
      return `must be at least ${value}`;
    case "maximum":
      return `must be at most ${value}`;
    case "exclusiveMinimum":
      return `must be more than ${value}`;
    case "exclusiveMaximum":
      return `must be less than ${value}`;
    case "multipleOf":
      return `must be a multiple of ${value}`;
    case "uniqueItems":
      return "must not have equal items";
    case "anyOf":
      return "must match at least one of the alternatives";
    case "oneOf":
      return "must match exactly one of the alternatives";
    case "contains":
      return "must contain an item that matches";
    case "not":
      return "must not match what is excluded";
    case "dependentRequired":
      return "lacks a member that another one requires";
    default:
      return `does not satisfy ${keyword}`;
  }
}

/** A longer name of a member is cut off in messages, in UTF-16 code units. */
const nameLengthMax = 128;

/** The member that a message of the interpreter is about: all between its first quote and its last, since a name may have some itself. */
function memberIn(message: string): string {
  const name = message.slice(message.indexOf('"') + 1, message.lastIndexOf('"'));
  return name.length > nameLengthMax ? `${name.slice(0, nameLengthMax).toWellFormed()}…` : name;
}

/** Follows a keyword location such as `#/properties/image/$ref/minLength` through the references. */
function valueAt(root: Schema, keywordLocation: string): unknown {
  let value: unknown = root;
  for (const token of decodeURIComponent(keywordLocation).split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null) return undefined;
    const member: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    value = name === "$ref" && typeof member === "string" ? referenced(root, member) : member;
  }
  return value;
}

function referenced(root: Schema, reference: string): unknown {
  if (reference === "#") return root;
  const definitions: unknown = root.$defs;
  const name = definitionName(reference);
  return isObject(definitions) && name !== undefined && Object.hasOwn(definitions, name)
    ? definitions[name]
    : undefined;
}

/** The name in `#/$defs/<name>`, which is the one form of reference that a self-contained schema uses. */
export function definitionName(reference: string): string | undefined {
  return /^#\/\$defs\/([A-Za-z0-9_.-]+)$/.exec(reference)?.[1];
}
