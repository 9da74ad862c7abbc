import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchTraceId } from "./orch-trace-id.ts";

export const orchTraceIdHeader = defineHeader({
  name: "Orch-Trace-Id",
  title: "Trace identifier",
  description:
    "Joins the exchange to a distributed trace. It is optional and must equal `_meta.trace_id` where that is present; the answer repeats it.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(OrchTraceId),
  example: "4bf92f3577b34da6a3ce929d0e0e4736",
});
