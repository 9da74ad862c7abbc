import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import type { JsonSchema } from "./json-schema.ts";
import { mapReferences } from "./map-schema.ts";

/** Where an instance fails, and with which keyword. */
export interface Failure {
  readonly pointer: string;
  readonly keyword: string;
}

/** Judges instances by type name with the published schemas, in Ajv's strict mode and with all errors. */
export interface ExampleJudge {
  /** Throws if the schema is not a strict one. */
  readonly failures: (typeName: string, instance: unknown) => readonly Failure[];
  readonly failuresOf: (schema: JsonSchema, instance: unknown) => readonly Failure[];
}

// The package is CommonJS: its default export arrives wrapped.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

/** Whatever a name is like: which names there may be is for another rule to say. */
const address = (name: string) => `urn:example-judge:type-${encodeURIComponent(name)}`;

export function exampleJudge(schemas: ReadonlyMap<string, JsonSchema>): ExampleJudge {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats(ajv);
  for (const [name, schema] of schemas) {
    // A schema that is none is told of when it is compiled, with the name of its type.
    ajv.addSchema(mapReferences(schema, address), address(name), false, false);
  }
  return {
    failures: (typeName, instance) => {
      const validate = ajv.getSchema(address(typeName));
      if (validate === undefined) throw new Error(`There is no type named ${typeName}.`);
      validate(instance);
      return failuresIn(validate.errors);
    },
    failuresOf: (schema, instance) => {
      const validate = ajv.compile(mapReferences(schema, address));
      validate(instance);
      return failuresIn(validate.errors);
    },
  };
}

function failuresIn(errors: readonly ErrorObject[] | null | undefined): readonly Failure[] {
  return (errors ?? []).map(({ instancePath, keyword }) => ({ pointer: instancePath, keyword }));
}
