import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const Ed25519Signature = defineType({
  name: "Ed25519Signature",
  title: "Ed25519 signature",
  description:
    "A signature as in RFC 8032, written as `ed25519:` and 128 lower-case hexadecimal digits: one signature has one way to be written.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: "^ed25519:[0-9a-f]{128}$" }),
  examples: {
    valid: [
      {
        title: "of RFC 8032, section 7.1, test 1",
        value:
          "ed25519:e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      },
    ],
    invalid: [
      {
        title: "in upper case",
        value:
          "ed25519:E5564300C360AC729086E2CC806E828A84877F1EB8E5D974D873E065224901555FB8821590A33BACC61E39701CF9B46BD25BF5F0595BBE24655141438E7A100B",
        pointer: "",
        keyword: "pattern",
      },
      { title: "as long as a key", value: `ed25519:${"0".repeat(64)}`, pointer: "", keyword: "pattern" },
    ],
  },
});
export type Ed25519Signature = Static<typeof Ed25519Signature.schema>;
