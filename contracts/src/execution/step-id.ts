import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const StepId = defineType({
  name: "StepId",
  title: "Step identifier",
  description:
    'Names a step within its plan: 1 to 128 visible ASCII characters. Expressions refer to the step as `steps.load_picture`, or, where the name is not an identifier of the expression language, as `steps["load-picture"]`.',
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.2"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      { title: "a verb", value: "analyze" },
      { title: "with a hyphen", value: "load-picture" },
    ],
    invalid: [
      { title: "with a space", value: "load picture", pointer: "", keyword: "pattern" },
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type StepId = Static<typeof StepId.schema>;
