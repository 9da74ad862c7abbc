import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const PlanId = defineType({
  name: "PlanId",
  title: "Plan identifier",
  description:
    "Identifies a submitted plan. The client chooses it: submitting the identical plan again answers its present status, and another plan under the same identifier is `ID_CONFLICT`. Where the server makes one it is `plan_` and a UUIDv7.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.1"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      { title: "chosen by a client", value: "picture-report" },
      { title: "made by a server", value: "plan_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" },
    ],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type PlanId = Static<typeof PlanId.schema>;
