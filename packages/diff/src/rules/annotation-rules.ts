import { defineRules, object, request, response } from "./rule.ts";

const string = { type: "string" };

/** Rules of what is said beside which values are accepted. */
export const annotationRules = defineRules({
  "default-changed": {
    axis: "BEHAVIOUR",
    title: "A default is another one",
    explanation: "Whoever leaves the member out gets something else. No payload breaks.",
    effects: { request: "incomparable", response: "none" },
    example: request(
      object({ size: { type: "string", default: "S" } }),
      object({ size: { type: "string", default: "M" } }),
    ),
  },
  "coercion-changed": {
    axis: "BEHAVIOUR",
    title: "Values are converted in another way",
    explanation:
      "`x-coerce` says how a value of another type is read. What is sent stays valid, and may come to mean something else.",
    effects: { request: "incomparable", response: "incomparable" },
    example: request(
      object({ count: { type: "integer", "x-coerce": "string" } }),
      object({ count: { type: "integer" } }),
    ),
  },
  "access-changed": {
    axis: "BEHAVIOUR",
    title: "A member may be read or written by others",
    explanation: "`readOnly` and `writeOnly` say who sets a member. What is sent against them is ignored.",
    effects: { request: "incomparable", response: "incomparable" },
    example: request(object({ id: string }), object({ id: { type: "string", readOnly: true } })),
  },
  "description-changed": {
    axis: "BEHAVIOUR",
    title: "A description was reworded",
    explanation: "Nothing but words. Read whether they promise something else.",
    effects: { request: "none", response: "none" },
    example: request({ type: "object", description: "An order." }, { type: "object", description: "What is ordered." }),
  },
  "example-changed": {
    axis: "BEHAVIOUR",
    title: "An example is another one",
    explanation: "Nothing but an illustration.",
    effects: { request: "none", response: "none" },
    example: request({ type: "string", examples: ["a"] }, { type: "string", examples: ["b"] }),
  },
  "deprecation-changed": {
    axis: "BEHAVIOUR",
    title: "A member is deprecated, or no longer so",
    explanation: "It works as before. Whoever uses it is told to move on.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: request(object({ note: string }), object({ note: { type: "string", deprecated: true } })),
  },
  "title-changed": {
    axis: "SOURCE",
    title: "A schema that becomes a type has another title",
    explanation:
      "Generators name the types of schemas without a name by their titles: code that imports the type may not find it.",
    effects: { request: "none", response: "none" },
    example: response(
      { ...(object({ sku: string }) as object), title: "Line" },
      { ...(object({ sku: string }) as object), title: "OrderLine" },
    ),
  },
});
