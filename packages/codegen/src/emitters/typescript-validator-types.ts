import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { issuesMax } from "./typescript-bounded-errors.ts";
import { memberName, typescriptSource } from "./typescript-source.ts";

/** `validators.d.ts`: what `validators.js` exports. It stands alone, like that. */
export async function emitTypescriptValidatorTypes(model: Model): Promise<readonly GeneratedFile[]> {
  const body = `/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** JSON Pointer of what is wrong, into the validated value; \`""\` is the whole of it. */
  pointer: string;
  /** The JSON Schema keyword that fails there. */
  keyword: string;
  /** For people: what would be right. */
  message: string;
  /** What the keyword asks for, where it asks for a value. */
  expected?: JsonValue;
}

type JsonValue = null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue };

/** Says what is wrong with a value, in at most ${issuesMax} issues; none if the value is valid. It changes nothing and never throws. */
export type Validator = (value: unknown) => ValidationIssue[];

/** One validator for each named type. */
export declare const validators: {
${model.types.map(({ name }) => `readonly ${memberName(name)}: Validator;`).join("\n")}
};
`;
  return [await typescriptSource(model, "validators.d.ts", body)];
}
