import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import type { Rule } from "../rule.ts";

/** The JSON Schema of `oap-lint.json`, from the rules: editors complete their names, levels and options by it. */
export function lintConfigurationSchema(rules: readonly Rule[]): JsonSchemaObject {
  const lowerable = rules.filter(({ necessary }) => necessary === undefined).map(({ name }) => name);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:oap:lint-configuration:1.0.0",
    title: "Configuration of oap lint",
    description: "Which house rules hold for the contracts in this folder.",
    type: "object",
    properties: {
      $schema: { type: "string", description: "The address of this schema, for editors." },
      extends: {
        enum: ["recommended", "all"],
        default: "recommended",
        description: "The levels of the rules that `rules` does not name.",
      },
      rules: {
        type: "object",
        description: "A level for a rule, or a level and its options.",
        properties: Object.fromEntries(rules.map((rule) => [rule.name, ruleSchema(rule)])),
        additionalProperties: false,
      },
      ignore: {
        type: "array",
        maxItems: 1000,
        description: "Findings that are right and will not be mended.",
        items: {
          type: "object",
          properties: {
            rule: { enum: lowerable },
            name: {
              type: "string",
              minLength: 1,
              description:
                "The contract's name or key, or a finding's name with its pointer: `Parcel at /properties/size`.",
            },
            reason: { type: "string", minLength: 10, description: "Why it stays, for whoever reads it later." },
            until: {
              type: "string",
              pattern: "^\\d{4}-\\d{2}-\\d{2}$",
              description: "The last day on which it holds, in UTC.",
            },
          },
          required: ["rule", "name", "reason"],
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };
}

function ruleSchema({ title, necessary, options }: Rule): JsonSchema {
  const level: JsonSchemaObject = necessary === undefined ? { enum: ["error", "warning", "off"] } : { const: "error" };
  if (options === undefined) return { description: title, ...level };
  return {
    description: title,
    anyOf: [
      level,
      {
        type: "array",
        prefixItems: [
          level,
          { type: "object", properties: options.properties, additionalProperties: false, default: options.defaults },
        ],
        items: false,
        minItems: 1,
      },
    ],
  };
}
