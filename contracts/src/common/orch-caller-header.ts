import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchCaller } from "./orch-caller.ts";

export const orchCallerHeader = defineHeader({
  name: "Orch-Caller",
  title: "Caller identity",
  description:
    "Names the caller. It is checked against the credential and never trusted by itself, and must equal `_meta.caller` where that is present; the answer carries the identity that was established.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.3"),
  schema: ref(OrchCaller),
  example: "user:ada",
});
