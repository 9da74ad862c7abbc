import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { ActionName } from "./action-name.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyContext } from "./policy-context.ts";

const { stability, since, source } = governanceMeta;

export const PolicyEvaluateParams = defineType({
  name: "PolicyEvaluateParams",
  title: "Evaluate policy: parameters",
  description: "The action to decide about, and what policy should know about it.",
  stability,
  since,
  source,
  schema: Type.Object({
    action: ref(ActionName, { description: "The action to decide about." }),
    context: ref(PolicyContext, { description: "Who asks, for what, and with how sensitive data." }),
    payload: Type.Optional(
      ref(JsonObject, { description: "The action's input, for policies that look at it. It is not stored." }),
    ),
    dry_run: Type.Optional(
      Type.Boolean({
        description: "Whether to decide without recording the decision in the ledger. Defaults to false.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { action: "image.analyze", context: {} } },
      {
        title: "a rehearsal with a payload",
        value: {
          action: "http.fetch",
          context: { caller: "user:ada", data_sensitivity: "restricted" },
          payload: { url: "https://example.org/report" },
          dry_run: true,
        },
      },
    ],
    invalid: [
      { title: "without a context", value: { action: "image.analyze" }, pointer: "", keyword: "required" },
      { title: "an empty action", value: { action: "", context: {} }, pointer: "/action", keyword: "pattern" },
      {
        title: "an unknown sensitivity",
        value: { action: "image.analyze", context: { data_sensitivity: "secret" } },
        pointer: "/context/data_sensitivity",
        keyword: "enum",
      },
    ],
  },
});
export type PolicyEvaluateParams = Static<typeof PolicyEvaluateParams.schema>;
