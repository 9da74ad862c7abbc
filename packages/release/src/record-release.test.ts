import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { recordRelease } from "./record-release.ts";
import { ledgerPath, ledgerText, readReleasedSchemas } from "./schemas/released-schemas.ts";

const root = new URL("../../../", import.meta.url).pathname;
const date = "2026-03-01";

it("has a ledger that the next release adds to, in the same form", async () => {
  const ledger = await readReleasedSchemas(join(root, ledgerPath));
  expect(await readFile(join(root, ledgerPath), "utf8")).toBe(ledgerText(ledger));
});

it("records the first release in an empty ledger, and the same one no second time", async () => {
  const folder = await mkdtemp(join(tmpdir(), "oap-release-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const path of ["generated", "LICENSE"]) {
    await cp(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !source.includes("node_modules"),
    });
  }
  await mkdir(dirname(join(folder, ledgerPath)), { recursive: true });
  await writeFile(join(folder, ledgerPath), ledgerText({ releases: {}, schemas: {} }));
  const { version: plannedVersion } = JSON.parse(await readFile(join(root, "generated/contract.json"), "utf8"));
  const options = {
    root: folder,
    date,
    plannedVersion,
    compare: () => Promise.reject(new Error("Nothing to compare.")),
  };

  expect(await recordRelease(options)).toEqual([
    `contracts/released/${plannedVersion}.json.gz`,
    ledgerPath,
    "packages/docs/CHANGES.md",
  ]);
  const { releases, schemas } = await readReleasedSchemas(join(folder, ledgerPath));
  expect(releases).toEqual({ [plannedVersion]: { date, tarSha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(Object.keys(schemas)).toContain("urn:oap:schema:StepId:1.0.0");
  expect(await recordRelease(options)).toEqual([]);
});
