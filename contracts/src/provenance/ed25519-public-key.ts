import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const Ed25519PublicKey = defineType({
  name: "Ed25519PublicKey",
  title: "Ed25519 public key",
  description:
    "A public key as in RFC 8032, written as `ed25519:` and 64 lower-case hexadecimal digits. A key that comes with what it signed shows only that nothing was changed since; who signed is known by comparing it with a key that was got elsewhere.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: "^ed25519:[0-9a-f]{64}$" }),
  examples: {
    valid: [
      {
        title: "of RFC 8032, section 7.1, test 1",
        value: "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      },
    ],
    invalid: [
      {
        title: "without the algorithm",
        value: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        pointer: "",
        keyword: "pattern",
      },
      { title: "too short", value: "ed25519:d75a9801", pointer: "", keyword: "pattern" },
    ],
  },
});
export type Ed25519PublicKey = Static<typeof Ed25519PublicKey.schema>;
