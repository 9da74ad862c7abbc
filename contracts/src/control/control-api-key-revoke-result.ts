import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ApiKeyId } from "./api-key-id.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

const key_id = "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const ControlApiKeyRevokeResult = defineType({
  name: "ControlApiKeyRevokeResult",
  title: "Revoke an API key: result",
  description: "The key that no longer works.",
  stability,
  since,
  source,
  schema: Type.Object({
    key_id: ref(ApiKeyId, { description: "The key's identifier." }),
    revoked_at: ref(Timestamp, { description: "Since when it does not work any more." }),
  }),
  examples: {
    valid: [{ title: "revoked", value: { key_id, revoked_at: "2026-03-01T09:30:00.000Z" } }],
    invalid: [
      { title: "without a time", value: { key_id }, pointer: "", keyword: "required" },
      { title: "a boolean for the time", value: { key_id, revoked_at: true }, pointer: "/revoked_at", keyword: "type" },
    ],
  },
});
export type ControlApiKeyRevokeResult = Static<typeof ControlApiKeyRevokeResult.schema>;
