import { type Static, Type } from "@sinclair/typebox";
import { JsonValue } from "../common/json-value.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { textCharactersMax } from "./bounds.ts";

export const TextRenderInput = defineType({
  name: "TextRenderInput",
  title: "Render a text: input",
  description:
    "A text with places to fill in. `{{name}}` is replaced by the value of that name; spaces within the braces do not count. There is no logic and no escaping. A place without a value fails with the reason `VALIDATION_ERROR`, and the message names it.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    template: Type.String({
      maxLength: textCharactersMax.value,
      description: "The text, at most a million characters.",
    }),
    values: Type.Optional(
      Type.Record(Type.String(), ref(JsonValue, { description: "Text is inserted as it is, anything else as JSON." }), {
        maxProperties: 1024,
        description: "The values by name, at most 1024. The default is none.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "nothing to fill in", value: { template: "Good morning." } },
      {
        title: "two places",
        value: { template: "{{name}} is {{width}} pixels wide.", values: { name: "cat.png", width: 451 } },
      },
    ],
    invalid: [
      { title: "without a template", value: { values: {} }, pointer: "", keyword: "required" },
      {
        title: "values without names",
        value: { template: "{{name}}", values: ["cat.png"] },
        pointer: "/values",
        keyword: "type",
      },
    ],
  },
});
export type TextRenderInput = Static<typeof TextRenderInput.schema>;
