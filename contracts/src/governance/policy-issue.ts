import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since } = governanceMeta;

/** All files of a set together have at most 1 MiB. */
const placeMax = 1_048_577;

export const PolicyIssue = defineType({
  name: "PolicyIssue",
  title: "Policy issue",
  description: "What is wrong, or looks wrong, in the files of a set of policies, and where.",
  stability,
  since,
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({
    file: Type.String({ minLength: 1, maxLength: 255, description: "The name of the file in the policies' folder." }),
    line: Type.Integer({ minimum: 1, maximum: placeMax, description: "The line, from 1." }),
    column: Type.Integer({ minimum: 1, maximum: placeMax, description: "The character in the line, from 1." }),
    message: Type.String({ minLength: 1, maxLength: 4096, description: "What is wrong, and what would be right." }),
  }),
  examples: {
    valid: [
      {
        title: "a misspelled annotation",
        value: { file: "risk.cedar", line: 4, column: 1, message: "There is no annotation `@decison`." },
      },
    ],
    invalid: [
      {
        title: "without a place",
        value: { file: "risk.cedar", message: "There is no annotation `@decison`." },
        pointer: "",
        keyword: "required",
      },
      {
        title: "lines are counted from 1",
        value: { file: "risk.cedar", line: 0, column: 1, message: "There is no annotation `@decison`." },
        pointer: "/line",
        keyword: "minimum",
      },
    ],
  },
});
export type PolicyIssue = Static<typeof PolicyIssue.schema>;
