import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { callerRoles } from "./caller-role.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlApiKeyCreateParams = defineType({
  name: "ControlApiKeyCreateParams",
  title: "Create an API key: parameters",
  description: "Whom the key authenticates, with which roles, and until when.",
  stability,
  since,
  source,
  schema: Type.Object({
    name: Type.String({
      minLength: 1,
      maxLength: 128,
      description: "What the key is for, so that people can tell keys apart.",
    }),
    caller: ref(OrchCaller, { description: "The caller that whoever holds the key is." }),
    roles: callerRoles("What that caller may do with it."),
    expires_at: Type.Optional(
      ref(Timestamp, { description: "When it stops working. Absent: not before it is revoked." }),
    ),
  }),
  examples: {
    valid: [
      { title: "for a service", value: { name: "nightly import", caller: "service:import", roles: ["user"] } },
      {
        title: "for an operator, until the end of the year",
        value: { name: "on call", caller: "user:grace", roles: ["user", "admin"], expires_at: "2026-12-31T23:59:59Z" },
      },
    ],
    invalid: [
      {
        title: "without roles",
        value: { name: "nightly import", caller: "service:import" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "no role",
        value: { name: "nightly import", caller: "service:import", roles: [] },
        pointer: "/roles",
        keyword: "minItems",
      },
      {
        title: "an unknown role",
        value: { name: "nightly import", caller: "service:import", roles: ["root"] },
        pointer: "/roles/0",
        keyword: "enum",
      },
    ],
  },
});
export type ControlApiKeyCreateParams = Static<typeof ControlApiKeyCreateParams.schema>;
