import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ControlScope } from "./control-scope.ts";

export const orchControlScopeHeader = defineHeader({
  name: "Orch-Control-Scope",
  title: "Control scope",
  description:
    "Request header: a routing hint that says how far a control exchange reaches: `module`, `session` or `global`.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(ControlScope),
  example: "module",
});
