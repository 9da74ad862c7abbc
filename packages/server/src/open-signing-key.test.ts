import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicKeyFromPem } from "@oap/ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSigningKey } from "./open-signing-key.ts";
import { StartError } from "./start-error.ts";

describe("the key that signs the ledger", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-signing-key-"));
    file = join(folder, "signing.pem");
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it("is made once, for its owner alone, with its public key beside it", () => {
    const { publicKey } = openSigningKey(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(publicKeyFromPem(readFileSync(`${file}.pub`, "utf8"))).toBe(publicKey);
    expect(openSigningKey(file).publicKey).toBe(publicKey);
  });

  it("leaves a public key alone that is the right one", () => {
    openSigningKey(file);
    const long = new Date("2026-03-01T00:00:00Z");
    utimesSync(`${file}.pub`, long, long);
    openSigningKey(file);
    expect(statSync(`${file}.pub`).mtime).toEqual(long);
  });

  it("puts the right public key in the place of another", () => {
    const { publicKey } = openSigningKey(file);
    writeFileSync(`${file}.pub`, "another");
    openSigningKey(file);
    expect(publicKeyFromPem(readFileSync(`${file}.pub`, "utf8"))).toBe(publicKey);
  });

  it.skipIf(process.getuid?.() === 0)(
    "is taken from a folder that takes nothing, but not beside a wrong public key",
    () => {
      const { publicKey } = openSigningKey(file);
      rmSync(`${file}.pub`);
      chmodSync(folder, 0o500);
      expect(openSigningKey(file).publicKey).toBe(publicKey);
      chmodSync(folder, 0o700);
      writeFileSync(`${file}.pub`, "another", { mode: 0o400 });
      expect(() => openSigningKey(file)).toThrow(StartError);
    },
  );

  it("is none where the file is something else", () => {
    writeFileSync(file, "hello");
    expect(() => openSigningKey(file)).toThrow(`The key that signs the ledger, ${file}, cannot be used:`);
  });
});
