import { defineCapability } from "../spec/define-capability.ts";
import { source } from "../spec/source.ts";
import { HttpFetchInput } from "./http-fetch-input.ts";
import { HttpFetchOutput } from "./http-fetch-output.ts";

export const httpFetch = defineCapability({
  module: "http",
  name: "fetch",
  version: "1.0.0",
  type: "retrieval",
  title: "Fetch a URL",
  description:
    "Reads a URL whose origin is on the configured allow-list by GET or HEAD, which change nothing there. It is the one built-in capability that leaves the machine.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  input: HttpFetchInput,
  output: HttpFetchOutput,
  risk: "MEDIUM",
  idempotent: true,
  defaults: { timeoutMs: 15_000, concurrency: 8 },
  pii: ["/input/url", "/output/url", "/output/body", "/output/body_base64"],
});
