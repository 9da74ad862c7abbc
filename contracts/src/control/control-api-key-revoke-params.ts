import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ApiKeyId } from "./api-key-id.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

const key_id = "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

export const ControlApiKeyRevokeParams = defineType({
  name: "ControlApiKeyRevokeParams",
  title: "Revoke an API key: parameters",
  description: "Which key to revoke, and why.",
  stability,
  since,
  source,
  schema: Type.Object({
    key_id: ref(ApiKeyId, { description: "The key's identifier, not its secret." }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2048, description: "Why it is revoked." })),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { key_id } },
      { title: "with a reason", value: { key_id, reason: "It was in a log file." } },
    ],
    invalid: [
      { title: "without a key", value: { reason: "It was in a log file." }, pointer: "", keyword: "required" },
      { title: "an empty key", value: { key_id: "" }, pointer: "/key_id", keyword: "pattern" },
    ],
  },
});
export type ControlApiKeyRevokeParams = Static<typeof ControlApiKeyRevokeParams.schema>;
