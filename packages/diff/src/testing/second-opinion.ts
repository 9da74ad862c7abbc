import { readFileSync } from "node:fs";
import { check_compat, initSync, validator_for } from "jsoncompat";
import { mapSubschemas } from "../containment/asserting-keywords.ts";
import { resolveReference } from "../containment/definitions.ts";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";

let isReady = false;

function prepare(): void {
  if (isReady) return;
  initSync({ module: readFileSync(new URL("jsoncompat_wasm_bg.wasm", import.meta.resolve("jsoncompat"))) });
  isReady = true;
}

/** What jsoncompat, another containment checker, says of left within right. It does not tell "not contained" from "not proven". */
export function secondOpinion(
  left: SchemaInContext,
  right: SchemaInContext,
): "contained" | "not contained" | "refused" {
  prepare();
  try {
    return check_compat(textOf(left), textOf(right), "deserializer") ? "contained" : "not contained";
  } catch {
    return "refused";
  }
}

/** What the validator of jsoncompat says of an instance; undefined where it refuses the schema. Formats are annotations to it. */
export function secondJudgement(context: SchemaInContext, instance: unknown): boolean | undefined {
  prepare();
  try {
    return validator_for(textOf(context)).is_valid(JSON.stringify(instance));
  } catch {
    return undefined;
  }
}

const asObject = { true: {}, false: { not: {} } } as const;

/** The schema with the definitions that it reaches, under names that are plain in any URI. */
function textOf({ schema, definitions }: SchemaInContext): string {
  const names = new Map<string, string>();
  const $defs: Record<string, JsonSchema> = {};
  const copy = (part: JsonSchema): JsonSchema => {
    const mapped = mapSubschemas(part, copy);
    // Under a condition that is a boolean, the validator forgets what `then` and `else` have evaluated.
    const copied =
      typeof mapped === "object" && typeof mapped.if === "boolean"
        ? { ...mapped, if: asObject[`${mapped.if}`] }
        : mapped;
    if (typeof copied === "boolean" || typeof copied.$ref !== "string") return copied;
    return { ...copied, $ref: `#/$defs/${nameOf(copied.$ref)}` };
  };
  const nameOf = (reference: string): string => {
    const known = names.get(reference);
    if (known !== undefined) return known;
    const name = `d${names.size}`;
    names.set(reference, name);
    $defs[name] = copy(resolveReference(reference, definitions));
    return name;
  };
  const whole = copy(schema);
  return JSON.stringify(typeof whole === "boolean" ? whole : { ...whole, $defs });
}
