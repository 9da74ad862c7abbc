import { canonicalForm } from "@oap/orchestrator";
import type { JsonObject, JsonValue, ValidationIssue } from "@oap/protocol";
import { escapePointer, readTemplateText, wholeExpression } from "../expression/template.ts";
import { issue } from "./issue.ts";

/**
 * Checks what a template will produce against its target's input schema, as far as that is known before the run: which members
 * there are, and literal values. A `${ expr }` can become anything and is accepted; text with an expression in it is some string.
 * Keywords that are not looked at here (`anyOf`, `pattern`, …) accept: the whole input is validated when the step runs.
 */
export function checkTemplate(template: JsonObject, schema: JsonObject, pointer: string): ValidationIssue[] {
  return checkValue(template, schema, { root: schema, pointer, references: 0 });
}

interface Position {
  readonly root: JsonObject;
  readonly pointer: string;
  /** How many `$ref` were followed without going deeper into the value: a schema may refer to itself. */
  readonly references: number;
}

const referencesMax = 32;

function checkValue(template: JsonValue, schema: JsonValue | undefined, position: Position): ValidationIssue[] {
  if (schema === false) return [issue(position.pointer, "false schema", "This member is not allowed.")];
  if (!isObject(schema)) return [];
  const known = knownValue(template);
  if (known === undefined) return [];
  const target = typeof schema.$ref === "string" ? resolve(schema.$ref, position) : undefined;
  return [
    ...(target === undefined ? [] : checkValue(template, target, { ...position, references: position.references + 1 })),
    ...(Array.isArray(schema.allOf) ? schema.allOf.flatMap((each) => checkValue(template, each, position)) : []),
    ...checkType(known, schema, position),
    ...checkEquality(template, schema, position),
    ...checkNumber(known, schema, position),
    ...checkTextLength(known, schema, position),
    ...checkItems(known, schema, position),
    ...checkMembers(known, schema, position),
  ];
}

/** What a template is known to become: nothing for an expression, the kind alone for text with an expression in it. */
type Known = { value: Exclude<JsonValue, string> } | { text?: string };

function knownValue(template: JsonValue): Known | undefined {
  if (typeof template !== "string") return { value: template };
  const read = readTemplateText(template);
  if (!read.ok || wholeExpression(read.parts) !== undefined) return undefined;
  if (read.parts.some((part) => "expression" in part)) return {};
  return { text: read.parts.map((part) => ("text" in part ? part.text : "")).join("") };
}

function checkType(known: Known, schema: JsonObject, { pointer }: Position): ValidationIssue[] {
  const allowed = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? undefined : [schema.type];
  if (allowed === undefined) return [];
  const actual = "value" in known ? typesOf(known.value) : ["string"];
  if (actual.some((type) => allowed.includes(type))) return [];
  return [issue(pointer, "type", `It is of type ${actual[0]}; allowed is ${allowed.join(" or ")}.`, schema.type)];
}

function checkEquality(template: JsonValue, schema: JsonObject, { pointer }: Position): ValidationIssue[] {
  const values = "const" in schema ? [schema.const ?? null] : Array.isArray(schema.enum) ? schema.enum : undefined;
  const literal = values === undefined ? undefined : literalValue(template);
  if (values === undefined || literal === undefined) return [];
  if (values.some(sameAs(literal))) return [];
  const keyword = "const" in schema ? "const" : "enum";
  return [
    issue(pointer, keyword, `It must be ${values.map((each) => JSON.stringify(each)).join(" or ")}.`, schema[keyword]),
  ];
}

/** Texts and numbers are compared as they are: a list of them may be long, and so may the list of those that are allowed. */
function sameAs(literal: JsonValue): (value: JsonValue) => boolean {
  if (typeof literal !== "object" || literal === null) return (value) => value === literal;
  const form = formOf(literal);
  return (value) => typeof value === "object" && form !== undefined && formOf(value) === form;
}

/** By which equal values are known. Text that is not well-formed has none. */
function formOf(value: JsonValue): string | undefined {
  try {
    return canonicalForm(value);
  } catch {
    return undefined;
  }
}

function checkNumber(known: Known, schema: JsonObject, { pointer }: Position): ValidationIssue[] {
  if (!("value" in known) || typeof known.value !== "number") return [];
  const value = known.value;
  const rules: [string, string, (limit: number) => boolean][] = [
    ["minimum", "at least", (limit) => value >= limit],
    ["maximum", "at most", (limit) => value <= limit],
    ["exclusiveMinimum", "more than", (limit) => value > limit],
    ["exclusiveMaximum", "less than", (limit) => value < limit],
  ];
  return applyLimits(rules, schema, pointer);
}

function checkTextLength(known: Known, schema: JsonObject, { pointer }: Position): ValidationIssue[] {
  if (!("text" in known) || known.text === undefined) return [];
  const length = [...known.text].length;
  const rules: [string, string, (limit: number) => boolean][] = [
    ["minLength", "characters: at least", (limit) => length >= limit],
    ["maxLength", "characters: at most", (limit) => length <= limit],
  ];
  return applyLimits(rules, schema, pointer);
}

function checkItems(known: Known, schema: JsonObject, position: Position): ValidationIssue[] {
  if (!("value" in known) || !Array.isArray(known.value)) return [];
  const list = known.value;
  const rules: [string, string, (limit: number) => boolean][] = [
    ["minItems", "items: at least", (limit) => list.length >= limit],
    ["maxItems", "items: at most", (limit) => list.length <= limit],
  ];
  const leading = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  const items = list.flatMap((each, index) =>
    checkValue(each, leading[index] ?? schema.items, inside(position, index)),
  );
  return [...applyLimits(rules, schema, position.pointer), ...items];
}

function checkMembers(known: Known, schema: JsonObject, position: Position): ValidationIssue[] {
  if (!("value" in known) || !isObject(known.value)) return [];
  const members = known.value;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const missing = required
    .filter((name) => typeof name === "string" && !Object.hasOwn(members, name))
    .map((name) => issue(position.pointer, "required", `The member \`${String(name)}\` is missing.`, name));
  const properties = isObject(schema.properties) ? schema.properties : {};
  const wrong = Object.entries(members).flatMap(([name, value]) => {
    if (Object.hasOwn(properties, name)) return checkValue(value, properties[name], inside(position, name));
    if (schema.patternProperties !== undefined) return [];
    if (schema.additionalProperties !== false) {
      return checkValue(value, schema.additionalProperties, inside(position, name));
    }
    const message = `There is no member \`${name}\` here; known are: ${Object.keys(properties).join(", ")}.`;
    return [issue(inside(position, name).pointer, "additionalProperties", message)];
  });
  return [...missing, ...wrong];
}

function applyLimits(
  rules: readonly [string, string, (limit: number) => boolean][],
  schema: JsonObject,
  pointer: string,
): ValidationIssue[] {
  return rules.flatMap(([keyword, words, holds]) => {
    const limit = schema[keyword];
    return typeof limit !== "number" || holds(limit)
      ? []
      : [issue(pointer, keyword, `Allowed is ${words} ${limit}.`, limit)];
  });
}

/** The value of a template without any expression; `undefined` if it has one. */
function literalValue(template: JsonValue): JsonValue | undefined {
  if (typeof template === "string") {
    const known = knownValue(template);
    return known !== undefined && "text" in known ? known.text : undefined;
  }
  if (typeof template !== "object" || template === null) return template;
  const members = Object.entries(template).map(([name, each]) => [name, literalValue(each)] as const);
  if (members.some(([, each]) => each === undefined)) return undefined;
  return Array.isArray(template)
    ? members.map(([, each]) => each ?? null)
    : Object.fromEntries(members.map(([name, each]) => [name, each ?? null]));
}

function resolve(reference: string, { root, references }: Position): JsonValue | undefined {
  if (!reference.startsWith("#") || references >= referencesMax) return undefined;
  let target: JsonValue | undefined = root;
  for (const token of reference.slice(1).split("/").slice(1)) {
    const name = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isObject(target) ? target[name] : undefined;
  }
  return target;
}

function inside(position: Position, name: string | number): Position {
  return { ...position, pointer: `${position.pointer}/${escapePointer(String(name))}`, references: 0 };
}

function typesOf(value: Exclude<JsonValue, string>): string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (typeof value === "number") return Number.isInteger(value) ? ["integer", "number"] : ["number"];
  return [typeof value];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
