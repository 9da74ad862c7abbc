import type { ControlPlaneOptions } from "@oap/server";
import { type CheckedJson, isJsonObject, readJsonFile } from "./read-json-file.ts";

type ModuleCredentials = NonNullable<ControlPlaneOptions["moduleCredentials"]>;

/**
 * What is shown to remote modules, by origin: an object of JSON. A credential for an origin at which no module may be is taken for a slip.
 * @throws StartError where the file holds something else; it never repeats a secret
 */
export async function readModuleCredentials(
  file: string,
  allowedOrigins: readonly string[],
): Promise<ModuleCredentials> {
  return readJsonFile({
    title: "The credentials for modules",
    file,
    read(value): CheckedJson<ModuleCredentials> {
      if (!isJsonObject(value))
        return { ok: false, issues: ['It must be an object, such as {"https://modules.example.org": …}.'] };
      const issues = Object.entries(value).flatMap(([origin, credential]) => {
        const issue = originIssue(origin, allowedOrigins) ?? credentialIssue(credential);
        return issue === undefined ? [] : [`${origin}: ${issue}`];
      });
      return issues.length > 0 ? { ok: false, issues } : { ok: true, value: value as ModuleCredentials };
    },
  });
}

function originIssue(text: string, allowedOrigins: readonly string[]): string | undefined {
  const origin = URL.parse(text)?.origin;
  if (origin === undefined || origin === "null") return "give an origin such as https://modules.example.org.";
  if (origin !== text) return `write it as ${origin}.`;
  if (allowedOrigins.includes(origin)) return undefined;
  return "no module may be there; allow it by --allow-module-origin, or take it out.";
}

function credentialIssue(credential: unknown): string | undefined {
  const entries = isJsonObject(credential) ? Object.entries(credential) : [];
  const [[name, secret] = []] = entries;
  const isOne = entries.length === 1 && (name === "apiKey" || name === "token");
  if (isOne && typeof secret === "string" && /^[!-~]+$/.test(secret)) return undefined;
  return 'give {"apiKey": "…"} or {"token": "…"}, one of them, without spaces.';
}
