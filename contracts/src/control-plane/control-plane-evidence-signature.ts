import { type Static, Type } from "@sinclair/typebox";
import { Ed25519PublicKey } from "../provenance/ed25519-public-key.ts";
import { Ed25519Signature } from "../provenance/ed25519-signature.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

const example = {
  publicKey: "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  signature:
    "ed25519:2035ba67a5c0091084d4757778272af9b1a73f0a5e39879afaa9ff555215e8384b14e685e3f9f91e9809df9c22db49913ee646372991b2d71312418249920900",
};

export const ControlPlaneEvidenceSignature = defineType({
  name: "ControlPlaneEvidenceSignature",
  title: "Evidence: signature",
  description: "Who vouches for an evidence bundle: the control plane that exported it, with the key of its ledger.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    publicKey: ref(Ed25519PublicKey, { description: "The key that signed it." }),
    signature: ref(Ed25519Signature, {
      description: "Signature over the ASCII text `oap-evidence:` and the bundle's `hash`.",
    }),
  }),
  examples: {
    valid: [{ title: "as it is written", value: example }],
    invalid: [
      { title: "without its key", value: { signature: example.signature }, pointer: "", keyword: "required" },
      {
        title: "a hash for a key",
        value: { ...example, publicKey: `sha256:${"0".repeat(64)}` },
        pointer: "/publicKey",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlaneEvidenceSignature = Static<typeof ControlPlaneEvidenceSignature.schema>;
