import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const StepId = defineType({
  name: "StepId",
  title: "Step identifier",
  description:
    'Names a step within its plan. It begins with a letter or an underscore and has at most 64 letters, digits and underscores, so that expressions can refer to the step as `steps.<step_id>`; a name that is a keyword of the expression language is written `steps["in"]`.',
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.2"),
  schema: Type.String({ pattern: "^[A-Za-z_][A-Za-z0-9_]{0,63}$" }),
  examples: {
    valid: [
      { title: "a verb", value: "analyze" },
      { title: "with an underscore", value: "load_picture" },
    ],
    invalid: [
      {
        title: "with a hyphen, which an expression would read as a minus",
        value: "load-picture",
        pointer: "",
        keyword: "pattern",
      },
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type StepId = Static<typeof StepId.schema>;
