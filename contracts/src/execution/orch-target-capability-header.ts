import { CapabilityName } from "../common/capability-name.ts";
import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const orchTargetCapabilityHeader = defineHeader({
  name: "Orch-Target-Capability",
  title: "Target capability",
  description:
    "Names the capability that is invoked, for routing without reading the body. It must equal `params.target.capability` where that is present.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: ref(CapabilityName),
  example: "analyze",
});
