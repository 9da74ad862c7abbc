import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { fetchBytesMax } from "./bounds.ts";

export const HttpFetchOutput = defineType({
  name: "HttpFetchOutput",
  title: "Fetch a URL: output",
  description:
    "What the server answered. An HTTP error status is an answer like any other; only a server that does not answer is a failure.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    url: Type.String({ description: "The URL that was read in the end, after redirects." }),
    status: Type.Integer({ minimum: 100, maximum: 599, description: "The HTTP status." }),
    headers: Type.Record(Type.String(), Type.String({ description: "The header's value." }), {
      description:
        "Some of the headers, by name in lower case: `content-type`, `content-length`, `etag`, `last-modified` and `cache-control`, where they are there.",
    }),
    body: Type.Optional(
      Type.String({
        description: "The body as text; present if its media type is of text and it is valid in its character set.",
      }),
    ),
    body_base64: Type.Optional(
      Type.String({ contentEncoding: "base64", description: "The body in base64; present if it is not text." }),
    ),
    bytes: Type.Integer({
      minimum: 0,
      maximum: fetchBytesMax.value,
      description: "How many bytes of the body were read.",
    }),
    truncated: Type.Boolean({ description: "Whether there was more than was read." }),
  }),
  examples: {
    valid: [
      {
        title: "a page",
        value: {
          url: "https://example.org/",
          status: 200,
          headers: { "content-type": "text/html; charset=utf-8" },
          body: "<!doctype html>",
          bytes: 15,
          truncated: false,
        },
      },
      {
        title: "a picture, cut off",
        value: {
          url: "https://example.org/cat.png",
          status: 200,
          headers: { "content-type": "image/png" },
          body_base64: "iVBORw0KGgo=",
          bytes: 8,
          truncated: true,
        },
      },
    ],
    invalid: [
      {
        title: "without a status",
        value: { url: "https://example.org/", headers: {}, bytes: 0, truncated: false },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a status beyond the range",
        value: { url: "https://example.org/", status: 600, headers: {}, bytes: 0, truncated: false },
        pointer: "/status",
        keyword: "maximum",
      },
      {
        title: "a header that is a list",
        value: { url: "https://example.org/", status: 200, headers: { etag: ["a"] }, bytes: 0, truncated: false },
        pointer: "/headers/etag",
        keyword: "type",
      },
    ],
  },
});
export type HttpFetchOutput = Static<typeof HttpFetchOutput.schema>;
