import { type Static, Type } from "@sinclair/typebox";
import { labelsMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const Attributes = defineType({
  name: "Attributes",
  title: "Attributes",
  description: `Named facts that policy can read: each is a text of at most 1024 characters, a number between -(2^53-1) and 2^53-1, or a boolean. At most ${labelsMax.value} of them.`,
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Record(
    Type.String(),
    Type.Union([
      Type.String({ maxLength: 1024 }),
      Type.Number({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
      Type.Boolean(),
    ]),
    {
      maxProperties: labelsMax.value,
    },
  ),
  examples: {
    valid: [
      { title: "none", value: {} },
      { title: "one of each kind", value: { region: "eu-west", batch_size: 20, dry: false } },
    ],
    invalid: [
      { title: "a list of pairs", value: [["region", "eu-west"]], pointer: "", keyword: "type" },
      { title: "a nested object", value: { region: { name: "eu-west" } }, pointer: "/region", keyword: "anyOf" },
    ],
  },
});
export type Attributes = Static<typeof Attributes.schema>;
