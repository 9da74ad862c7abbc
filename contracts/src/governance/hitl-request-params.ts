import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { approvalMembers } from "./approval-request.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since, source } = governanceMeta;

const exampleParams = {
  reason: "The address is not on the list of known hosts.",
  required_role: "admin",
  payload: { url: "https://example.org/report" },
  proposed_action: "http.fetch",
  risk: "HIGH" as const,
};
const { required_role: _role, ...withoutRole } = exampleParams;

export const HitlRequestParams = defineType({
  name: "HitlRequestParams",
  title: "Ask for a human decision: parameters",
  description: "The action that waits, why a human must decide about it, and which role that human must have.",
  stability,
  since,
  source,
  schema: Type.Object({
    ...approvalMembers,
    payload: ref(JsonObject, {
      description: "What the reviewer must see in order to decide, such as the action's input.",
    }),
  }),
  examples: {
    valid: [
      { title: "a fetch from an unknown host", value: exampleParams },
      {
        title: "without a risk",
        value: {
          reason: "It is the first use of this module.",
          required_role: "admin",
          payload: {},
          proposed_action: "image.analyze",
        },
      },
    ],
    invalid: [
      { title: "without a role", value: withoutRole, pointer: "", keyword: "required" },
      { title: "a payload as text", value: { ...exampleParams, payload: "{}" }, pointer: "/payload", keyword: "type" },
      { title: "a risk in lower case", value: { ...exampleParams, risk: "high" }, pointer: "/risk", keyword: "enum" },
    ],
  },
});
export type HitlRequestParams = Static<typeof HitlRequestParams.schema>;
