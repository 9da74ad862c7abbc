import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { JwtOptions } from "@oap/identity";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { onTestFinished } from "vitest";

/** An issuer of signed tokens, whose keys are in a file. */
export async function tokenIssuer() {
  const folder = await mkdtemp(join(tmpdir(), "oap-issuer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keySet = join(folder, "keys.json");
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const key = { ...(await exportJWK(publicKey)), kid: "key-1", alg: "ES256", use: "sig" };
  await writeFile(keySet, JSON.stringify({ keys: [key] }));
  const jwt: JwtOptions = { issuer: "https://issuer.example", audience: "oap", jwksUrl: pathToFileURL(keySet) };
  return {
    jwt,
    sign: (caller: string, roles: readonly string[], expiresIn = "10 min") =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: "ES256", kid: "key-1" })
        .setIssuer("https://issuer.example")
        .setAudience("oap")
        .setSubject(caller)
        .setExpirationTime(expiresIn)
        .sign(privateKey),
  };
}
