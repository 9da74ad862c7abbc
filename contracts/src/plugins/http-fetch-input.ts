import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { fetchBytesMax } from "./bounds.ts";

export const HttpFetchInput = defineType({
  name: "HttpFetchInput",
  title: "Fetch a URL: input",
  description:
    "What to read from the web. The origin must be on the configured allow-list, also after each redirect; another one fails with the reason `CONSTRAINT_VIOLATION`.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    url: Type.String({
      maxLength: 4096,
      pattern: "^https?://[^\\x00-\\x20\\x7f]+$",
      description: "An absolute URL with `http` or `https`, at most 4096 characters.",
    }),
    method: Type.Optional(
      stringEnum(["GET", "HEAD"], { description: "`GET`, the default, reads the body too; `HEAD` does not." }),
    ),
    accept: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        pattern: "^[ -~]+$",
        description: "The `Accept` header. The default is `*/*`.",
      }),
    ),
    max_bytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: fetchBytesMax.value,
        default: fetchBytesMax.value,
        description: "How many bytes of the body to read at most, up to 1 MiB, the default. What is beyond is cut off.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "a page", value: { url: "https://example.org/" } },
      { title: "the headers alone", value: { url: "https://example.org/feed.xml", method: "HEAD" } },
    ],
    invalid: [
      { title: "a file", value: { url: "file:///etc/hosts" }, pointer: "/url", keyword: "pattern" },
      { title: "two lines", value: { url: "https://example.org/\nHost: else" }, pointer: "/url", keyword: "pattern" },
      {
        title: "a method that changes something",
        value: { url: "https://example.org/", method: "POST" },
        pointer: "/method",
        keyword: "enum",
      },
    ],
  },
});
export type HttpFetchInput = Static<typeof HttpFetchInput.schema>;
