import { hash } from "node:crypto";
import type { JsonObject } from "@oap/protocol";

export { type FoundSecret, findPlantedSecrets } from "./find-planted-secrets.ts";

/** For tests: secrets to plant wherever callers, modules and operators can put something, and then to look for everywhere else. */
export interface PlantedSecret {
  readonly shape: string;
  /** As it stands in a text, in a header or in a member. */
  readonly text: string;
  /** What nobody may see of it. */
  readonly cores: readonly string[];
  /** A name without which nothing tells that it is a secret; then it is planted in members of that name only. */
  readonly name?: string;
}

/** A secret of every shape. The same origin gives the same secrets, and another gives others. */
export function plantedSecrets(origin: string): readonly PlantedSecret[] {
  const make = (shape: string, length: number, alphabet = alphanumeric) =>
    material(`${origin}/${shape}`, length, alphabet);
  const secret = (shape: string, length: number, write: (core: string) => string, alphabet = alphanumeric) => {
    const core = make(shape, length, alphabet);
    return plantedSecret(shape, write(core), [core]);
  };
  const named = (name: string) => ({ ...secret(`member ${name}`, 24, (core) => core), name });
  const basic = make("basic", 20);
  const basicText = Buffer.from(`planted:${basic}`).toString("base64");
  const claims = Buffer.from(JSON.stringify({ sub: make("jwt subject", 24) })).toString("base64url");
  const signature = make("jwt signature", 43);
  const pem = [0, 1, 2].map((line) => make(`pem ${line}`, 64));
  return [
    secret("api key of the control plane", 49, (core) => `oap_key_01890a5d-ac96-774b-bcce-b302099a8057_${core}`),
    secret("bearer token", 40, (core) => `Bearer ${core}`),
    plantedSecret("json web token", `eyJhbGciOiJFZERTQSJ9.${claims}.${signature}`, [claims, signature]),
    plantedSecret("pem", `-----BEGIN PRIVATE KEY-----\n${pem.join("\n")}\n-----END PRIVATE KEY-----`, pem),
    secret("url credentials", 24, (core) => `https://planted:${core}@db.example.org/path`),
    secret("url query", 24, (core) => `https://api.example.org/v1?page=2&access_token=${core}`),
    plantedSecret("basic credentials", `Basic ${basicText}`, [basicText, basic]),
    secret("authorization header", 32, (core) => `Authorization: Digest ${core}`),
    secret("api key header", 32, (core) => `Orch-Api-Key: ${core}`),
    secret("cookie header", 32, (core) => `Cookie: sid=${core}`),
    secret("assignment", 24, (core) => `PASSWORD='${core}'`),
    secret("assignment in json", 24, (core) => `{"client_secret":"${core}"}`),
    secret("aws key id", 16, (core) => `AKIA${core}`, upperAlphanumeric),
    secret("aws secret", 40, (core) => `aws_secret_access_key=${core}`),
    secret("github token", 36, (core) => `ghp_${core}`),
    secret("gitlab token", 20, (core) => `glpat-${core}`),
    secret("slack token", 32, (core) => `xoxb-${core}`),
    secret("live key", 32, (core) => `sk_live_${core}`),
    secret("google key", 35, (core) => `AIza${core}`),
    secret("npm token", 36, (core) => `npm_${core}`),
    ...["password", "accessToken", "api_key", "x-auth", "credentials", "privateKey", "clientSecret"].map(named),
  ];
}

/** Any further secret, as the real key with which a test signs in. */
export function plantedSecret(shape: string, text: string, cores: readonly string[] = [text]): PlantedSecret {
  return { shape, text, cores };
}

/** One text with all secrets whose looks tell them, as a message of an error could be. */
export function plantedText(secrets: readonly PlantedSecret[]): string {
  const texts = secrets.filter(({ name }) => name === undefined).map(({ text }) => text);
  return `It failed at first.\n${texts.join("\nand then with\n")}\nand that was all.`;
}

/** All secrets in JSON: as members, in lists, in lists of lists, as entries and as named values. */
export function plantedJson(secrets: readonly PlantedSecret[]): JsonObject {
  const named = secrets.filter(({ name }) => name !== undefined).map(({ name = "", text }) => [name, text] as const);
  return {
    text: plantedText(secrets),
    list: [[secrets.filter(({ name }) => name === undefined).map(({ text }) => text)]],
    members: Object.fromEntries(named),
    deep: [{ list: [named.map(([name, text]) => ({ [name]: [{ value: text }, [text]] }))] }],
    entries: named.map(([name, text]) => [name, text]),
    variables: named.map(([name, value]) => ({ name, value })),
    json: JSON.stringify(Object.fromEntries(named)),
  };
}

const upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const alphanumeric = `${upperAlphanumeric}abcdefghijklmnopqrstuvwxyz`;

function material(origin: string, length: number, alphabet: string): string {
  let text = "";
  for (let block = 0; text.length < length; block++) {
    for (const byte of hash("sha512", `${origin}/${block}`, "buffer")) text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}
