import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type IdentityOptions, StartError } from "@oap/server";
import { isJsonObject, readJsonFile } from "./read-json-file.ts";
import type { ServeOptions } from "./serve-options.ts";

type IdentityFlags = Pick<ServeOptions, "identity" | "jwtIssuer" | "jwtAudience" | "jwks">;

/** @throws StartError where the flags do not go together, or the file of keys is none */
export async function identityOptions({
  identity,
  jwtIssuer,
  jwtAudience,
  jwks,
}: IdentityFlags): Promise<IdentityOptions> {
  const tokens = [jwtIssuer, jwtAudience, jwks].filter((flag) => flag !== undefined).length;
  if (identity === "development") {
    if (tokens === 0) return { mode: "development" };
    throw new StartError("Signed tokens are read only where identities are required: add --identity required.");
  }
  if (tokens === 0) return { mode: "required" };
  if (jwtIssuer === undefined || jwtAudience === undefined || jwks === undefined) {
    throw new StartError("To take signed tokens, give all of --jwt-issuer, --jwt-audience and --jwks.");
  }
  return { mode: "required", jwt: { issuer: jwtIssuer, audience: jwtAudience, jwksUrl: await keySetUrl(jwks) } };
}

/** People name files as paths. A file is looked at here: a slip of the pen would refuse every token, and only the callers would see it. */
async function keySetUrl(place: string): Promise<string> {
  if (/^[a-z]+:\/\//i.test(place)) return place;
  await readJsonFile({
    title: "The key set",
    file: place,
    read: (value) =>
      isJsonObject(value) && Array.isArray(value.keys)
        ? { ok: true, value }
        : { ok: false, issues: ['It must be a JSON Web Key Set, { "keys": [ … ] }.'] },
  });
  return pathToFileURL(resolve(place)).href;
}
