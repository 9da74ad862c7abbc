import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ApiKeyId } from "./api-key-id.ts";
import { callerRoles } from "./caller-role.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

const created = {
  key_id: "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
  name: "nightly import",
  caller: "service:import",
  roles: ["user" as const],
  created_at: "2026-03-01T09:30:00.000Z",
};
const { key_id: _key, ...withoutKeyId } = created;

export const ControlApiKeyCreateResult = defineType({
  name: "ControlApiKeyCreateResult",
  title: "Create an API key: result",
  description: "The new key. Its secret is shown this once; the control plane keeps a hash of it alone.",
  stability,
  since,
  source,
  schema: Type.Object({
    key_id: ref(ApiKeyId, { description: "Identifies the key; `control.apiKey.revoke` takes it. It is not secret." }),
    secret: Type.Optional(
      Type.String({
        minLength: 32,
        maxLength: 256,
        pattern: "^[!-~]+$",
        description:
          "What the caller sends as the header `Orch-Api-Key`, or as the bearer credential. It is in the first answer alone: the recorded answer to a repeated request does not have it.",
      }),
    ),
    name: Type.String({ minLength: 1, maxLength: 128, description: "What the key is for." }),
    caller: ref(OrchCaller, { description: "The caller that whoever holds the key is." }),
    roles: callerRoles("What that caller may do with it."),
    created_at: ref(Timestamp, { description: "When it was created." }),
    expires_at: Type.Optional(ref(Timestamp, { description: "When it stops working." })),
  }),
  examples: {
    valid: [
      { title: "the first answer", value: { ...created, secret: "oap_example_0000000000000000000000000000" } },
      { title: "the answer to the same request again", value: created },
    ],
    invalid: [
      { title: "without its identifier", value: withoutKeyId, pointer: "", keyword: "required" },
      {
        title: "a secret that is too short",
        value: { ...created, secret: "oap" },
        pointer: "/secret",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlApiKeyCreateResult = Static<typeof ControlApiKeyCreateResult.schema>;
