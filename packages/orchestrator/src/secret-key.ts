/**
 * A member whose name contains one of these is redacted, whatever its case and whatever separates its words: those of the orchestration
 * core, Redaction, and those that are looked for in texts as well.
 */
export const secretKeyFragments = [
  "password",
  "secret",
  "token",
  "key",
  "apikey",
  "auth",
  "credential",
  "private",
  "passwd",
  "passphrase",
  "pwd",
  "cookie",
] as const;

/** Whether a member of free-form JSON is named like a secret. `API-Key`, `api_key` and `apiKey` are the same name. */
export function isSecretKey(name: string): boolean {
  const plain = name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return secretKeyFragments.some((fragment) => plain.includes(fragment));
}
