import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchModuleId } from "./orch-module-id.ts";

export const orchModuleIdHeader = defineHeader({
  name: "Orch-Module-Id",
  title: "Module identifier",
  description:
    "Names the module that sends the message: on a request the caller's own module, if it is one; on an answer the control plane.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.3"),
  schema: ref(OrchModuleId),
  example: "control-plane",
});
