import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { reportFormats } from "@oap/diff";
import { describe, expect, it } from "vitest";
import { diffFormats } from "./diff-command.ts";
import { oap, temporaryFolder } from "./testing/oap-process.ts";

const run = promisify(execFile);

/** An interface of somebody who has never heard of ours. */
const shop = `openapi: 3.1.0
info:
  title: Shop
  version: 1.4.0
paths:
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: { type: string }
                amount: { type: integer, minimum: 1, maximum: 100 }
      responses:
        "201":
          description: Placed.
          content:
            application/json:
              schema:
                type: object
                required: [state]
                properties:
                  state: { type: string, enum: [open, paid] }
`;
const smallerOrders = shop.replace("maximum: 100", "maximum: 10");
const moreStates = shop.replace("[open, paid]", "[open, paid, lost]");
const described = shop.replace("description: Placed.", "description: It is placed.");

/** A repository whose branch `main` has the shop, with a head in the working tree. */
async function repository(head: string, base = shop): Promise<string> {
  const folder = await temporaryFolder();
  await write(folder, { "api/openapi.yaml": base });
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], { cwd: folder });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "Say what the shop takes");
  await write(folder, { "api/openapi.yaml": head });
  return folder;
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** `oap diff` in a folder, on a fixed day. */
function diff(folder: string, ...args: readonly string[]) {
  const contract = ["--contract", "api/openapi.yaml", "--today", "2026-11-20"];
  return oap(["diff", ...contract, ...args], {}, folder);
}

const path = "operation POST /orders body application/json#/properties/amount";
const suppression = {
  rule: "maximum-lowered",
  path,
  reason: "Nobody has ordered more than ten.",
  expires: "2026-12-31",
};
const suppressions = (entry: object) => JSON.stringify({ suppressions: [entry] }, undefined, 2);

describe("oap diff", { timeout: 120_000 }, () => {
  it("compares the working tree with a branch: what breaks, for whom, a payload that proves it, and exit code 1", async () => {
    const folder = await repository(smallerOrders);
    const { code, stdout, stderr } = await diff(folder, "main");
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).not.toContain("\u001b");
    const status = await run("git", ["status", "--porcelain"], { cwd: folder });
    expect(status.stdout, "it writes nothing that it was not asked to write").toBe(" M api/openapi.yaml\n");
    expect(stdout).toContain("✗ 1 breaking change  Shop: main → api/openapi.yaml");
    expect(stdout).toContain(`maximum-lowered  ${path}  WIRE`);
    expect(stdout).toContain("api/openapi.yaml:18");
    expect(stdout).toContain("Breaks clients that send `POST /orders`.");
    expect(stdout).toContain('▶   "amount": 11');
    expect(stdout).toContain("must be <= 10");
    expect(stdout).toContain("The next release is at least a major one.");
  });

  it("takes a file of the working tree for the one that a revision means", async () => {
    const folder = await repository(smallerOrders);
    const { code, stdout } = await oap(["diff", "main", "api/openapi.yaml"], {}, folder);
    expect([code, stdout]).toEqual([1, expect.stringContaining("Shop: main → api/openapi.yaml")]);
    const nowhere = await temporaryFolder();
    const refused = await oap(["diff", nowhere, nowhere], {}, nowhere);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("It is a folder.")]);
  });

  it("prints what the front page of the comparison shows", async () => {
    const readme = await readFile(join(import.meta.dirname, "../../diff/README.md"), "utf8");
    const fence = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(readme)?.[1] ?? "";
    const folder = await repository(fence("yaml"), fence("yaml"));
    await write(folder, { "edit.patch": fence("diff") });
    await run("git", ["apply", "edit.patch"], { cwd: folder });
    const { code, stdout } = await diff(folder, "main");
    expect([code, stdout]).toEqual([1, fence("text")]);
  });

  it("ends with 0 when nothing breaks", async () => {
    const words = await diff(await repository(described), "main");
    expect([words.code, words.stderr]).toEqual([0, ""]);
    const folder = await repository(shop);
    const same = await diff(folder, "main", "main:api/openapi.yaml");
    expect([same.code, same.stdout]).toEqual([0, "✓ No change  Shop: main → main:api/openapi.yaml\n"]);
  });

  it("ends with 2, and says what would be right, when it cannot compare", async () => {
    const folder = await repository(shop);
    await write(folder, {
      "broken.yaml": "openapi: 3.1.0\npaths: [",
      "other.json": '{ "name": "else" }',
      ".oap-diff.json": "{}",
    });
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /missing required argument 'base'/],
      [["mian"], /no revision `mian`/],
      [
        ["main", "--contract", "api/gone.yaml"],
        /at the revision `main`\. .* --contract says which one a revision means\.\n$/,
      ],
      [["main", "nowhere.yaml"], /nowhere\.yaml: There is no such file/],
      [["main", "broken.yaml"], /broken\.yaml/],
      [["main", "other.json"], /other\.json:1: This is an object with `name`/],
      [["main:api/gone.yaml"], /There is no file `api\/gone\.yaml` at the revision `main`/],
      [["-", "-"], /Only one of the two/],
      [["main", "--suppressions", "gone.json"], /gone\.json cannot be read/],
      [["main", "--released", "gone.json"], /gone\.json cannot be read/],
      [["main", "--released", "broken.yaml"], /broken\.yaml is no ledger of released ids: it must be/],
      [["main", "--released", "other.json"], /other\.json is no ledger of released ids/],
      [["main", "--programs", "gone"], /The base has no programs \(\*\.ts, \*\.ts\.txt\) in gone\./],
      [["main", "--format", "pdf"], /Allowed choices are text/],
      [["main", "--output", "html"], /<format>=<file>/],
      [["main", "--output", "html=no/such/folder/report.html"], /cannot be written/],
      [["main", "--today", "2026-02-30"], /such as 2027-01-31/],
      [["main", "--fail-on", "everything"], /Allowed choices are breaking/],
      [["--explain", "max-lowered"], /no rule "max-lowered"; `oap diff --rules`/],
    ];
    await Promise.all(
      wrong.map(async ([args, says]) => {
        const { code, stdout, stderr } = await diff(folder, ...args);
        expect.soft([code, stdout], args.join(" ")).toEqual([2, ""]);
        expect.soft(stderr).toMatch(says);
        expect.soft(stderr).not.toContain("    at ");
      }),
    );
  });

  it("prints one format and writes others, each in its form", async () => {
    const folder = await repository(smallerOrders);
    const outputs = reportFormats.flatMap((format) => ["--output", `${format}=report.${format}`]);
    const { code, stdout } = await diff(folder, "main", "--format", "github", ...outputs);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=api\/openapi\.yaml,line=18,title=maximum-lowered::/);
    const read = (format: string) => readFile(join(folder, `report.${format}`), "utf8");
    expect(JSON.parse(await read("json"))).toMatchObject({ outcome: "breaking", bump: "major", passed: false });
    expect(JSON.parse(await read("sarif")).version).toBe("2.1.0");
    expect(await read("markdown")).toMatch(/^<!-- oap-diff:Shop -->\n## ❌ 1 breaking change\n/);
    expect(await read("html")).toMatch(/^<!doctype html>/);
    expect(await read("junit")).toMatch(/^<\?xml/);
    expect(await read("github")).toBe(stdout);
    expect(await read("text")).toContain("✗ 1 breaking change");
  });

  it("offers every format that there is", () => {
    expect(diffFormats).toEqual(reportFormats);
  });

  it("takes what reviewers agreed to from a committed file, until its day", async () => {
    const folder = await repository(smallerOrders);
    await write(folder, { ".oap-diff.json": suppressions(suppression) });
    const agreed = await diff(folder, "main");
    expect(agreed.code).toBe(0);
    expect(agreed.stdout).toContain("Acknowledged: Nobody has ordered more than ten.");
    expect(agreed.stdout).toContain("at least a major one");
    const late = await diff(folder, "main", "--today", "2027-01-01");
    expect(late.code).toBe(1);
    expect(late.stdout).toContain(".oap-diff.json:3 The suppression of `maximum-lowered`");
    await write(folder, { ".oap-diff.json": suppressions({ ...suppression, path: "type Gone" }) });
    const unused = await diff(folder, "main");
    expect([unused.code, unused.stdout]).toEqual([
      1,
      expect.stringContaining("1 breaking change, and 1 faulty suppression"),
    ]);
    await write(folder, { "agreed.json": suppressions({ ...suppression, rule: "no-such-rule" }) });
    const unknown = await diff(folder, "main", "--suppressions", "agreed.json");
    expect([unknown.code, unknown.stdout]).toEqual([1, expect.stringContaining("agreed.json:4 There is no rule")]);
  });

  it("compares two major versions where that is meant", async () => {
    const bundle = (version: string, type: string) =>
      JSON.stringify({ $id: `urn:shop:${version}`, $defs: { Order: { $id: `urn:shop:Order:${version}`, type } } });
    const folder = await repository(bundle("2.0.0", "integer"), bundle("1.1.0", "string"));
    const refused = await diff(folder, "main");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("`--across-majors`")]);
    const compared = await diff(folder, "main", "--across-majors");
    expect([compared.code, compared.stdout]).toEqual([1, expect.stringContaining("type-incomparable")]);
  });

  it("lets the content under an `$id` change until a ledger says that it is released", async () => {
    const id = "urn:shop:Order:1.1.0";
    const bundle = (note: object) =>
      JSON.stringify({ $id: "urn:shop:1.1.0", $defs: { Order: { $id: id, type: "string", ...note } } });
    const folder = await repository(bundle({ default: "none" }), bundle({}));
    const ledger = (...ids: readonly string[]) =>
      JSON.stringify({ releases: {}, schemas: Object.fromEntries(ids.map((one) => [one, { release: "1.0.0" }])) });
    const isRefused = async (...args: readonly string[]) => {
      const { code, stdout } = await diff(folder, "main", ...args);
      expect(stdout.includes("content-changed-under-id"), stdout).toBe(code === 1);
      return code === 1;
    };
    expect(await isRefused(), "without a ledger, what the base has is released").toBe(true);
    await write(folder, {
      "contracts/released/schemas.json": ledger(),
      "ids.json": ledger("urn:shop:Order:1.0.0", id),
    });
    expect(await isRefused(), "nothing is released").toBe(false);
    expect(await isRefused("--released", "ids.json")).toBe(true);
    await write(folder, { "contracts/released/schemas.json": ledger("urn:shop:Order:1.0.0") });
    expect(await isRefused(), "only the version before it is released").toBe(false);
  });

  it("lets a team choose what a new value in an answer comes to, and what fails", async () => {
    const folder = await repository(moreStates);
    const codes = async (...args: string[]) => (await diff(folder, "main", ...args)).code;
    expect(await codes()).toBe(1);
    expect(await codes("--enum-additions", "compatible")).toBe(0);
    expect(await codes("--enum-additions", "compatible", "--fail-on", "warning")).toBe(1);
  });

  it("reads one side from standard input", async () => {
    const folder = await repository(shop);
    const compared = oap(["diff", "api/openapi.yaml", "-"], {}, folder, smallerOrders);
    expect(await compared).toMatchObject({ code: 1, stdout: expect.stringContaining("standard input") });
  });

  it("writes the changeset that a package needs, once, from its own version", async () => {
    const folder = await repository(smallerOrders);
    const without = await diff(folder, "main", "--changeset");
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining("changeset init")]);
    await write(folder, {
      ".changeset/config.json": JSON.stringify({ fixed: [["@shop/api", "@shop/client"]] }),
      "package.json": JSON.stringify({ name: "@shop/api", version: "1.4.0" }),
      "client/package.json": JSON.stringify({ name: "@shop/client", version: "0.3.0" }),
    });
    for (const _ of ["once", "twice"]) {
      const { stderr } = await diff(folder, "main", "--changeset");
      expect(stderr).toMatch(/^Wrote \.changeset\/contract-[0-9a-f]{8}\.md/);
    }
    const [file, ...others] = (await readdir(join(folder, ".changeset"))).filter((name) => name.endsWith(".md"));
    expect(others).toEqual([]);
    const text = await readFile(join(folder, ".changeset", file!), "utf8");
    expect(text).toContain('---\n"@shop/api": major\n"@shop/client": minor\n---\n');
    expect(text).toContain(`**Breaking:** \`${path}\``);
    const one = await diff(folder, "main", "--changeset", "--packages", "@shop/other");
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining('package "@shop/other"')]);
  });

  it("explains a rule by an example with its verdict, and lists all of them", async () => {
    const explained = await oap(["diff", "--explain", "required-added"]);
    expect(explained.code).toBe(0);
    expect(explained.stdout).toMatch(/^required-added: .+\n/);
    expect(explained.stdout).toContain("BREAKING, error:");
    const listed = await oap(["diff", "--rules"]);
    expect(listed.code).toBe(0);
    expect(listed.stdout).toMatch(/^surface:\n {2}method-removed +WIRE {7}/);
  });

  it("colours where it is asked to", async () => {
    const folder = await repository(smallerOrders);
    const forced = await oap(
      ["diff", "main", "--contract", "api/openapi.yaml"],
      { NO_COLOR: "", FORCE_COLOR: "1" },
      folder,
    );
    expect(forced.stdout).toContain("\u001b[31m✗\u001b[39m");
  });
});
