import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { InvocationId } from "./invocation-id.ts";

export const orchInvocationIdHeader = defineHeader({
  name: "Orch-Invocation-Id",
  title: "Invocation identifier",
  description:
    "Names the invocation that the exchange is about, to correlate asynchronous work without reading the body. Where the body names one, both must be equal.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: ref(InvocationId),
  example: "inv_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
});
