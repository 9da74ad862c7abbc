import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchId } from "./orch-id.ts";

export const orchIdHeader = defineHeader({
  name: "Orch-Id",
  title: "Exchange identifier",
  description:
    "Identifies the exchange. On a request it is optional and must equal the envelope's `id`; the answer repeats it. On `/rpc` it is the idempotency key, and where a body cannot be read it becomes the `id` of the answer.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.3"),
  schema: ref(OrchId),
  example: "req-1",
});
