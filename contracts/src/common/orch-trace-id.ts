import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const OrchTraceId = defineType({
  name: "OrchTraceId",
  title: "Trace identifier",
  description:
    "Identifies a distributed trace across exchanges and modules. 32 lower-case hexadecimal digits, as in W3C Trace Context. It travels as the `Orch-Trace-Id` header and may be echoed in `_meta.trace_id`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.8"),
  schema: Type.String({ pattern: "^[0-9a-f]{32}$" }),
  examples: {
    valid: [{ title: "as in Trace Context", value: "4bf92f3577b34da6a3ce929d0e0e4736" }],
    invalid: [
      { title: "upper case", value: "4BF92F3577B34DA6A3CE929D0E0E4736", pointer: "", keyword: "pattern" },
      { title: "too short", value: "4bf92f35", pointer: "", keyword: "pattern" },
    ],
  },
});
export type OrchTraceId = Static<typeof OrchTraceId.schema>;
