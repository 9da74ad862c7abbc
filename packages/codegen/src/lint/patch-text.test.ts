import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { patchText } from "./patch-text.ts";

const seed = Number(process.env.OAP_SEED ?? 20_261_120);
const filesMax = 200;

/** Few different lines, so that texts repeat themselves, and any line may be changed, dropped, doubled or put in. */
const line = fc.constantFrom("", "}", "  a: 1,", "  b: 2,", "export {");
const texts = fc
  .tuple(
    fc.array(line, { maxLength: 40 }),
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(40), fc.nat(2), fc.array(line, { maxLength: 2 })), { maxLength: 4 }),
  )
  .map(([lines, ended, edits]) => {
    const fresh = [...lines];
    for (const [at, dropped, added] of edits) fresh.splice(at % (fresh.length + 1), dropped, ...added);
    const text = (all: readonly string[]) => (all.length === 0 ? "" : `${all.join("\n")}${ended ? "\n" : ""}`);
    return { before: text(lines), after: text(fresh) };
  })
  .filter(({ before, after }) => before !== after && before !== "" && after !== "");

it(`makes patches that git applies, on ${filesMax} pairs of texts (seed ${seed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "oap-patch-"));
  try {
    const files = fc
      .sample(texts, { seed, numRuns: filesMax })
      .map((pair, index) => ({ ...pair, path: `${index}.ts` }));
    for (const { path, before } of files) writeFileSync(join(folder, path), before);
    const patch = files.map(patchText).join("");
    execFileSync("git", ["apply", "-"], { cwd: folder, input: patch });
    for (const { path, before, after } of files) {
      expect(readFileSync(join(folder, path), "utf8"), JSON.stringify({ before, after })).toBe(after);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("says nothing of a file that stays as it is", () => {
  expect(patchText({ path: "a.ts", before: "a\n", after: "a\n" })).toBe("");
});
