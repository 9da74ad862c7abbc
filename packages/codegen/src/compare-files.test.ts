import { expect, it } from "vitest";
import { compareFiles, differenceLines } from "./compare-files.ts";

const files = [
  { path: "openapi.json", content: "{}\n" },
  { path: "docs/index.md", content: "# Docs\n" },
];

it("finds nothing when the same files are there", () => {
  const present = new Map([
    ["docs/index.md", "# Docs\n"],
    ["openapi.json", "{}\n"],
  ]);
  expect(compareFiles(files, present)).toEqual({ missing: [], stale: [], orphaned: [] });
});

it("names each missing, stale and orphaned file on one line", () => {
  const present = new Map([
    ["openapi.json", "{}"],
    ["docs/old.md", ""],
  ]);
  const differences = compareFiles(files, present);
  expect(differences).toEqual({ missing: ["docs/index.md"], stale: ["openapi.json"], orphaned: ["docs/old.md"] });
  expect(differenceLines(differences)).toEqual([
    "missing   docs/index.md",
    "stale     openapi.json",
    "orphaned  docs/old.md",
  ]);
});
