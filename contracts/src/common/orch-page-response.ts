import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { defineType, parameter } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { pageItemsMax } from "./bounds.ts";
import type { JsonValue } from "./json-value.ts";

/** One page of items of this kind. */
export const orchPageResponse = <TItem extends TSchema>(item: TItem) =>
  Type.Object({
    items: Type.Array(item, {
      maxItems: pageItemsMax.value,
      description: "The items of this page, in the order of the list.",
    }),
    next_cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1024,
        description: "The `cursor` that asks for the next page. Present if there are more items.",
      }),
    ),
    total_estimate: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: "About how many items the whole list has, where that is cheap to know.",
      }),
    ),
  });

export const OrchPageResponse = defineType({
  name: "OrchPageResponse",
  title: "Page response",
  description: "One page of a list. There are more items exactly if it has a `next_cursor`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.7.2"),
  parameters: ["TItem"],
  schema: orchPageResponse(parameter("TItem", { description: "One item of the list." })),
  examples: {
    valid: [
      { title: "the last page", value: { items: [] } },
      {
        title: "a page of many",
        value: { items: ["inv-1", "inv-2"], next_cursor: "eyJhZnRlciI6Imludi0yIn0", total_estimate: 120 },
      },
    ],
    invalid: [
      { title: "without items", value: { next_cursor: "eyJhZnRlciI6Imludi0yIn0" }, pointer: "", keyword: "required" },
      {
        title: "a negative estimate",
        value: { items: [], total_estimate: -1 },
        pointer: "/total_estimate",
        keyword: "minimum",
      },
    ],
  },
});
export type OrchPageResponse<TItem = JsonValue> = Static<ReturnType<typeof orchPageResponse<TUnsafe<TItem>>>>;
