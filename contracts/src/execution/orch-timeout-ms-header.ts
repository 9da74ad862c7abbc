import { Type } from "@sinclair/typebox";
import { timeoutMsMax } from "../common/bounds.ts";
import { defineHeader } from "../spec/define-header.ts";
import { source } from "../spec/source.ts";

export const orchTimeoutMsHeader = defineHeader({
  name: "Orch-Timeout-Ms",
  title: "Timeout",
  description:
    "Says to gateways and executors how many milliseconds the work may take: an integer from 1 to 86400000 (a day). It must equal `params.timeout_ms` where that is present; it does not set the timeout.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: Type.Integer({ minimum: 1, maximum: timeoutMsMax.value }),
  example: "30000",
});
