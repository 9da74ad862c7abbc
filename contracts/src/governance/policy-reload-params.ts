import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { governanceMeta } from "./governance-meta.ts";

const { stability, since } = governanceMeta;

export const PolicyReloadParams = defineType({
  name: "PolicyReloadParams",
  title: "Reload policies: parameters",
  description: "There is nothing to say: the policies are read from where the control plane was told at its start.",
  stability,
  since,
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({}),
  examples: {
    valid: [{ title: "nothing", value: {} }],
    invalid: [
      { title: "a list", value: [], pointer: "", keyword: "type" },
      { title: "the name of a folder", value: "policies", pointer: "", keyword: "type" },
    ],
  },
});
export type PolicyReloadParams = Static<typeof PolicyReloadParams.schema>;
