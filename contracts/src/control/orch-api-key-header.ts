import { Type } from "@sinclair/typebox";
import { defineHeader } from "../spec/define-header.ts";
import { source } from "../spec/source.ts";

export const orchApiKeyHeader = defineHeader({
  name: "Orch-Api-Key",
  title: "API key",
  description:
    "Request header: the secret of an API key, which says who calls. `Authorization: Bearer` takes the same secret. It is read before the body is, has no counterpart there, and is never logged, recorded or echoed; one that is not valid is `UNAUTHENTICATED`.",
  stability: "experimental",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.String({ pattern: "^[!-~]{32,256}$" }),
  example: "oap_key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11_00000000000000000000000000000000000000000000PPRT3",
});
