import { defineCommand } from "../spec/define-operation.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ControlApiKeyCreateParams } from "./control-api-key-create-params.ts";
import { ControlApiKeyCreateResult } from "./control-api-key-create-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

const source = sourceOf("wire-decisions", "controlPlane.*");

export const controlApiKeyCreate = defineCommand({
  meta: {
    ...controlMeta,
    source,
    key: "control.apiKey.create",
    title: "Create an API key",
    description:
      "Creates a key that authenticates one caller with the given roles. Nobody can give more roles than they have: that is `FORBIDDEN`. An `expires_at` that is over, and the caller `anonymous`, who is whoever has no credential, are `INVALID_PARAMS`. The secret cannot be read again: whoever loses it revokes the key and creates another.",
    goal: "Let a person or a service call this control plane under a name of its own.",
    context: "Called by an operator who admits a new caller, or who replaces a key.",
    tags: ["control", "identity"],
  },
  capability: { key: "control.identity", version: "1.0.0" },
  io: {
    input: ControlApiKeyCreateParams,
    output: ControlApiKeyCreateResult,
  },
  policy: { auth: "admin", pii: ["/result/secret"] },
  headers: { request: controlRequestHeaders },
});
