import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { protocolTypes } from "../protocol-types.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/**
 * An envelope has every member of the common base, unchanged but for a narrower `envelope_type`. What counts as an
 * envelope: an object with `jsonrpc`, or with `envelope_type` beside `params`, `result` or `error`.
 */
export const commonEnvelopes: Rule = {
  name: "common-envelopes",
  title: "An envelope has the members of every envelope.",
  explanation: "One reader for all exchanges needs `jsonrpc`, `id`, `envelope_type` and `_meta` everywhere and alike.",
  level: "error",
  necessary: "the client and the server read every envelope alike.",
  bad: 'defineType({ ...rest, name: "OwnRequest", schema: Type.Object({ envelope_type: Type.Literal("own"), params: Type.Object({}) }) })',
  good: 'defineType({ ...rest, name: "OwnRecord", schema: Type.Object({ params: Type.Object({}, { description: "What was asked." }) }) })',
  check: ({ types, typesByName }) => {
    const base = typesByName.get(protocolTypes.envelopeBase)?.published.schema;
    if (typeof base !== "object") return [];
    return types.flatMap(({ spec, published }) =>
      isEnvelope(published.schema) ? differences(spec.name, published.schema, base) : [],
    );
  },
};

function isEnvelope(schema: JsonSchema): schema is JsonSchemaObject {
  const members = typeof schema === "object" ? (schema.properties ?? {}) : {};
  const carries = ["params", "result", "error"].some((member) => member in members);
  return "jsonrpc" in members || ("envelope_type" in members && carries);
}

const mend =
  "Spread `envelopeMembers`, or use requestEnvelope, successEnvelope or orchErrorEnvelope of the common chapter.";

function differences(name: string, schema: JsonSchemaObject, base: JsonSchemaObject): readonly Finding[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(base.properties ?? {}).flatMap(([member, expected]) => {
    const actual = schema.properties?.[member];
    if (actual === undefined) {
      return [{ name, message: `It is an envelope without the common member \`${member}\`.`, mend }];
    }
    if (base.required?.includes(member) && !required.has(member)) {
      return [{ name, message: `It is an envelope in which \`${member}\` is optional.`, mend }];
    }
    if (member === "envelope_type" && typeof actual === "object" && typeof actual.const === "string") return [];
    if (meaning(actual) === meaning(expected)) return [];
    return [{ name, message: `It is an envelope that defines \`${member}\` anew.`, mend }];
  });
}

/** What a schema accepts, whatever it says about itself. */
function meaning(schema: JsonSchema): string {
  if (typeof schema === "boolean") return String(schema);
  const { description: _, ...rest } = schema;
  return JSON.stringify(rest);
}
