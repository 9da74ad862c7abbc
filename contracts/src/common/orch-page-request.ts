import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { pageItemsMax } from "./bounds.ts";

/** The members by which any list is paged; the parameters of a listing operation include them. */
export const orchPageRequestMembers = {
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1024,
      description: "Opaque token of the next page: the `next_cursor` of the page before. Absent for the first page.",
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: pageItemsMax.value,
      description: "How many items to return at most, up to 1000. The default is 50.",
    }),
  ),
};

export const OrchPageRequest = defineType({
  name: "OrchPageRequest",
  title: "Page request",
  description:
    "Asks for one page of a list. The empty object asks for the first page with the default number of items.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.7.1"),
  schema: Type.Object(orchPageRequestMembers),
  examples: {
    valid: [
      { title: "the first page", value: {} },
      { title: "a later page", value: { cursor: "eyJhZnRlciI6ImV4ZV8xIn0", limit: 100 } },
    ],
    invalid: [
      { title: "no items at all", value: { limit: 0 }, pointer: "/limit", keyword: "minimum" },
      { title: "too many items", value: { limit: 1001 }, pointer: "/limit", keyword: "maximum" },
      { title: "an empty cursor", value: { cursor: "" }, pointer: "/cursor", keyword: "minLength" },
    ],
  },
});
export type OrchPageRequest = Static<typeof OrchPageRequest.schema>;
