import type { CedarValueJson, Type } from "@cedar-policy/cedar-wasm/nodejs";
import type { JsonObject, JsonValue } from "@oap/protocol";

/** How deep an input's type is followed; what lies deeper is not given to policies. */
const depthMax = 8;

/** A Cedar type that a JSON value can be turned into. */
export type InputType =
  | { readonly type: "String" | "Long" | "Boolean" }
  | { readonly type: "Set"; readonly element: InputType }
  | {
      readonly type: "Record";
      readonly attributes: Readonly<Record<string, InputType & { readonly required: boolean }>>;
    };

type InputRecord = Extract<InputType, { type: "Record" }>;

/**
 * What of an input policies can read, from its JSON Schema: texts, integers, booleans, lists (as sets) and objects of these. Numbers
 * that may have a fraction have no Cedar type, and are left out. `members` keeps to some of the first level.
 */
export function inputTypeOf(schema: JsonObject, members?: ReadonlySet<string>): InputRecord | undefined {
  const type = typeOf(schema, schema, 0);
  if (type?.type !== "Record") return undefined;
  if (members === undefined) return type;
  const attributes = Object.entries(type.attributes).filter(([name]) => members.has(name));
  return { type: "Record", attributes: Object.fromEntries(attributes) };
}

/** The part of a value that its type names. Throws where the value is not of the type, since then no policy may decide. */
export function inputValueOf(type: InputType, value: JsonValue): CedarValueJson {
  switch (type.type) {
    case "String":
      return expected(typeof value === "string", value) as string;
    case "Boolean":
      return expected(typeof value === "boolean", value) as boolean;
    case "Long":
      return expected(Number.isSafeInteger(value), value) as number;
    case "Set":
      return (expected(Array.isArray(value), value) as JsonValue[]).map((item) => inputValueOf(type.element, item));
    case "Record": {
      const object = expected(
        typeof value === "object" && value !== null && !Array.isArray(value),
        value,
      ) as JsonObject;
      const members = Object.entries(type.attributes).flatMap(([name, attribute]): [string, CedarValueJson][] => {
        const member = Object.hasOwn(object, name) ? object[name] : undefined;
        if (member !== undefined) return [[name, inputValueOf(attribute, member)]];
        expected(!attribute.required, value);
        return [];
      });
      return Object.fromEntries(members);
    }
  }
}

/** The type as a Cedar schema takes it. */
export function schemaTypeOf(type: InputType): Type<string> {
  if (type.type === "Set") return { type: "Set", element: schemaTypeOf(type.element) };
  if (type.type !== "Record") return { type: type.type };
  const attributes = Object.entries(type.attributes).map(([name, attribute]) => [
    name,
    { ...schemaTypeOf(attribute), required: attribute.required },
  ]);
  return { type: "Record", attributes: Object.fromEntries(attributes) };
}

function expected(holds: boolean, value: JsonValue): JsonValue {
  if (!holds) throw new TypeError("The input is not what the policies were checked against.");
  return value;
}

function typeOf(schema: JsonValue | undefined, root: JsonObject, depth: number): InputType | undefined {
  if (depth > depthMax || typeof schema !== "object" || schema === null || Array.isArray(schema)) return undefined;
  if (typeof schema.$ref === "string") return typeOf(definitionOf(schema.$ref, root), root, depth + 1);
  switch (schema.type) {
    case "string":
      return { type: "String" };
    case "integer":
      return { type: "Long" };
    case "boolean":
      return { type: "Boolean" };
    case "array": {
      const element = typeOf(schema.items, root, depth + 1);
      return element && { type: "Set", element };
    }
    case "object":
      return recordOf(schema, root, depth);
    default:
      return undefined;
  }
}

function recordOf(schema: JsonObject, root: JsonObject, depth: number): InputRecord {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.entries((schema.properties ?? {}) as JsonObject);
  const attributes = properties.flatMap(([name, property]) => {
    // Cedar reads `__entity` and `__extn` in a value as something other than a member.
    const type = name.startsWith("__") ? undefined : typeOf(property, root, depth + 1);
    return type === undefined ? [] : [[name, { ...type, required: required.includes(name) }] as const];
  });
  return { type: "Record", attributes: Object.fromEntries(attributes) };
}

function definitionOf(ref: string, root: JsonObject): JsonValue | undefined {
  const name = /^#\/\$defs\/([^/~]+)$/.exec(ref)?.[1];
  const definitions = root.$defs;
  if (name === undefined || typeof definitions !== "object" || definitions === null || Array.isArray(definitions)) {
    return undefined;
  }
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}
