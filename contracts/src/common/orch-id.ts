import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

/** Identifiers are visible ASCII without spaces, so that they fit an HTTP header as they are. */
export const identifierPattern = "^[!-~]{1,128}$";

export const OrchId = defineType({
  name: "OrchId",
  title: "Exchange identifier",
  description:
    "Identifies one orchestrated exchange, a request with its response. It is the JSON-RPC `id`, mirrors the `Orch-Id` header, and is the primary key of the exchange's ledger entry. 1 to 128 visible ASCII characters.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.2.1"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      { title: "chosen by a client", value: "req-1" },
      { title: "made by a server", value: "req_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" },
    ],
    invalid: [
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type OrchId = Static<typeof OrchId.schema>;
