import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type IdentityOptions, StartError } from "@oap/server";
import type { ServeOptions } from "./serve-options.ts";

type IdentityFlags = Pick<ServeOptions, "identity" | "jwtIssuer" | "jwtAudience" | "jwks">;

/** @throws StartError where the flags do not go together */
export function identityOptions({ identity, jwtIssuer, jwtAudience, jwks }: IdentityFlags): IdentityOptions {
  const tokens = [jwtIssuer, jwtAudience, jwks].filter((flag) => flag !== undefined).length;
  if (identity === "development") {
    if (tokens === 0) return { mode: "development" };
    throw new StartError("Signed tokens are read only where identities are required: add --identity required.");
  }
  if (tokens === 0) return { mode: "required" };
  if (jwtIssuer === undefined || jwtAudience === undefined || jwks === undefined) {
    throw new StartError("To take signed tokens, give all of --jwt-issuer, --jwt-audience and --jwks.");
  }
  return { mode: "required", jwt: { issuer: jwtIssuer, audience: jwtAudience, jwksUrl: keySetUrl(jwks) } };
}

/** People name files as paths. */
function keySetUrl(place: string): string {
  return /^[a-z]+:\/\//i.test(place) ? place : pathToFileURL(resolve(place)).href;
}
