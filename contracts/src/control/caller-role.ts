import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const CallerRole = defineType({
  name: "CallerRole",
  title: "Caller role",
  description:
    "What a caller may do: `user` may invoke capabilities, run plans and read its own work; `admin` may also steer, approve and audit. A role comes from the credential, never from the request.",
  stability: "experimental",
  since: "1.0.0",
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: stringEnum(["user", "admin"]),
  examples: {
    valid: [
      { title: "an ordinary caller", value: "user" },
      { title: "an operator", value: "admin" },
    ],
    invalid: [
      { title: "in upper case", value: "ADMIN", pointer: "", keyword: "enum" },
      { title: "a role that there is not", value: "root", pointer: "", keyword: "enum" },
    ],
  },
});
export type CallerRole = Static<typeof CallerRole.schema>;

/** A list of roles, each once. */
export const callerRoles = (description: string) =>
  Type.Array(ref(CallerRole), { minItems: 1, maxItems: 2, uniqueItems: true, description });
