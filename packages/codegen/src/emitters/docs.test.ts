import { readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { registry } from "@oap/contracts";
import GithubSlugger from "github-slugger";
import { describe, expect, test } from "vitest";
import { buildModel } from "../build-model.ts";
import { checkTypescript } from "../check-typescript.ts";
import { locateSpecs } from "../locate-specs.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { readSources } from "../read-sources.ts";
import { emitDocs } from "./docs.ts";

const root = resolve(import.meta.dirname, "../../../..");
const sources = await readSources(resolve(root, "contracts/src"), root);
const protocol = buildModel(registry, locateSpecs(sources));
const parcels = buildModel(parcelRegistry);

describe.each([
  ["the protocol", protocol],
  ["a team's own contracts", parcels],
])("documentation of %s", (_, model) => {
  const files = emitDocs(model);
  const pages = new Map(files.map(({ path, content }) => [path, content]));

  test("has a page for each operation, type, event, capability and chapter", () => {
    const expected = [
      ...model.operations.map(({ key }) => `docs/operations/${key}.md`),
      ...model.types.map(({ name }) => `docs/types/${name}.md`),
      ...model.events.map(({ key }) => `docs/events/${key}.md`),
      ...model.capabilities.map(({ key }) => `docs/capabilities/${key}.md`),
      ...model.registry.chapters.map(({ name }) => `docs/chapters/${name}.md`),
      ...["README.md", "errors.md", "headers.md", "bounds-and-tables.md"].map((name) => `docs/${name}`),
    ];
    expect([...pages.keys()].sort()).toEqual(expected.sort());
  });

  test("has no dead link: each leads to a page, a heading of it, a schema or a line of a contract", () => {
    const beside = new Set([...model.types.map(({ name }) => `json-schema/${name}.json`), "fixtures/README.md"]);
    const dead = files.flatMap(({ path, content }) =>
      linksOf(content).flatMap((target) => {
        const [file = "", anchor] = target.split("#");
        const to = file === "" ? path : posix.join(posix.dirname(path), file);
        const page = pages.get(to);
        const lives =
          page !== undefined
            ? anchor === undefined || anchorsOf(page).has(anchor)
            : beside.has(to) || isLineOfContract(posix.join("generated", to), anchor);
        return lives ? [] : [`${path}: ${target}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  test("leaves no label, cell or section empty", () => {
    const empty = files.flatMap(({ path, content }) => emptyPlaces(content).map((place) => `${path}: ${place}`));
    expect(empty).toEqual([]);
  });

  test("says every label of an operation", () => {
    for (const { key } of model.operations) {
      const page = pages.get(`docs/operations/${key}.md`) ?? "";
      for (const label of operationLabels) expect(page, `${key}: ${label}`).toContain(`\n| ${label} | `);
      for (const part of operationParts) expect(page, `${key}: ${part}`).toContain(`\n${part}\n`);
    }
  });

  test("is the same each time", () => {
    expect(emitDocs(model)).toEqual(files);
  });
});

describe("documentation", () => {
  const page = (path: string) => emitDocs(parcels).find((file) => file.path === path)?.content ?? "";

  test("names the contract's file and line", () => {
    const content = emitDocs(protocol).find(({ path }) => path === "docs/types/OrchId.md")?.content;
    expect(content).toMatch(
      /\[contracts\/src\/common\/orch-id\.ts:\d+\]\(\.\.\/\.\.\/\.\.\/contracts\/src\/common\/orch-id\.ts#L\d+\)/,
    );
  });

  test("shows a field with its type, whether it is required, its meaning and its bounds", () => {
    expect(page("docs/types/ParcelScanned.md")).toContain(
      "| `depot` | string | yes | Where it was seen. | 1 to 64 characters |",
    );
    expect(page("docs/types/ParcelScanned.md")).toContain(
      "| `at` | [`Timestamp`](Timestamp.md) | yes | When it was seen. |",
    );
  });

  test("shows the branches of a tagged union by their tags", () => {
    expect(page("docs/types/ParcelEvent.md")).toContain(
      '| `"delivered"` | [`ParcelDelivered`](ParcelDelivered.md) | The parcel was handed over. |',
    );
  });

  test("says of an invalid example where it fails and by which keyword", () => {
    expect(page("docs/types/ParcelTrackParams.md")).toContain(
      "A wrong number: refused at `/parcel`, keyword `pattern`.",
    );
  });

  test("lists an operation's own errors with status, integer and when", () => {
    expect(page("docs/operations/parcel.track.md")).toContain(
      "| [`UPSTREAM_UNAVAILABLE`](../errors.md#upstream_unavailable) | 502 | -32022 | yes | The depot's system does not answer. |",
    );
  });

  test("calls an operation with curl and with the generated client", () => {
    const content = page("docs/operations/parcel.track.md");
    expect(content).toContain(
      "curl -sS http://127.0.0.1:7400/orchestrate/parcel.track -H 'content-type: application/json' -d '{",
    );
    expect(content).toContain('const result = await client.parcel.track({\n  parcel: "P00012345"\n});');
  });

  test("has TypeScript examples that compile against the generated client", () => {
    const snippets = emitDocs(protocol).flatMap(({ path, content }) =>
      [...content.matchAll(/^```ts\n(const (?:result|\{ output \}) [\s\S]*?)\n```$/gm)].map(
        ([, text]) => `{ // ${path}\n${text}\n}`,
      ),
    );
    const file = resolve(root, "generated/typescript/src/examples.ts");
    const text = `import type { OapClient } from "./client.ts";
export async function examples(client: OapClient) {
${snippets.join("\n")}
}`;
    expect(snippets.length).toBe(protocol.operations.length + protocol.capabilities.length);
    expect(checkTypescript({ files: new Map([[file, text]]), disk: true })).toEqual([]);
  });

  test("says in a sentence what a list names, not its title again", () => {
    expect(page("docs/chapters/parcels.md")).toContain(
      "| [`ParcelDelivered`](../types/ParcelDelivered.md) | The parcel was handed over. |",
    );
    expect(page("docs/operations/parcel.track.md")).toContain(
      "| [`Orch-Id`](../headers.md#orch-id) | `/id` | Identifies the exchange. |",
    );
  });

  test("says who extends the types that envelopes extend", () => {
    expect(page("docs/types/OrchSuccessEnvelope.md")).toContain(
      "\n- The success envelope of each operation has its members",
    );
    expect(page("docs/types/OrchErrorEnvelope.md")).toContain(
      "\n- Each operation answers it where the exchange fails.",
    );
  });

  test("leads from a type to those who use it", () => {
    expect(page("docs/types/ParcelId.md")).toContain(
      "- Types: [`ParcelTrackParams`](ParcelTrackParams.md), [`ParcelTrackResult`](ParcelTrackResult.md)",
    );
    expect(page("docs/types/ParcelTrackResult.md")).toContain(
      "- Operations: [`parcel.track`](../operations/parcel.track.md)",
    );
  });
});

const operationLabels = [
  "Key",
  "Version",
  "Kind",
  "Title",
  "Description",
  "Goal",
  "Context",
  "Domain",
  "Owners",
  "Tags",
  "Capability",
  "Auth",
  "Personal data",
  "Stability",
  "Since",
  "Chapter",
  "Source",
  "Contract",
];
const operationParts = [
  "## Request",
  "## Response",
  "### Request headers",
  "### Response headers",
  "## Errors",
  "### Request envelope",
  "### Success envelope",
  "### Error envelope",
  "### With curl",
  "### With the generated client",
  "## Events",
  "## What changed",
];

function withoutCode(content: string): string {
  return content.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "(code)");
}

function linksOf(content: string): string[] {
  return [...withoutCode(content).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The anchors that GitHub makes, by its own library. */
function anchorsOf(content: string): Set<string> {
  const slugger = new GithubSlugger();
  const headings = [...withoutCode(content).matchAll(/^#{1,6} (.+)$/gm)];
  return new Set(headings.map(([, heading = ""]) => slugger.slug(heading)));
}

function isLineOfContract(path: string, anchor: string | undefined): boolean {
  const source = sources.find((one) => one.path === path);
  const line = Number(anchor?.replace(/^L/, ""));
  if (source === undefined || !Number.isInteger(line)) return false;
  const text = readFileSync(resolve(root, path), "utf8").split("\n")[line - 1];
  return text !== undefined && text.trim() !== "";
}

function emptyPlaces(content: string): string[] {
  const text = withoutCode(content);
  const cells = text.split("\n").filter((line) => /^\|/.test(line) && /(^|[^\\])\|\s*\|/.test(line));
  const sections = [...text.matchAll(/^(#{1,6}) .+\n+(?=(#{1,6}) |$(?![\s\S]))/gm)].filter(
    ([, level = "", next = ""]) => next.length <= level.length,
  );
  const undefineds = text.split("\n").filter((line) => /\b(undefined|NaN|\[object Object\])/.test(line));
  return [...cells, ...sections.map(([heading]) => heading.trim()), ...undefineds];
}
