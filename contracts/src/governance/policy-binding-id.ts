import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const PolicyBindingId = defineType({
  name: "PolicyBindingId",
  title: "Policy binding identifier",
  description:
    "Identifies the versioned set of policies that decided. It is the hash of that set, so one binding always means the same rules; `development-allow` stands for a control plane that has no policies yet and listens on loopback alone. It travels as the `Orch-Policy-Binding` header.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      {
        title: "the hash of a policy set",
        value: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      },
      { title: "before there are policies", value: "development-allow" },
    ],
    invalid: [
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type PolicyBindingId = Static<typeof PolicyBindingId.schema>;
