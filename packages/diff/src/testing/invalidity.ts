import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Contract, JsonSchema } from "../contract.ts";

const ajv = new Ajv2020({
  strict: false,
  validateSchema: false,
  logger: false,
  multipleOfPrecision: 9,
  ownProperties: true,
});
addFormats.default(ajv);

/** Why an Ajv that the library does not use rejects a value; undefined if it accepts it. */
export function invalidity(
  value: unknown,
  schema: JsonSchema,
  definitions: Contract["definitions"],
): string | undefined {
  const whole = { $defs: definitions, allOf: [schema] } as unknown as AnySchema;
  const isValid = ajv.validate(whole, value);
  const words = ajv.errorsText();
  ajv.removeSchema(whole);
  return isValid ? undefined : words;
}
