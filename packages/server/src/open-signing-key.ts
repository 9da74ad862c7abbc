import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { generateSigningKeyPem, publicKeyPem, type SigningKey, signingKeyFromPem } from "@oap/ledger";
import { StartError } from "./start-error.ts";

/** Only the owner reads the secret; the public key is for everybody. */
const secretMode = 0o600;

/**
 * Reads the key that signs the ledger, or makes one, and sees to it that its public key is beside it: a key may be given on a disk
 * that takes nothing. Throws StartError where it cannot be read or made, and where another public key stands beside it for good.
 */
export function openSigningKey(file: string): SigningKey {
  try {
    if (!existsSync(file)) makeKey(file);
    const key = signingKeyFromPem(readFileSync(file, "utf8"));
    writePublicKey(`${file}.pub`, publicKeyPem(key.publicKey));
    return key;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The key that signs the ledger, ${file}, cannot be used: ${reason}`, { cause: error });
  }
}

/** Auditors can be given the public key in other ways; what must not be is a wrong one. */
function writePublicKey(file: string, pem: string): void {
  const present = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (present === pem) return;
  try {
    writeFileSync(file, pem);
  } catch (error) {
    if (present !== undefined || !unwritable.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** A disk that is mounted to be read alone, or a folder of somebody else. */
const unwritable: ReadonlySet<string> = new Set(["EROFS", "EACCES", "EPERM"]);

/** Whole or not at all: a process that is killed meanwhile leaves no half of a key, with which no other could start. */
function makeKey(file: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, generateSigningKeyPem(), { mode: secretMode, flush: true });
  renameSync(draft, file);
}
