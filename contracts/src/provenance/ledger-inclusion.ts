import { type Static, Type } from "@sinclair/typebox";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { inclusionPathMax } from "./bounds.ts";
import { LedgerAnchor } from "./ledger-anchor.ts";

const second = {
  event_hash: "sha256:cc4306c0abbb9b785906a3b3877572fd8fbcced4c63e52e1c600f1b7d00f2bc8",
  anchor: "chk_8d801dde4c4213964f22b1fd44d3d5120504fb3af1139c53eb5893fa075fa37e",
  ordinal: 2,
  path: [
    "sha256:9a73beedddce2de5973211a43cd22c383a06f73d32521bcaad08c493e1f589e6",
    "sha256:dd3d5cea262398b54f4be1e76eac0b0cbdc13d540d83d3612413d473698f42d9",
  ],
};

export const LedgerInclusion = defineType({
  name: "LedgerInclusion",
  title: "Ledger inclusion",
  description:
    "Shows that an entry is among those that a checkpoint covers, without the other entries: the inclusion proof of RFC 9162, section 2.1.3.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.Object({
    event_hash: ref(Sha256Hash, { description: "The entry's `event_hash`." }),
    anchor: ref(LedgerAnchor, { description: "The checkpoint that covers it." }),
    ordinal: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "The entry's place in the ledger, from 1.",
    }),
    path: Type.Array(ref(Sha256Hash, { description: "The node beside the path." }), {
      maxItems: inclusionPathMax.value,
      description: "The nodes beside the path from the entry to the root, from below.",
    }),
  }),
  examples: {
    valid: [
      { title: "the second of three", value: second },
      {
        title: "the only one",
        value: {
          ...second,
          ordinal: 4,
          anchor: "chk_e374b5c0043bc80fd51b40ae20ce5c6ca0c43ec8ff1a6b1e42ab0fed7c94a137",
          path: [],
        },
      },
    ],
    invalid: [
      { title: "a place before the first", value: { ...second, ordinal: 0 }, pointer: "/ordinal", keyword: "minimum" },
      { title: "a path of places", value: { ...second, path: [1] }, pointer: "/path/0", keyword: "type" },
    ],
  },
});
export type LedgerInclusion = Static<typeof LedgerInclusion.schema>;
