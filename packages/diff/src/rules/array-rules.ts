import { defineRules, request, response } from "./rule.ts";

const string = { type: "string" };
const integer = { type: "integer" };

/** Rules of which items an array has. */
export const arrayRules = defineRules({
  "items-narrowed": {
    axis: "WIRE",
    title: "Items have to be of a schema",
    explanation:
      "Clients that send other items are rejected. Edits within a schema of items are told by their own rules.",
    example: request({ type: "array" }, { type: "array", items: string }),
  },
  "items-widened": {
    axis: "WIRE",
    title: "Items may be anything",
    explanation: "Clients that read the items may get ones that they were told never to get.",
    example: response({ type: "array", items: string }, { type: "array" }),
  },
  "items-changed": {
    axis: "WIRE",
    title: "Items have to be of another schema",
    explanation: "Each version accepts items that the other does not, or nothing was proven of them.",
    example: request(
      { type: "array", prefixItems: [string], unevaluatedItems: integer },
      { type: "array", prefixItems: [string], unevaluatedItems: { type: "boolean" } },
    ),
  },
  "tuple-slot": {
    axis: "WIRE",
    title: "An item got or lost a schema of its own",
    explanation: "What it breaks depends on what `items` says of it in the other version, and is proven.",
    example: request({ type: "array", prefixItems: [string] }, { type: "array", prefixItems: [string, integer] }),
  },
  "tuple-rest-closed": {
    axis: "WIRE",
    title: "Items beyond the listed ones are rejected",
    explanation: "Clients that send more items are rejected.",
    example: request({ type: "array", prefixItems: [string] }, { type: "array", prefixItems: [string], items: false }),
  },
  "tuple-rest-opened": {
    axis: "WIRE",
    title: "Items beyond the listed ones are accepted",
    explanation: "Clients that read the list may get more items than they know.",
    example: response({ type: "array", prefixItems: [string], items: false }, { type: "array", prefixItems: [string] }),
  },
  "contains-narrowed": {
    axis: "WIRE",
    title: "A list has to contain more",
    explanation: "Clients that send a list without such an item are rejected.",
    example: request({ type: "array" }, { type: "array", contains: string }),
  },
  "contains-widened": {
    axis: "WIRE",
    title: "A list need not contain as much",
    explanation: "Clients that read the list were promised such an item.",
    example: response({ type: "array", contains: string }, { type: "array" }),
  },
  "contains-changed": {
    axis: "WIRE",
    title: "A list has to contain something else",
    explanation: "Each version accepts lists that the other does not, or nothing was proven of them.",
    example: request({ type: "array", contains: string }, { type: "array", contains: integer }),
  },
  "unique-set": {
    axis: "WIRE",
    title: "Items have to differ",
    explanation: "Clients that send two equal items are rejected.",
    example: request({ type: "array", items: string }, { type: "array", items: string, uniqueItems: true }),
  },
  "unique-unset": {
    axis: "WIRE",
    title: "Items may be equal",
    explanation: "Clients that read the list as a set may lose items.",
    example: response({ type: "array", items: string, uniqueItems: true }, { type: "array", items: string }),
  },
});
