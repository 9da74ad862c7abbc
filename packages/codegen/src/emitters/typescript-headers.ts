import type { GeneratedFile } from "../generated-file.ts";
import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { referredName } from "../map-schema.ts";
import type { Model, PublishedHeader } from "../model.ts";
import { docsComment, docsText, exampleTag } from "./typescript-docs.ts";
import { literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `headers.ts`: every header with the rules of its value, and the function that reads one. */
export async function emitTypescriptHeaders(model: Model): Promise<readonly GeneratedFile[]> {
  const members = model.headers.map((header) => {
    const comment = docsComment(docsText(header.spec, { tags: [exampleTag("a value", header.spec.example)] }));
    return `${comment}${memberName(header.spec.name)}: ${literal({ name: header.spec.name, ...rulesOf(header, model) })},`;
  });
  const body = `import type { JsonValue } from "./types.ts";

/** What the text of a header must read as. */
export interface HeaderRules {
  /** As written on the wire; names are compared without regard to case. */
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly enum?: readonly JsonValue[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export const headers = {
${members.join("\n")}
} as const satisfies Readonly<Record<string, HeaderRules>>;

export type HeaderName = keyof typeof headers;

export type HeaderValue = { readonly ok: true; readonly value: string | number | boolean } | { readonly ok: false; readonly message: string };

/** Reads a header's text: its value with its type, or what the text should have been. */
export function readHeader(name: HeaderName, text: string): HeaderValue {
  const rules: HeaderRules = headers[name];
  const value = parsed(rules.type, text);
  if (value === undefined) return { ok: false, message: \`\${name} must be \${nouns[rules.type]}.\` };
  if (rules.enum !== undefined && !rules.enum.includes(value)) {
    return { ok: false, message: \`\${name} must be one of \${rules.enum.join(", ")}.\` };
  }
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = rules;
    if (value < minimum) return { ok: false, message: \`\${name} must be at least \${minimum}.\` };
    if (value > maximum) return { ok: false, message: \`\${name} must be at most \${maximum}.\` };
  }
  const { minLength = 0, maxLength = Infinity, pattern } = rules;
  if (text.length < minLength || text.length > maxLength || (pattern !== undefined && !new RegExp(pattern, "u").test(text))) {
    return { ok: false, message: \`\${name} does not have the form of its values\${pattern === undefined ? "" : \`, \${pattern}\`}.\` };
  }
  return { ok: true, value };
}

const nouns = { string: "text", integer: "a whole number", number: "a number", boolean: "true or false" } as const;

function parsed(type: HeaderRules["type"], text: string): string | number | boolean | undefined {
  if (type === "string") return text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const form = type === "integer" ? /^-?\\d{1,16}$/ : /^-?\\d{1,16}(\\.\\d{1,16})?$/;
  return form.test(text) ? Number(text) : undefined;
}
`;
  return [await typescriptSource(model, "headers.ts", body)];
}

const rules = ["enum", "pattern", "minLength", "maxLength", "minimum", "maximum"] as const;

/** The rules of a header's value, which are those of the named type where it refers to one. */
export function rulesOf(header: PublishedHeader, model: Model): Readonly<Record<string, unknown>> {
  const schema = resolved(header.schema, model);
  const type = schema.type ?? typeof (schema.const ?? schema.enum?.[0]);
  const values = schema.const === undefined ? {} : { enum: [schema.const] };
  return {
    type,
    ...values,
    ...Object.fromEntries(rules.filter((rule) => schema[rule] !== undefined).map((rule) => [rule, schema[rule]])),
  };
}

function resolved(schema: JsonSchema, model: Model): JsonSchemaObject {
  if (typeof schema === "boolean") return {};
  if (schema.$ref === undefined) return schema;
  return resolved(model.typesByName.get(referredName(schema.$ref))?.schema ?? {}, model);
}
