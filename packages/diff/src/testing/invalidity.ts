import type { AnySchema } from "ajv/dist/2020.js";
import type { Contract, JsonSchema } from "../contract.ts";
import { renewedAjv } from "./renewed-ajv.ts";

const ajv = renewedAjv({});

/** Why an Ajv that the library does not use rejects a value; undefined if it accepts it. */
export function invalidity(
  value: unknown,
  schema: JsonSchema,
  definitions: Contract["definitions"],
): string | undefined {
  const judging = ajv();
  const isValid = judging.validate({ $defs: definitions, allOf: [schema] } as unknown as AnySchema, value);
  return isValid ? undefined : judging.errorsText();
}
