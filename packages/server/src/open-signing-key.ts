import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { generateSigningKeyPem, publicKeyPem, type SigningKey, signingKeyFromPem } from "@oap/ledger";
import { StartError } from "./start-error.ts";

/** Only the owner reads the secret; the public key is for everybody. */
const secretMode = 0o600;

/** Reads the key that signs the ledger, or makes one with its public key beside it. Throws StartError where it cannot be read or written. */
export function openSigningKey(file: string): SigningKey {
  try {
    if (!existsSync(file)) makeKey(file);
    const key = signingKeyFromPem(readFileSync(file, "utf8"));
    writeFileSync(`${file}.pub`, publicKeyPem(key.publicKey));
    return key;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The key that signs the ledger, ${file}, cannot be used: ${reason}`, { cause: error });
  }
}

/** Whole or not at all: a process that is killed meanwhile leaves no half of a key, with which no other could start. */
function makeKey(file: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, generateSigningKeyPem(), { mode: secretMode, flush: true });
  renameSync(draft, file);
}
