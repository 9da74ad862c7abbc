import { OrchModuleId } from "../common/orch-module-id.ts";
import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const orchTargetModuleHeader = defineHeader({
  name: "Orch-Target-Module",
  title: "Target module",
  description:
    "Names the module that is invoked, for routing without reading the body. It must equal `params.target.module_id` where that is present.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: ref(OrchModuleId),
  example: "image",
});
