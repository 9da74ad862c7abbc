import * as fc from "fast-check";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";

const names = ["a", "b", "c", "kind", "x-1"];
const patterns = [
  "^a",
  "b$",
  "^[a-z]+$",
  "^x-",
  "^[A-Z][a-z]{0,3}$",
  "[0-9]",
  "^(?:a|bc)*$",
  "^.{2,5}$",
  "^(?=.*[0-9])[a-z0-9]+$",
];
const formats = ["date", "date-time", "uuid", "email", "ipv4", "uri", "int32", "duration"];
const scalars = [null, true, false, 0, 1, 2, 3.5, -1, 10, "", "a", "b", "ab", "x-1", "card"];
const types = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** Schemas of all the vocabularies, small and mostly satisfiable, over the definitions `A`, `B` and a recursive `Node`. */
export function arbitrarySchemas(count: number, seed: number): SchemaInContext[] {
  const { context } = fc.letrec<Tie>((tie) => {
    const schema = tie("schema");
    const small = fc.nat({ max: 4 });
    const scalar = fc.constantFrom(...scalars);
    const optional = <Keys extends Record<string, fc.Arbitrary<unknown>>>(keys: Keys) =>
      fc.record(keys, { requiredKeys: [] });
    const some = (sparse: fc.Arbitrary<object>) =>
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: sparse });
    const merged = (...parts: fc.Arbitrary<object>[]) =>
      fc.tuple(...parts).map((all) => Object.assign({}, ...all) as JsonSchema);

    const number = merged(
      fc.constantFrom({ type: "integer" }, { type: "number" }, { type: "integer" }),
      some(
        fc.oneof(
          optional({ minimum: fc.integer({ min: -5, max: 5 }) }),
          optional({ exclusiveMinimum: fc.integer({ min: -5, max: 5 }) }),
        ),
      ),
      some(
        fc.oneof(
          optional({ maximum: fc.integer({ min: 3, max: 20 }) }),
          optional({ exclusiveMaximum: fc.constantFrom(6, 7.5, 20) }),
        ),
      ),
      some(fc.constantFrom({ multipleOf: 2 }, { multipleOf: 5 }, { multipleOf: 0.5 }, { multipleOf: 0.1 })),
    );
    const string = merged(
      fc.constant({ type: "string" }),
      some(optional({ minLength: small, maxLength: fc.integer({ min: 3, max: 8 }) })),
      some(
        fc.oneof(
          fc.constantFrom(...patterns).map((pattern) => ({ pattern })),
          fc.constantFrom(...formats).map((format) => ({ format })),
        ),
      ),
    );
    const array = merged(
      fc.constant({ type: "array" }),
      optional({ items: schema }),
      some(optional({ minItems: small, maxItems: fc.integer({ min: 2, max: 6 }) })),
      some(
        fc.oneof(
          fc.constant({ uniqueItems: true }),
          fc.array(schema, { minLength: 1, maxLength: 2 }).map((prefixItems) => ({ prefixItems })),
        ),
      ),
      some(
        optional({ contains: schema, minContains: fc.nat({ max: 2 }), maxContains: fc.integer({ min: 2, max: 3 }) }),
      ),
    );
    const object: fc.Arbitrary<JsonSchema> = merged(
      fc.constant({ type: "object" }),
      fc.dictionary(fc.constantFrom(...names), schema, { maxKeys: 3 }).map((properties) => ({ properties })),
      some(fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }).map((required) => ({ required }))),
      some(
        fc.oneof(
          fc.constant({ additionalProperties: false }),
          schema.map((additionalProperties) => ({ additionalProperties })),
        ),
      ),
      some(
        some(
          fc
            .dictionary(fc.constantFrom("^a", "b$", "^x-"), schema, { minKeys: 1, maxKeys: 2 })
            .map((patternProperties) => ({ patternProperties })),
        ),
      ),
      some(
        some(
          fc.constantFrom(
            { minProperties: 1 },
            { maxProperties: 2 },
            { propertyNames: { pattern: "^[a-z]" } },
            { propertyNames: { maxLength: 3 } },
            { dependentRequired: { a: ["b"] } },
          ),
        ),
      ),
      some(some(schema.map((part) => ({ dependentSchemas: { a: part } })))),
    );
    const union = fc.array(schema, { minLength: 1, maxLength: 3 });
    const tagged = fc
      .uniqueArray(fc.constantFrom("card", "cash", "coin"), { minLength: 2, maxLength: 3 })
      .chain((tags) =>
        fc.tuple(...tags.map(() => schema)).map((parts) => ({
          oneOf: tags.map((tag, at) => ({
            type: "object",
            properties: { kind: { const: tag }, value: parts[at]! },
            required: ["kind"],
          })),
        })),
      );
    const composite = fc.oneof(
      union.map((anyOf) => ({ anyOf })),
      union.map((oneOf) => ({ oneOf })),
      tagged,
      fc.tuple(schema, schema).map((allOf) => ({ allOf })),
      fc.tuple(object, object).map((allOf) => ({ allOf, unevaluatedProperties: false })),
      fc.tuple(object, union).map(([base, anyOf]) => ({ ...(base as object), anyOf })),
      schema.map((not) => ({ not })),
      fc
        .tuple(schema, schema, schema)
        .map(([condition, then, otherwise]) => ({ if: condition, then, else: otherwise })),
      fc.tuple(array, schema).map(([base, unevaluatedItems]) => ({ allOf: [base], unevaluatedItems })),
    );
    const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
      { weight: 3, arbitrary: number },
      { weight: 4, arbitrary: string },
      { weight: 1, arbitrary: fc.constant(true as JsonSchema) },
      { weight: 1, arbitrary: scalar.map((value) => ({ const: value })) },
      {
        weight: 2,
        arbitrary: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
      },
      {
        weight: 2,
        arbitrary: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }).map((type) => ({ type })),
      },
      { weight: 2, arbitrary: fc.constantFrom("A", "B", "Node").map((name) => ({ $ref: `#/$defs/${name}` })) },
    );
    return {
      schema: fc.oneof(
        { depthSize: "small", maxDepth: 2, withCrossShrink: false },
        leaf,
        leaf,
        object,
        object,
        array,
        composite as fc.Arbitrary<JsonSchema>,
      ),
      context: fc.record({
        schema: fc.oneof(object, object, array, composite as fc.Arbitrary<JsonSchema>, number, string),
        definitions: fc.record({
          A: leafWithoutReferences(number, string),
          B: fc.oneof(number, string, object as fc.Arbitrary<JsonSchema>),
          Node: node(schema as fc.Arbitrary<JsonSchema>),
        }),
      }),
    };
  });
  return fc.sample(context, { numRuns: count, seed });
}

interface Tie {
  schema: JsonSchema;
  context: SchemaInContext;
}

function leafWithoutReferences(
  number: fc.Arbitrary<JsonSchema>,
  string: fc.Arbitrary<JsonSchema>,
): fc.Arbitrary<JsonSchema> {
  return fc.oneof(number, string);
}

function node(schema: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> {
  return schema.map((value) => ({
    type: "object",
    properties: { value, next: { $ref: "#/$defs/Node" }, all: { type: "array", items: { $ref: "#/$defs/Node" } } },
  }));
}
