import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { controlMeta } from "./control-meta.ts";
import { ControlScope } from "./control-scope.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlKillSwitchGetParams = defineType({
  name: "ControlKillSwitchGetParams",
  title: "Get kill switches: parameters",
  description: "Which switches to list. Without a scope, all are listed.",
  stability,
  since,
  source,
  schema: Type.Object({
    scope: Type.Optional(ref(ControlScope, { description: "Only those of this scope." })),
  }),
  examples: {
    valid: [
      { title: "all", value: {} },
      { title: "those of modules", value: { scope: "module" } },
    ],
    invalid: [
      { title: "an unknown scope", value: { scope: "tenant" }, pointer: "/scope", keyword: "enum" },
      { title: "in upper case", value: { scope: "GLOBAL" }, pointer: "/scope", keyword: "enum" },
    ],
  },
});
export type ControlKillSwitchGetParams = Static<typeof ControlKillSwitchGetParams.schema>;
