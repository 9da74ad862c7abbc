import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const IntentId = defineType({
  name: "IntentId",
  title: "Intent identifier",
  description: "Identifies a submitted intent. Made by the server with the prefix `int_`.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "Exchange"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "made by a server", value: "int_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type IntentId = Static<typeof IntentId.schema>;
