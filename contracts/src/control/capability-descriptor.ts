import { type Static, Type } from "@sinclair/typebox";
import { timeoutMsDefault, timeoutMsMax } from "../common/bounds.ts";
import { CapabilityName } from "../common/capability-name.ts";
import { JsonObject } from "../common/json-object.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { SemanticVersion } from "../common/semantic-version.ts";
import { policyConstraintsMax } from "../governance/bounds.ts";
import { PolicyConstraint } from "../governance/policy-constraint.ts";
import { RiskLevel } from "../governance/risk-level.ts";
import { PluginState } from "../plugins/plugin-state.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { capabilityConcurrencyMax } from "./bounds.ts";

const exampleCapability = {
  name: "analyze",
  version: "1.0.0",
  type: "analysis",
  description: "Decodes a picture and measures its size and colours.",
  input: {
    type: "object",
    properties: { image: { type: "string", minLength: 1 }, mime_type: { type: "string", minLength: 1 } },
    required: ["image", "mime_type"],
  },
  output: {
    type: "object",
    properties: { width: { type: "integer" }, height: { type: "integer" } },
    required: ["width", "height"],
  },
  risk: "LOW" as const,
  idempotent: true,
};
const { risk: _risk, ...withoutRisk } = exampleCapability;

export const CapabilityDescriptor = defineType({
  name: "CapabilityDescriptor",
  title: "Capability descriptor",
  description:
    "Describes one capability of a module: what it takes, what it returns, how risky it is and whether it may run twice. Both schemas are JSON Schema 2020-12; every input and every output is checked against them, and an output that is not an object is refused.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  schema: Type.Object({
    name: ref(CapabilityName, {
      description: "Its name within the module, such as `analyze`; `target.capability` of an invocation names it.",
    }),
    version: ref(SemanticVersion, {
      description: "Its version. Several versions of one capability may be registered side by side.",
    }),
    type: Type.String({
      minLength: 1,
      maxLength: 64,
      description: "What kind of capability it is, such as `analysis`; queries filter by it.",
    }),
    description: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: "What it does, for people, in whole sentences.",
    }),
    input: ref(JsonObject, { description: "JSON Schema 2020-12 of its input. It must be self-contained." }),
    output: ref(JsonObject, {
      description: "JSON Schema 2020-12 of its output, which is an object. It must be self-contained.",
    }),
    constraints: Type.Optional(
      Type.Array(ref(PolicyConstraint), {
        maxItems: policyConstraintsMax.value,
        description: "Constraints under which it always runs, whatever policy adds.",
      }),
    ),
    risk: ref(RiskLevel, { description: "How much harm it can do; policy may raise it, never lower it." }),
    idempotent: Type.Boolean({
      description:
        "Whether running it twice does no more than running it once. Only then is an attempt repeated after a failure or a crash.",
    }),
    timeout_ms: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: timeoutMsMax.value,
        description: `How long one attempt may take, in milliseconds; ${timeoutMsDefault.value} where it is absent.`,
      }),
    ),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: capabilityConcurrencyMax.value,
        description:
          "How many attempts may run at once; further ones wait. Where it is absent the control plane's own bound holds.",
      }),
    ),
    deprecated: Type.Optional(
      Type.Boolean({
        description:
          "Whether it should no longer be used: it is chosen only when its exact version is asked for. Defaults to false.",
      }),
    ),
    module_id: Type.Optional(
      ref(OrchModuleId, {
        description:
          "The module that provides it. Answers always carry it; in a registration the module is named once, beside the list.",
      }),
    ),
    state: Type.Optional(
      ref(PluginState, {
        description: "The lifecycle state of its module. Answers always carry it; in a registration it is ignored.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "as a module registers it", value: exampleCapability },
      {
        title: "as a query answers it",
        value: {
          ...exampleCapability,
          constraints: [{ code: "READ_ONLY", scope: "action" }],
          timeout_ms: 10_000,
          concurrency: 4,
          deprecated: false,
          module_id: "image",
          state: "INITIALIZED",
        },
      },
    ],
    invalid: [
      { title: "without a risk", value: withoutRisk, pointer: "", keyword: "required" },
      {
        title: "a version that is not one",
        value: { ...exampleCapability, version: "latest" },
        pointer: "/version",
        keyword: "pattern",
      },
      { title: "a schema as text", value: { ...exampleCapability, input: "{}" }, pointer: "/input", keyword: "type" },
      {
        title: "no time at all",
        value: { ...exampleCapability, timeout_ms: 0 },
        pointer: "/timeout_ms",
        keyword: "minimum",
      },
    ],
  },
});
export type CapabilityDescriptor = Static<typeof CapabilityDescriptor.schema>;
