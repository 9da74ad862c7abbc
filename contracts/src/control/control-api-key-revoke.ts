import { defineCommand } from "../spec/define-operation.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ControlApiKeyRevokeParams } from "./control-api-key-revoke-params.ts";
import { ControlApiKeyRevokeResult } from "./control-api-key-revoke-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

const source = sourceOf("wire-decisions", "controlPlane.*");

export const controlApiKeyRevoke = defineCommand({
  meta: {
    ...controlMeta,
    source,
    key: "control.apiKey.revoke",
    title: "Revoke an API key",
    description:
      "Makes a key stop working before the answer is sent. Work that was started with it goes on. Revoking a revoked key answers when it was revoked; a key that does not exist is `INVALID_PARAMS` at `/params/key_id`.",
    goal: "Lock out whoever holds a key.",
    context: "Called when a key has leaked, or when its holder no longer needs it.",
    tags: ["control", "identity"],
  },
  capability: { key: "control.identity", version: "1.0.0" },
  io: { input: ControlApiKeyRevokeParams, output: ControlApiKeyRevokeResult },
  policy: { auth: "admin", pii: ["/params/reason"] },
  headers: { request: controlRequestHeaders },
});
