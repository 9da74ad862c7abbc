import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const Timestamp = defineType({
  name: "Timestamp",
  title: "Point in time",
  description:
    "A point in time: RFC 3339, in UTC, ending in `Z`. Servers write milliseconds; up to nine fractional digits are read.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Exchange"),
  schema: Type.String({
    format: "date-time",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
  }),
  examples: {
    valid: [
      { title: "with milliseconds", value: "2026-03-01T09:30:00.000Z" },
      { title: "with whole seconds", value: "2026-03-01T09:30:00Z" },
    ],
    invalid: [
      { title: "with an offset", value: "2026-03-01T10:30:00+01:00", pointer: "", keyword: "pattern" },
      { title: "a day that there is not", value: "2026-02-30T09:30:00Z", pointer: "", keyword: "format" },
      { title: "a number of milliseconds", value: 1772357400000, pointer: "", keyword: "type" },
    ],
  },
});
export type Timestamp = Static<typeof Timestamp.schema>;
