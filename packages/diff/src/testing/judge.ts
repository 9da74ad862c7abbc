import type { AnySchema } from "ajv/dist/2020.js";
import { eachSubschema } from "../containment/asserting-keywords.ts";
import { resolveReference } from "../containment/definitions.ts";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { renewedAjv } from "./renewed-ajv.ts";

/**
 * A validator made without anything of the containment's own: the schema as it is written, with the definitions that it reaches.
 * Quotients within 1e-9 of an integer count as multiples, and own properties alone are properties.
 */
export function judgeOf({ schema, definitions }: SchemaInContext): (instance: unknown) => boolean {
  if (typeof schema === "boolean") return () => schema;
  const $defs: Record<string, JsonSchema> = {};
  const visit = (part: JsonSchema): void => {
    if (typeof part === "boolean") return;
    const name =
      typeof part.$ref === "string" ? /^#\/\$defs\/(?<name>[^/]+)/u.exec(part.$ref)?.groups?.name : undefined;
    if (name !== undefined && !Object.hasOwn($defs, name)) {
      const meant = resolveReference(`#/$defs/${name}`, definitions);
      $defs[name] = meant;
      visit(meant);
    }
    eachSubschema(part, visit);
  };
  visit(schema);
  const validate = ajv().compile({ ...schema, $defs } as AnySchema);
  return (instance) => validate(instance) as boolean;
}

const ajv = renewedAjv({ meta: false, code: { optimize: false } });
