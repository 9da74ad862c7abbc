import { Type } from "@sinclair/typebox";
import { defineHeader } from "../spec/define-header.ts";
import { source } from "../spec/source.ts";

export const orchControlIntentHeader = defineHeader({
  name: "Orch-Control-Intent",
  title: "Control intent",
  description:
    "Request header: a routing hint that says what a control exchange is for, such as `capability-sync`. Words in lower case joined by hyphens, at most 64 characters. It changes nothing about how the body is understood.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", maxLength: 64 }),
  example: "capability-sync",
});
