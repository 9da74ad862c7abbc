import { OapError } from "@oap/protocol";
import type { AllowedOrigins } from "./network/allowed-origins.ts";

/** Checks where a module says that it is reached. Throws INVALID_PARAMS, or POLICY_DENIED where its origin is not allowed. */
export function checkEndpoint(endpoint: string, origins: AllowedOrigins | undefined): void {
  const url = URL.parse(endpoint);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw wrong("must be an absolute URL with http or https");
  }
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    throw wrong("must be a URL without credentials and without a fragment");
  }
  if (origins?.reach(url) === undefined) {
    throw new OapError("POLICY_DENIED", {
      message: `The endpoint is at ${url.origin}, which is not an allowed origin of modules. Allowed: ${origins ?? "none"}.`,
    });
  }
}

function wrong(message: string): OapError {
  return new OapError("INVALID_PARAMS", {
    message: `The endpoint ${message}.`,
    details: { issues: [{ pointer: "/params/endpoint", keyword: "format", message }] },
  });
}
