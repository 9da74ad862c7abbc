import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding, Witness } from "@oap/diff";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareDocuments } from "../compare-contracts.ts";
import { changesPath, documentPath, recordRelease } from "../record-release.ts";
import { ledgerPath } from "../schemas/released-schemas.ts";
import { renderChanges } from "./render-changes.ts";

const generated = new URL("../../../../generated/contract.json", import.meta.url);

interface Document {
  version: string;
  description: string;
  types: Record<string, { id: string }>;
  $defs: Record<string, { required: string[]; description: string }>;
}

describe("the text of a release", () => {
  const version = { form: "contract" as const, label: "main", name: "parcels", version: "1.0.0" };
  const subject = { part: "operation", name: "parcel.track" } as const;
  const witness: Witness = {
    subject,
    kind: "message",
    payload: { operation: "parcel.track" },
    sender: "client",
    acceptedBy: "base",
    rejectedBy: "head",
    pointer: "/operation",
    keyword: "enum",
    message: "names no operation",
  };
  const finding: Finding = {
    rule: "method-removed",
    axis: "WIRE",
    verdict: "BREAKING",
    level: "error",
    effect: "narrow",
    directions: ["request"],
    breaks: ["request"],
    subject,
    witness,
    pointer: "",
    message: "`parcel.track` is gone, <b>for good</b>.",
    migration: "Call `parcel.get` instead.",
    affected: [],
  };
  const render = (findings: readonly Finding[]) =>
    renderChanges("Parcels", [
      { version: "2.0.0", date: "2026-06-01", counts: {}, comparison: { base: version, head: version, findings } },
    ]);

  it("puts operations before types, and what breaks first, with how to migrate", () => {
    const { witness: _shown, ...unshown } = finding;
    const type: Finding = { ...unshown, subject: { part: "type", name: "Parcel" }, verdict: "UNKNOWN", breaks: [] };
    const compatible: Finding = { ...unshown, verdict: "COMPATIBLE", level: "info", effect: "widen", message: "New." };
    expect(render([type, compatible, finding])).toContain(`## 2.0.0 (2026-06-01)

Since 1.0.0: 3 changes; **1 of them breaks consumers**; of 1 it is not known.

### Operations

#### \`parcel.track\`

- **Breaking, for who sends it:** \`parcel.track\` is gone, \\<b>for good\\</b>. (\`method-removed\` at \`operation parcel.track\`)

  **To migrate:** Call \`parcel.get\` instead.

  This message is valid in the release before, and 2.0.0 refuses it: \`/operation\` names no operation.

  \`\`\`json
  {
    "operation": "parcel.track"
  }
  \`\`\`
- New. (\`method-removed\` at \`operation parcel.track\`)

  **To migrate:** Call \`parcel.get\` instead.

### Types

#### \`Parcel\`

- **Perhaps breaking:** `);
  });

  it("says how to migrate where the comparison knows no better", () => {
    const { migration: _known, ...silent } = finding;
    const lowered: Finding = { ...silent, rule: "max-length-lowered", message: "It is shorter." };
    const turn = "Who sends it: send what 2.0.0 accepts.";
    expect(render([lowered])).toMatch(new RegExp(`\\*\\*To migrate:\\*\\* \\S.*\\. ${turn}\n`));
    const read: Finding = { ...lowered, rule: "enum-value-added", directions: ["response"], breaks: ["response"] };
    expect(render([read])).toContain("Who reads it: take what 2.0.0 may send, before it does.");
    expect(render([{ ...lowered, verdict: "COMPATIBLE", breaks: [] }])).not.toContain("To migrate");
  });

  it("counts words alone, and does not list them", () => {
    const rule = "description-changed";
    const words: Finding = { ...finding, rule, verdict: "COMPATIBLE", level: "info", effect: "none" };
    expect(render([words])).toContain(
      "nothing that programs notice; none breaks consumers; 1 sentence or example mended",
    );
  });

  it("lists what is new though no value was refused or accepted otherwise", () => {
    const added: Finding = { ...finding, rule: "optional-added", verdict: "COMPATIBLE", level: "info", effect: "none" };
    expect(render([{ ...added, message: "The optional member `size` is new." }])).toContain("member `size` is new.");
  });

  it("lists new ids together, apart from what changed", () => {
    const id: Finding = { ...finding, rule: "schema-id-changed", verdict: "COMPATIBLE", level: "warning" };
    const text = render([{ ...id, head: "urn:x:Parcel:1.1.0" }]);
    expect(text).toContain("### Schemas under a new `$id`\n\n- `urn:x:Parcel:1.1.0`\n");
    expect(text).not.toContain("#### ");
  });

  it("says of what is no longer sent who sent it", () => {
    const gone: Witness = { ...witness, sender: "service", pointer: "/event", message: "is the name of no event" };
    expect(render([{ ...finding, rule: "event-removed", witness: gone }])).toContain(
      "  The release before sends this, and 2.0.0 no longer does: `/event` is the name of no event.\n",
    );
  });

  it("lets no payload end its own fence", () => {
    const payload = { note: "\n```\n# Not a heading" };
    const text = render([{ ...finding, witness: { ...witness, payload } }]);
    expect(text).toContain("  ````json\n");
  });
});

describe("a history of two releases", () => {
  let root: string;
  let first: Document;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "oap-changes-"));
    first = JSON.parse(await readFile(generated, "utf8"));
  });
  afterAll(() => rm(root, { recursive: true }));

  it("tells of the first release what there is", async () => {
    expect(await release(first, "2026-03-01")).toEqual([documentPath("1.0.0"), ledgerPath, changesPath]);
    const text = await changes();
    expect(text).toContain("# Changes of the Orchestration Application Protocol\n");
    expect(text).toMatch(/## 1\.0\.0 \(2026-03-01\)\n\nThe first release: \d+ operations, .* and \d+ tables\.\n/);
  });

  it("tells by operation and type what changed, whom it breaks, and shows a payload", async () => {
    const second = structuredClone(first);
    second.version = "2.0.0";
    const step = second.$defs.PlanStep!;
    step.required.push("optional");
    step.description = "Mended.";
    second.types.PlanStep!.id = "urn:oap:schema:PlanStep:2.0.0";
    expect(await release(second, "2026-06-01")).toHaveLength(3);
    const text = await changes();
    expect(text.indexOf("## 2.0.0 (2026-06-01)")).toBeLessThan(text.indexOf("## 1.0.0 (2026-03-01)"));
    expect(text).toMatch(/Since 1\.0\.0: \d+ changes?; \*\*\d+ of them breaks? consumers\*\*/);
    expect(text).toContain("#### `PlanStep`");
    expect(text).toMatch(/This payload is valid in the release before, and 2\.0\.0 refuses it: `[^`]+` must/);
    const payload = /```json\n(?<payload>[\s\S]*?)\n {2}```/.exec(text)?.groups?.payload ?? "";
    expect(() => JSON.parse(payload)).not.toThrow();
    expect(text).toContain("`exec.plan.submit`");
  });

  it("leaves a release that is recorded alone, and refuses another content under it", async () => {
    const before = await changes();
    const second = JSON.parse(await readFile(join(root, "generated/contract.json"), "utf8"));
    expect(await release(second, "2027-01-01")).toEqual([]);
    expect(await changes()).toBe(before);
    await expect(release({ ...second, description: "Another." }, "2027-01-01")).rejects.toThrow(
      /Contract 2\.0\.0 is released with other documents/,
    );
  });

  it("refuses contracts that say another version than they are released as", async () => {
    await expect(release({ ...first, version: "3.1.0" }, "2027-01-01", "3.0.0")).rejects.toThrow(
      /say version 3\.1\.0 and are released as 3\.0\.0: set it to 3\.0\.0 in contracts\/src\/registry\.ts/,
    );
  });

  async function release(document: Document, date: string, plannedVersion = document.version) {
    await mkdir(join(root, "generated/json-schema"), { recursive: true });
    await writeFile(join(root, "generated/contract.json"), JSON.stringify(document));
    for (const name of ["openapi.json", "openrpc.json", "asyncapi.json", "../LICENSE"]) {
      await writeFile(join(root, "generated", name), "{}");
    }
    return recordRelease({ root, date, plannedVersion, compare: compareDocuments });
  }

  const changes = () => readFile(join(root, changesPath), "utf8");
});
