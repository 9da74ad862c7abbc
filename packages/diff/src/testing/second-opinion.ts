import { readFileSync } from "node:fs";
import { check_compat, initSync, validator_for } from "jsoncompat";
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

function textOf({ schema, definitions }: SchemaInContext): string {
  const whole: JsonSchema = typeof schema === "boolean" ? schema : { ...schema, $defs: definitions };
  return JSON.stringify(whole);
}
