import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { OrchTraceId } from "../common/orch-trace-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { Attributes } from "./attributes.ts";
import { policyReasonsMax } from "./bounds.ts";
import { PolicyClaim } from "./policy-claim.ts";

export const PolicyContext = defineType({
  name: "PolicyContext",
  title: "Policy context",
  description:
    "What policy knows about a request besides the action: who asks, in which session, for what purpose and with how sensitive data. All of it is optional; what is absent matches no rule that asks for it.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Object({
    tenant: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "The organisation on whose behalf the request is made.",
      }),
    ),
    caller: Type.Optional(
      ref(OrchCaller, { description: "Who asks. The authenticated caller is used; another name here is `FORBIDDEN`." }),
    ),
    session_id: Type.Optional(ref(OrchSessionId, { description: "The session that the request belongs to." })),
    trace_id: Type.Optional(ref(OrchTraceId, { description: "The trace that the request belongs to." })),
    data_sensitivity: Type.Optional(
      stringEnum(["public", "internal", "restricted", "health", "classified"], {
        description: "How sensitive the data is that the action touches.",
      }),
    ),
    request_purpose: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: "What the result is for, such as `support-ticket`." }),
    ),
    claims: Type.Optional(
      Type.Array(ref(PolicyClaim), {
        maxItems: policyReasonsMax.value,
        description: "Statements for policy to weigh.",
      }),
    ),
    attributes: Type.Optional(ref(Attributes, { description: "Further facts, by name." })),
  }),
  examples: {
    valid: [
      { title: "nothing known", value: {} },
      {
        title: "a person with internal data",
        value: {
          tenant: "north-clinic",
          caller: "user:ada",
          data_sensitivity: "internal",
          request_purpose: "image-triage",
          claims: [{ message: "The picture shows no person.", severity: "info" }],
          attributes: { region: "eu-west" },
        },
      },
    ],
    invalid: [
      {
        title: "an unknown sensitivity",
        value: { data_sensitivity: "secret" },
        pointer: "/data_sensitivity",
        keyword: "enum",
      },
      {
        title: "claims as one text",
        value: { claims: "The picture shows no person." },
        pointer: "/claims",
        keyword: "type",
      },
      {
        title: "a claim without a message",
        value: { claims: [{ severity: "info" }] },
        pointer: "/claims/0",
        keyword: "required",
      },
    ],
  },
});
export type PolicyContext = Static<typeof PolicyContext.schema>;
