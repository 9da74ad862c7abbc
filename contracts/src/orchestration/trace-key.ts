import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

/** INV-T1. */
export const traceKeyPattern = "^[a-z0-9_]+(\\.[a-z0-9_]+)+$";

export const TraceKey = defineType({
  name: "TraceKey",
  title: "Trace key",
  description:
    "A key of `PacketV2.external` (INV-T1): words of lower-case letters, digits and underscores, at least two, joined by dots. The first word is the namespace; this protocol's is `exec`.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Trace"),
  schema: Type.String({ maxLength: 128, pattern: traceKeyPattern }),
  examples: {
    valid: [
      { title: "of this protocol", value: "exec.attempt_count" },
      { title: "of another", value: "ops.deny_actions" },
    ],
    invalid: [
      { title: "without a namespace", value: "attempt_count", pointer: "", keyword: "pattern" },
      { title: "upper case", value: "exec.attemptCount", pointer: "", keyword: "pattern" },
    ],
  },
});
export type TraceKey = Static<typeof TraceKey.schema>;
