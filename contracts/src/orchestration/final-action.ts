import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const FinalAction = defineType({
  name: "FinalAction",
  title: "Final action",
  description:
    "What a decision says to do. `ACT` carries out the proposal and `HOLD` does nothing for now; `EXIT` leaves, `CANCEL` withdraws and `STOP` halts what was begun. What these mean for a domain, its executor says.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Integration Points"),
  schema: stringEnum(["HOLD", "ACT", "EXIT", "CANCEL", "STOP"]),
  examples: {
    valid: [
      { title: "do it", value: "ACT" },
      { title: "wait", value: "HOLD" },
    ],
    invalid: [
      { title: "lower case", value: "act", pointer: "", keyword: "enum" },
      { title: "an action of a domain", value: "BUY", pointer: "", keyword: "enum" },
    ],
  },
});
export type FinalAction = Static<typeof FinalAction.schema>;
