import { type Static, Type } from "@sinclair/typebox";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { Ed25519PublicKey } from "./ed25519-public-key.ts";
import { Ed25519Signature } from "./ed25519-signature.ts";
import { LedgerAnchor } from "./ledger-anchor.ts";

const ordinal = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

/** The signature is real: `oap-ledger-checkpoint:` and the anchor, by the key of RFC 8032, section 7.1, test 1. */
const first = {
  anchor: "chk_8d801dde4c4213964f22b1fd44d3d5120504fb3af1139c53eb5893fa075fa37e",
  sequence: 1,
  created_at: "2026-03-01T09:35:00.000Z",
  first_entry: 1,
  last_entry: 3,
  root: "sha256:9b7f8c50f2ae5728a0065902300f29e8e937c952b567d9fd7c1f1a9aec39f75f",
  public_key: "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  signature:
    "ed25519:7c31e41620807864aaa65379a1cc62be51e9be2d14555b46fa51838c231f9fa9140c73b07121c93df9b243592524401bacfd3d5df8e7af641b363e9afa057c0c",
};
const { signature: _signature, ...unsigned } = first;

export const LedgerCheckpoint = defineType({
  name: "LedgerCheckpoint",
  title: "Ledger checkpoint",
  description:
    "A signed statement about all entries that the ledger got since the checkpoint before, of all chains, in the order in which they were recorded. Whoever holds it, or only its anchor, can tell whether one of them was changed, moved, removed or added since. Entries after the latest checkpoint are not covered yet.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.Object({
    anchor: ref(LedgerAnchor, {
      description:
        "Its reference: `chk_` and the SHA-256, in 64 lower-case hexadecimal digits, of RFC 8785 canonical JSON of this checkpoint without `anchor` and `signature`.",
    }),
    sequence: Type.Integer({ ...ordinal, description: "Which checkpoint it is, from 1, without gaps." }),
    previous: Type.Optional(ref(LedgerAnchor, { description: "The checkpoint before it; absent for the first." })),
    created_at: ref(Timestamp, { description: "When it was made." }),
    first_entry: Type.Integer({
      ...ordinal,
      description: "The place in the ledger, from 1, of the first entry that it covers.",
    }),
    last_entry: Type.Integer({
      ...ordinal,
      description: "The place of the last entry that it covers. The next checkpoint begins with the one after.",
    }),
    root: ref(Sha256Hash, {
      description:
        "The root of the Merkle tree of RFC 9162, section 2.1, over the `event_hash` of each entry, as its 32 bytes.",
    }),
    public_key: ref(Ed25519PublicKey, { description: "The key that signed it." }),
    signature: ref(Ed25519Signature, {
      description: "Signature over the ASCII text `oap-ledger-checkpoint:` and the anchor.",
    }),
  }),
  examples: {
    valid: [
      { title: "the first", value: first },
      {
        title: "one that follows",
        value: {
          anchor: "chk_e374b5c0043bc80fd51b40ae20ce5c6ca0c43ec8ff1a6b1e42ab0fed7c94a137",
          sequence: 2,
          previous: first.anchor,
          created_at: "2026-03-01T09:40:00.000Z",
          first_entry: 4,
          last_entry: 4,
          root: "sha256:d4dc45d57e0333325c6b77a9b936a2851a49e4859cb95ca4e402d8f985ecb8b3",
          public_key: first.public_key,
          signature:
            "ed25519:5525accee1cdd8afd9bd382bf671e523740645aec1370049dc76a7e96646e4887deb8aafee9e1a508eff7045d401906d978bd8ab8ff380379bd5bffa50baa90c",
        },
      },
    ],
    invalid: [
      { title: "without its signature", value: unsigned, pointer: "", keyword: "required" },
      { title: "before the first", value: { ...first, sequence: 0 }, pointer: "/sequence", keyword: "minimum" },
      { title: "an anchor with a space", value: { ...first, anchor: "chk 1" }, pointer: "/anchor", keyword: "pattern" },
    ],
  },
});
export type LedgerCheckpoint = Static<typeof LedgerCheckpoint.schema>;
