import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { ComparisonFigures } from "./compare-documents.ts";
import { median } from "./median.ts";
import { type PublishedDocument, publishedDocument } from "./published-document.ts";
import type { Table } from "./table.ts";

interface DocumentPair {
  readonly name: string;
  readonly base: PublishedDocument;
  readonly head: PublishedDocument;
}

const octokit = { name: "@octokit/openapi", file: "generated/api.github.com.json" };
const neon = { name: "@neondatabase/api-client", file: "public-v2-for-users.gen.yaml" };
const figma = { name: "@figma/rest-api-spec", file: "openapi/openapi.yaml" };
const galaxy = { name: "@scalar/galaxy", file: "dist/3.1.json" };

/** Two versions each of documents that others publish, all under the MIT licence. */
const pairs: readonly DocumentPair[] = [
  {
    name: "GitHub, OpenAPI 3.0",
    base: {
      ...octokit,
      version: "22.0.0",
      integrity: "sha512-Rpif7FjTjFEBSU+amIRHUAIAHwgg+tVJdTiQuU2GEWDniZxmWjxZCgJ4V9GEp2GXnq/Bl+TrjEvwAl9PB29NAQ==",
    },
    head: {
      ...octokit,
      version: "23.0.2",
      integrity: "sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
    },
  },
  {
    name: "Neon, OpenAPI 3.0 in YAML",
    base: {
      ...neon,
      version: "1.12.0",
      integrity: "sha512-ypkbYwrQGLYJIydJ7vi0819NIr1ENMXKMYUyrpi6HMoiEdIQ1Fwmjo/gFXi+cL1r0N/n+kLgErArQEzivhrHSQ==",
    },
    head: {
      ...neon,
      version: "2.7.3",
      integrity: "sha512-hqJmcd8qeCNjcsSNlz77peGIwB9SLj8NC6kK6AjPRyb4bUvXB+TCmffx5893/0oRHYjqpua0nBLa5ql8z6acmw==",
    },
  },
  {
    name: "Figma, OpenAPI 3.1 in YAML",
    base: { ...figma, version: "0.36.0", installed: "figma-api-base" },
    head: { ...figma, version: "0.43.0", installed: "figma-api-head" },
  },
  {
    name: "Scalar Galaxy, OpenAPI 3.1",
    base: { ...galaxy, version: "0.2.20", installed: "galaxy-api-base" },
    head: { ...galaxy, version: "0.6.4", installed: "galaxy-api-head" },
  },
];

const run = promisify(execFile);
const program = new URL("./compare-documents.ts", import.meta.url).pathname;

/** `oap diff` of public OpenAPI documents: what it takes, and what it says. */
export async function contractDiff(rounds: number): Promise<Table> {
  const rows: string[][] = [];
  for (const { name, base, head } of pairs) {
    const files = [await publishedDocument(base), await publishedDocument(head)];
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const measured: ComparisonFigures[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { stdout } = await run(process.execPath, ["--conditions=source", program, ...files]);
      measured.push(JSON.parse(stdout) as ComparisonFigures);
    }
    const last = measured.at(-1) as ComparisonFigures;
    rows.push([
      `${name}, ${base.version} → ${head.version}`,
      sizes.map((size) => (size / 1e6).toFixed(1)).join(" + "),
      `${last.operations}`,
      `${last.schemas}`,
      (median(measured.map(({ readMs }) => readMs)) / 1000).toFixed(2),
      (median(measured.map(({ compareMs }) => compareMs)) / 1000).toFixed(2),
      (median(measured.map(({ cpuMs }) => cpuMs)) / 1000).toFixed(2),
      (Math.max(...measured.map(({ rssMax }) => rssMax)) / 2 ** 20).toFixed(0),
      `${last.breaking}`,
      `${last.unknown}`,
      `${last.compatible}`,
    ]);
  }
  return {
    title: "Comparing public OpenAPI documents",
    note: `One process each; medians of ${rounds} rounds, and of memory the most. Operations and schemas are those of the newer document; findings are of all axes.`,
    head: [
      "document",
      "MB",
      "operations",
      "schemas",
      "read, s",
      "compare, s",
      "CPU, s",
      "peak RSS, MiB",
      "breaking",
      "unknown",
      "compatible",
    ],
    rows,
  };
}
