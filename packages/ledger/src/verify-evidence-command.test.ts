import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { evidenceBundle, serializeEvidence } from "./evidence-bundle.ts";
import { generateSigningKeyPem, publicKeyPem } from "./signing-key.ts";
import { sampleBundle, sampleContent } from "./testing/sample-evidence.ts";
import { otherKey, testKey } from "./testing/sample-ledger.ts";
import { verifyEvidenceCommand } from "./verify-evidence-command.ts";

const folder = mkdtempSync(join(tmpdir(), "oap-verify-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const text = serializeEvidence(sampleBundle(2));
const good = file("good.json", text);
const key = file("key.pem", publicKeyPem(testKey.publicKey));
const wrongKey = file("wrong.pem", publicKeyPem(otherKey.publicKey));

describe("oap-verify", () => {
  it("ends with 0 for evidence as it was exported, and says what it is", () => {
    const { status, lines } = verifyEvidenceCommand([good, "--key", key]);
    expect(status).toBe(0);
    expect(lines.join("\n")).toMatch(
      /: verified\n.*inv-1, execution exe-1: COMPLETED\n(?:.*\n)*.*every signature is of a key/,
    );
  });

  it("says that it does not know who signed, unless it is told a key", () => {
    expect(verifyEvidenceCommand([good]).lines.at(-1)).toMatch(/not checked: give --key/);
  });

  it("ends with 1 for a changed file, and says where, to the byte", () => {
    const at = text.indexOf("user:ada");
    const broken = file("broken.json", text.replace("user:ada", "user:adb"));
    const { status, lines } = verifyEvidenceCommand([broken]);
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/BROKEN at \/ledger\/0, bytes \d+ to \d+ \(changed\)$/);
    expect(lines[2]).toBe(`  Byte ${at + 7} is 0x62 "b"; with 0x61 "a" this part is as it was exported.`);
  });

  it("ends with 1 for a file that is no evidence, or of another key", () => {
    expect(verifyEvidenceCommand([file("text.json", '{"a":')]).lines[1]).toMatch(/Not readable at byte 5/);
    expect(verifyEvidenceCommand([file("other.json", "{}")])).toMatchObject({ status: 1 });
    expect(verifyEvidenceCommand([good, "--key", wrongKey])).toMatchObject({ status: 1 });
    expect(verifyEvidenceCommand([good, "--key", wrongKey, "--key", key])).toMatchObject({ status: 0 });
  });

  it("tells whoever saved the whole answer where the evidence is in it, instead of calling it broken", () => {
    const result = { runId: "run", bundle: sampleBundle(1) };
    for (const [answer, member] of [
      [result, "/bundle"],
      [{ jsonrpc: "2.0", result }, "/result/bundle"],
    ] as const) {
      const { status, lines } = verifyEvidenceCommand([file("answer.json", JSON.stringify(answer))]);
      expect([status, lines[0]]).toEqual([2, expect.stringContaining(`its member ${member} alone`)]);
    }
  });

  it("verifies what was written down as it came", () => {
    const came = JSON.parse(JSON.stringify({ result: { bundle: sampleBundle(3) } }));
    expect(verifyEvidenceCommand([file("came.json", JSON.stringify(came.result.bundle)), "--key", key]).status).toBe(0);
  });

  it("ends with 2 where it cannot read what it is given", () => {
    const privateKey = file("private.pem", generateSigningKeyPem());
    for (const parameters of [
      [],
      [good, good],
      [join(folder, "none.json")],
      [folder],
      [good, "--key", good],
      [good, "--key", privateKey],
      [good, "--what"],
    ]) {
      expect(verifyEvidenceCommand(parameters), parameters.join(" ")).toMatchObject({ status: 2 });
    }
    const none = join(folder, "none.json");
    expect(verifyEvidenceCommand([none]).lines).toEqual([`${none} cannot be read: there is no such file.`]);
    expect(verifyEvidenceCommand([folder]).lines).toEqual([`${folder} cannot be read: it is a folder.`]);
    expect(verifyEvidenceCommand(["--help"])).toMatchObject({ status: 0 });
  });

  it("prints nothing that could move the cursor of whoever reads it, or pass for lines of its own", () => {
    const bundle = sampleBundle(1);
    const hostile = { ...bundle, "\u001b[2Jx\ngood.json: verified\u202e": 1, state: "\u001b[31m" };
    const printed = verifyEvidenceCommand([file("hostile.json", JSON.stringify(hostile))]);
    expect(printed.status).toBe(1);
    for (const line of printed.lines) expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    const sealed = evidenceBundle({ ...sampleContent(1), note: "\u001b" } as never, testKey);
    expect(verifyEvidenceCommand([file("sealed.json", serializeEvidence(sealed))]).status).toBe(0);
  });

  it("runs as a program", () => {
    const program = new URL("./verify-evidence-command.ts", import.meta.url).pathname;
    const run = (...parameters: string[]) => ["--conditions=source", program, ...parameters];
    expect(execFileSync(process.execPath, run(good, "--key", key), { encoding: "utf8" })).toMatch(/: verified\n/);
    const broken = spawnSync(process.execPath, run(key), { encoding: "utf8" });
    expect([broken.status, broken.stdout]).toEqual([1, ""]);
    expect(broken.stderr).toMatch(/BROKEN/);
  });

  it("needs nothing but Node, the published protocol and canonical JSON; and no network, clock or environment", () => {
    const sources = globSync("*.ts", { cwd: new URL(".", import.meta.url).pathname })
      .filter((name) => !name.endsWith(".test.ts"))
      .map((name) => ({ name, source: readFileSync(new URL(name, import.meta.url), "utf8") }));
    const imports = sources.flatMap(({ source }) =>
      [...source.matchAll(/from "([^".][^"]*)"/g)].map(([, name]) => name),
    );
    expect([...new Set(imports)].sort()).toEqual([
      "@oap/protocol",
      "@oap/protocol/bounds",
      "@oap/protocol/validators",
      "node:crypto",
      "node:fs",
      "node:util",
      "safe-stable-stringify",
    ]);
    for (const { name, source } of sources) {
      expect(source, name).not.toMatch(/\bDate\b|Math\.random|process\.env|\bfetch\(/);
      if (name !== "verify-evidence-command.ts") expect(source, name).not.toMatch(/node:fs/);
      for (const [statement] of source.matchAll(/import (?!type)[^;]*"@oap\/protocol";/g))
        expect.fail(`${name}: ${statement}`);
    }
  });
});
