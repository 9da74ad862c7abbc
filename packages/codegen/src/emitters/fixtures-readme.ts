import type { Model } from "../model.ts";
import { fenced, page, section } from "./docs-markdown.ts";

/** How to judge an implementation in any language by the fixtures. */
export function fixturesReadme({ registry }: Model): string {
  return page(`${registry.title}: conformance fixtures`, [
    `Instances of every named type of version ${registry.version}, with the verdict that every implementation must reach. They come from the same contracts as the schemas, so they cannot lag behind them. All files are plain JSON in UTF-8.`,
    section(
      2,
      "Files",
      "`index.json` lists the types with their files and the number of valid and invalid cases. `types/<Name>.json` holds the cases of one type:",
      fenced(
        "json",
        `{
  "type": "OrchId",
  "schema": "${registry.schemaIdBase}:OrchId:1.0.0",
  "protocol_version": "${registry.version}",
  "cases": [
    { "name": "chosen by a client", "verdict": "valid", "instance": "req-1" },
    { "name": "a number", "verdict": "invalid", "instance": 1, "pointer": "", "keyword": "type" }
  ]
}`,
      ),
      "`schema` is the `$id` of the type's JSON Schema, in the folder `json-schema` beside this one. `name` is unique within a type. An invalid case says where it fails, as an RFC 6901 JSON Pointer into the instance, and which JSON Schema keyword fails there. The envelopes of an operation also carry `operation` and `envelope`, which is `request` or `success`.",
    ),
    section(
      2,
      "Judging a validator",
      "For each case, validate `instance` as `type`. A `valid` one must be accepted. An `invalid` one must be refused, and among the reasons there must be one with this `pointer` and `keyword`; there may be others, because a union also reports its branches. An absent member is a `false` schema; its keyword is `false schema`. Formats are checked, not only annotated, and lengths count Unicode characters.",
    ),
    section(
      2,
      "Judging a codec",
      "Objects are open. Decode each `valid` instance and encode it again: the result must be equal as JSON. The cases named `an unknown member` fail if a client drops what it does not know.",
    ),
    section(
      2,
      "Judging a server",
      "Send the instances of the `request` envelopes to `POST /orchestrate`. Each answer is an envelope. A `valid` one is never answered with `PARSE_ERROR`, `INVALID_ENVELOPE` or `INVALID_PARAMS`: it is executed, and may be refused for what it says, such as an unknown identifier. An `invalid` one is answered with an error: `UNKNOWN_ENVELOPE_TYPE` where only `envelope_type` is another one, `INVALID_PARAMS` where it fails below `/params`, with the pointer and keyword in `error.details.issues[]`, and `INVALID_ENVELOPE` elsewhere. The answer repeats the request's `id` wherever that is a valid one. Give every request an `id` of its own, or idempotency will answer instead.",
    ),
    section(
      2,
      "Known failures",
      "A case that an implementation is known to fail is listed beside that implementation with the reason, never edited here. A listed case that passes must fail the run, so that the list cannot go stale.",
    ),
  ]);
}
