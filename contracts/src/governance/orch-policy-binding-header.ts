import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";

export const orchPolicyBindingHeader = defineHeader({
  name: "Orch-Policy-Binding",
  title: "Policy binding",
  description: "Response header: identifies the versioned set of policies that decided about this exchange.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(PolicyBindingId),
  example: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
});
