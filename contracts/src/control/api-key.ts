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

const key = {
  key_id: "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
  name: "nightly import",
  caller: "service:import",
  roles: ["user" as const],
  created_by: "user:grace",
  created_at: "2026-03-01T09:30:00.000Z",
};
const { key_id: _key, ...withoutKeyId } = key;

export const ApiKey = defineType({
  name: "ApiKey",
  title: "API key",
  description:
    "What is known of an API key: whom it authenticates, who created it, and until when it works. Neither its secret nor the hash of it is ever part of that. It works while it has no `revoked_at` and its `expires_at`, if it has one, is yet to come.",
  stability,
  since,
  source,
  schema: Type.Object({
    key_id: ref(ApiKeyId, { description: "Identifies the key; `control.apiKey.revoke` takes it. It is not secret." }),
    name: Type.String({ minLength: 1, maxLength: 128, description: "What the key is for." }),
    caller: ref(OrchCaller, { description: "The caller that whoever holds the key is." }),
    roles: callerRoles("What that caller may do with it."),
    created_by: ref(OrchCaller, { description: "Who created it." }),
    created_at: ref(Timestamp, { description: "When it was created." }),
    expires_at: Type.Optional(
      ref(Timestamp, { description: "When it stops working, or stopped. Absent: not before it is revoked." }),
    ),
    revoked_at: Type.Optional(ref(Timestamp, { description: "When it was revoked. Absent: it was not." })),
    revoked_by: Type.Optional(ref(OrchCaller, { description: "Who revoked it." })),
    revoke_reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: "Why it was revoked, as it was said then." }),
    ),
  }),
  examples: {
    valid: [
      { title: "one that works until it is revoked", value: key },
      {
        title: "one that was revoked before its time",
        value: {
          ...key,
          expires_at: "2026-12-31T23:59:59.000Z",
          revoked_at: "2026-04-01T08:00:00.000Z",
          revoked_by: "user:grace",
          revoke_reason: "It was in a log file.",
        },
      },
    ],
    invalid: [
      { title: "without its identifier", value: withoutKeyId, pointer: "", keyword: "required" },
      { title: "no role", value: { ...key, roles: [] }, pointer: "/roles", keyword: "minItems" },
      {
        title: "a boolean for the time of its end",
        value: { ...key, revoked_at: true },
        pointer: "/revoked_at",
        keyword: "type",
      },
    ],
  },
});
export type ApiKey = Static<typeof ApiKey.schema>;
