import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Contract, JsonSchema, Subject } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { rules } from "../rules.ts";

/**
 * What is wrong with the witness of a finding, by an Ajv that the library does not use; undefined if nothing is. A breaking verdict on the
 * wire that was proven of schemas has a witness, and nothing else has.
 */
export function wrongWitness(finding: Finding, base: Contract, head: Contract): string | undefined {
  const { witness, rule, axis, verdict } = finding;
  const isOwed = axis === "WIRE" && verdict === "BREAKING" && rules[rule].effects === undefined;
  if (witness === undefined) return isOwed ? `${rule} at ${finding.pointer} has no witness` : undefined;
  if (!isOwed) return `${rule} has a witness, and is ${axis} ${verdict}`;
  const versions = { base, head };
  const accepted = validate(witness.payload, witness.subject, versions[witness.acceptedBy]);
  if (accepted !== undefined)
    return `${rule}: ${witness.acceptedBy} rejects ${JSON.stringify(witness.payload)}: ${accepted}`;
  if (validate(witness.payload, witness.subject, versions[witness.rejectedBy]) === undefined) {
    return `${rule}: ${witness.rejectedBy} accepts ${JSON.stringify(witness.payload)}`;
  }
  return undefined;
}

const ajv = new Ajv2020({
  strict: false,
  validateSchema: false,
  logger: false,
  multipleOfPrecision: 9,
  ownProperties: true,
});
addFormats.default(ajv);

/** Why Ajv rejects a payload; undefined if it accepts it. */
function validate(payload: unknown, subject: Subject, contract: Contract): string | undefined {
  const schema = { $defs: contract.definitions, allOf: [schemaOf(subject, contract)] };
  const isValid = ajv.validate(schema as unknown as AnySchema, payload);
  const words = ajv.errorsText();
  ajv.removeSchema(schema as unknown as AnySchema);
  return isValid ? undefined : words;
}

function schemaOf({ part, name, payload }: Subject, contract: Contract): JsonSchema {
  if (part === "operation") {
    const found = contract.operations.get(name)?.payloads.find((each) => each.name === payload);
    if (found !== undefined) return found.schema;
  }
  const schema = {
    event: contract.events.get(name)?.payload,
    header: contract.headers.get(name)?.schema,
    capability: contract.capabilities.get(name)?.[payload === "input" ? "input" : "output"],
    type: contract.definitions[name],
  }[part as "event"];
  if (schema === undefined) throw new Error(`There is no ${part} ${name} ${payload ?? ""}.`);
  return schema;
}
