import { source } from "../spec/source.ts";

/** What the operations of this chapter say alike about themselves. */
export const controlMeta = {
  version: "1.0.0",
  domain: "control",
  owners: ["platform.core"],
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
} as const;
