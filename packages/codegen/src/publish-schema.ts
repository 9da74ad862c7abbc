import { Kind, TransformKind, type TSchema } from "@sinclair/typebox";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import { isPublishedKeyword, orderKeywords } from "./keyword-order.ts";
import { mapSchema, referencesOf } from "./map-schema.ts";
import { pointerToken } from "./pointer-token.ts";

/** Something in a contract that has no meaning on one of the surfaces. */
export interface Refusal {
  /** JSON Pointer into the contract's schema; `""` is the whole of it. */
  readonly path: string;
  readonly what: string;
  readonly mend: string;
}

export interface PublishedSchema {
  /** JSON Schema 2020-12; references are `#/$defs/<Name>`. */
  readonly schema: JsonSchema;
  /** The same with `typeParameter` and `typeArguments` beside `$ref`. */
  readonly genericSchema: JsonSchema;
  /** Names of the types that it refers to directly, sorted. */
  readonly references: readonly string[];
  /** Empty when the schema can be published. */
  readonly refusals: readonly Refusal[];
}

export interface PublishOptions {
  /** Its name, which a recursive schema refers to. Absent for a schema without a name, such as a header's. */
  readonly name?: string;
  /** Takes the place of the schema's own description. */
  readonly description?: string;
  /** Whether the type as a whole should no longer be used. */
  readonly deprecated?: boolean;
  /** The tag of an object union. Only a tagged union is a `oneOf`: its branches exclude each other. */
  readonly discriminator?: string;
  /** Whether the schema may accept any value. Only the JSON types themselves may. */
  readonly anything?: boolean;
}

/** Turns a TypeBox schema into the JSON Schema that is published, and says what in it cannot be. */
export function publishSchema(source: TSchema, options: PublishOptions = {}): PublishedSchema {
  const refusals: Refusal[] = [];
  const root: Root = { refusals, anything: options.anything ?? false };
  if (options.name !== undefined) root.name = options.name;
  if (typeof source.$id === "string") root.recursionId = source.$id;
  let genericSchema = publish(source, "", root);
  if (typeof genericSchema === "object") {
    const { anyOf, ...rest } = genericSchema;
    const tagged = options.discriminator !== undefined && anyOf !== undefined;
    genericSchema = orderKeywords({
      ...(tagged ? { ...rest, oneOf: anyOf } : genericSchema),
      ...(options.description === undefined ? {} : { description: withValues(options.description, genericSchema) }),
      ...(options.deprecated === true ? { deprecated: true } : {}),
    });
  }
  const schema = mapSchema(genericSchema, ({ typeParameter: _, typeArguments: __, ...node }) => node);
  return { schema, genericSchema, references: referencesOf(schema), refusals };
}

interface Root {
  readonly refusals: Refusal[];
  readonly anything: boolean;
  name?: string;
  recursionId?: string;
}

type Node = Readonly<Record<string | symbol, unknown>>;

function publish(value: unknown, path: string, root: Root): JsonSchema {
  if (typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(root, path, "is not a schema", "write a TypeBox type or an object of JSON Schema keywords");
  }
  const node = value as Node;
  const kind = typeof node[Kind] === "string" ? (node[Kind] as string) : "Unsafe";
  if (TransformKind in node) {
    return refuse(root, path, "is a Transform, which runs code", "publish the form that is on the wire");
  }
  const unpublishable = unpublishableKinds[kind];
  if (unpublishable !== undefined) return refuse(root, path, unpublishable.what, unpublishable.mend);
  if (kind === "Never") return false;
  if (typeof node.$ref === "string") return publishReference(node, path, root);
  if (kind === "Intersect") return publishIntersection(node, path, root);
  if (kind === "Record") return publishRecord(node, path, root);
  return publishKeywords(node, path, root);
}

const withoutJson = (what: string) => ({
  what,
  mend: "JSON has no such value: use a string, number, boolean, array or object",
});

const unpublishableKinds: Readonly<Record<string, { what: string; mend: string }>> = {
  Tuple: { what: "is a tuple, which JSON Schema dialects write differently", mend: "use an object with named members" },
  Date: { what: "is a Date", mend: "use ref(Timestamp)" },
  Null: { what: "is null", mend: "make the property optional: absent is the one way to say nothing" },
  Undefined: { what: "is undefined", mend: "make the property optional" },
  Void: { what: "is void", mend: "use an object without members, or leave it out" },
  Any: { what: "is any value without a name", mend: "use ref(JsonValue)" },
  Unknown: { what: "is an unknown value without a name", mend: "use ref(JsonValue)" },
  Not: { what: "is a negation, which no language's types can say", mend: "say what is allowed" },
  RegExp: { what: "is a RegExp object", mend: "use a string with a pattern" },
  BigInt: { what: "is a BigInt", mend: "use an integer up to 2^53, or a string of digits" },
  Uint8Array: { what: "is a byte array", mend: "use a string with contentEncoding base64" },
  Symbol: withoutJson("is a Symbol"),
  Function: withoutJson("is a Function"),
  Constructor: withoutJson("is a Constructor"),
  Promise: withoutJson("is a Promise"),
  Iterator: withoutJson("is an Iterator"),
  AsyncIterator: withoutJson("is an AsyncIterator"),
};

/** Beside `$ref` only what every surface can carry there. */
const besideReference = new Set(["$ref", "description", "deprecated", "typeParameter", "typeArguments"]);

function publishReference(node: Node, path: string, root: Root): JsonSchema {
  for (const keyword of Object.keys(node)) {
    if (!besideReference.has(keyword)) {
      refuse(
        root,
        `${path}/${keyword}`,
        `stands beside a reference`,
        "only description and deprecated may; put it into the named type",
      );
    }
  }
  const reference = node.$ref as string;
  if (reference === root.recursionId && root.name === undefined) {
    return refuse(root, path, "is recursive without a name", "define it as a named type");
  }
  const name = reference === root.recursionId && root.name !== undefined ? root.name : reference;
  const { typeArguments, ...rest } = node as JsonSchemaObject;
  const binds = Array.isArray(typeArguments) && typeArguments.length > 0;
  return orderKeywords({ ...rest, ...(binds ? { typeArguments } : {}), $ref: `#/$defs/${name}` });
}

/** TypeBox writes a bare `allOf`; one object with all members is the same, and every generator understands it. */
function publishIntersection(node: Node, path: string, root: Root): JsonSchema {
  const mend = "use Type.Composite, or spread the members into one Type.Object";
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  const branches = (node.allOf ?? []) as readonly unknown[];
  for (const [index, branch] of branches.entries()) {
    const place = `${path}/allOf/${index}`;
    const member = publish(branch, place, root);
    if (typeof member !== "object" || member.properties === undefined || member.additionalProperties !== undefined) {
      return refuse(root, place, "is an intersection with something else than an open object", mend);
    }
    for (const [name, property] of Object.entries(member.properties)) {
      const other = properties[name];
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(property)) {
        refuse(
          root,
          `${place}/properties/${name}`,
          "is another schema than in an earlier part of the intersection",
          mend,
        );
      }
      properties[name] = property;
    }
    for (const name of member.required ?? []) if (!required.includes(name)) required.push(name);
  }
  const { allOf: _, unevaluatedProperties, type: __, ...rest } = node as JsonSchemaObject;
  const members = publishKeywords({ ...rest, type: "object" } as Node, path, root);
  return orderKeywords({
    ...(members as JsonSchemaObject),
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(unevaluatedProperties === false ? { additionalProperties: false } : {}),
  });
}

/** A record's value schema is `additionalProperties`: other generators lose it in `patternProperties`. */
function publishRecord(node: Node, path: string, root: Root): JsonSchema {
  const { patternProperties, ...rest } = node as JsonSchemaObject;
  const patterns = Object.entries((patternProperties ?? {}) as Record<string, unknown>);
  const [pattern, value] = patterns[0] ?? [anyKey, true];
  if (patterns.length > 1) refuse(root, path, "has several key patterns", "use one record for each pattern");
  if (pattern === numberKey) refuse(root, path, "has numbers as keys", "use an array, or strings as keys");
  const members = publishKeywords(rest as Node, path, root) as JsonSchemaObject;
  return orderKeywords({
    ...members,
    ...(pattern === anyKey ? {} : { propertyNames: { type: "string", pattern } }),
    additionalProperties: publish(value, `${path}/additionalProperties`, root),
  });
}

const anyKey = "^(.*)$";
const numberKey = "^(0|[1-9][0-9]*)$";

function publishKeywords(node: Node, path: string, root: Root): JsonSchema {
  const published: Record<string, unknown> = {};
  const refusalsBefore = root.refusals.length;
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === "$id" && node.$id === root.recursionId && path === "") continue;
    if (keyword === "$id") {
      refuse(root, path, "has an identifier of its own", "define it as a named type and refer to it");
    } else if (keyword === "title") {
      refuse(root, path, "has a title, which other generators take for a type's name", "use description");
    } else if (keyword === "nullable" || (keyword === "type" && Array.isArray(value))) {
      refuse(root, path, "is nullable or of several types", "make the property optional, or use Type.Union");
    } else if (!isPublishedKeyword(keyword)) {
      refuse(
        root,
        `${path}/${keyword}`,
        "is a keyword that is not published",
        "say it with the keywords that every surface carries",
      );
    } else {
      published[keyword] = publishKeyword(keyword, value, `${path}/${keyword}`, root);
    }
  }
  const restricts = Object.keys(published).some((keyword) => keyword !== "description" && keyword !== "deprecated");
  if (!restricts && !(root.anything && path === "") && root.refusals.length === refusalsBefore) {
    return refuse(root, path, "accepts any value without a name", "use ref(JsonValue)");
  }
  return orderKeywords(namedValues(published));
}

function publishKeyword(keyword: string, value: unknown, path: string, root: Root): unknown {
  switch (keyword) {
    case "items":
    case "additionalProperties":
    case "propertyNames":
      return publish(value, path, root);
    case "anyOf":
    case "oneOf":
      return (value as readonly unknown[]).map((branch, index) => publish(branch, `${path}/${index}`, root));
    case "properties":
      return Object.fromEntries(
        Object.entries(value as Record<string, unknown>).map(([name, property]) => {
          const place = `${path}/${pointerToken(name)}`;
          // A validator would find the inherited member where the value has none.
          if (name in Object.prototype) {
            refuse(root, place, "is named like a member that every JavaScript object has", "choose another name");
          }
          return [name, publish(property, place, root)];
        }),
      );
    default:
      return value;
  }
}

/** A union of constants is an `enum`; what the constants say about themselves goes into its description. */
function namedValues(schema: JsonSchemaObject): JsonSchemaObject {
  const { anyOf, ...rest } = schema;
  if (anyOf === undefined || rest.type !== undefined || !anyOf.every(isConstant)) return schema;
  const types = new Set(anyOf.map((branch) => branch.type));
  if (types.size !== 1) return schema;
  const described = anyOf.filter((branch) => branch.description !== undefined);
  const collapsed = { ...rest, type: anyOf[0]?.type as string, enum: anyOf.map((branch) => branch.const) };
  if (described.length === 0) return collapsed;
  const list = described.map((branch) => `- \`${String(branch.const)}\`: ${branch.description}`).join("\n");
  return { ...collapsed, description: schema.description === undefined ? list : `${schema.description}\n\n${list}` };
}

function isConstant(schema: JsonSchema): schema is JsonSchemaObject {
  if (typeof schema !== "object" || schema.const === undefined) return false;
  return Object.keys(schema).every((keyword) => keyword === "const" || keyword === "type" || keyword === "description");
}

/** Keeps the list of described values under a description that takes the place of the schema's own. */
function withValues(description: string, schema: JsonSchemaObject): string {
  const list = schema.enum === undefined ? -1 : (schema.description ?? "").indexOf("- `");
  return list < 0 ? description : `${description}\n\n${schema.description?.slice(list)}`;
}

function refuse(root: Root, path: string, what: string, mend: string): JsonSchema {
  root.refusals.push({ path, what, mend });
  return true;
}
