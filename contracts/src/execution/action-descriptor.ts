import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ActionDescriptor = defineType({
  name: "ActionDescriptor",
  title: "Action descriptor",
  description:
    "Says what the caller means to do by an invocation. It is recorded and visible to policy; it does not change what runs.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "3.2"),
  schema: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 128, description: "The action's name, such as `describe-picture`." }),
    label: Type.Optional(Type.String({ maxLength: 256, description: "The name to show to people." })),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What the action is for." })),
  }),
  examples: {
    valid: [
      { title: "a name alone", value: { name: "describe-picture" } },
      { title: "with a label", value: { name: "describe-picture", label: "Describe the picture" } },
    ],
    invalid: [
      { title: "without a name", value: { label: "Describe the picture" }, pointer: "", keyword: "required" },
      { title: "an empty name", value: { name: "" }, pointer: "/name", keyword: "minLength" },
    ],
  },
});
export type ActionDescriptor = Static<typeof ActionDescriptor.schema>;
