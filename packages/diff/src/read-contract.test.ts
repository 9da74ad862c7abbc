import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkComparable } from "./read/comparable.ts";
import { inputBytesMax, inputDepthMax } from "./read/read-bounds.ts";
import { type UnreadableCode, UnreadableContract } from "./read/unreadable-contract.ts";
import { readContract } from "./read-contract.ts";

const published = new URL("../../../generated/", import.meta.url).pathname;
const petstore = (version: string, extra: object = {}) => ({
  openapi: "3.0.3",
  info: { title: "Pets", version },
  paths: {},
  ...extra,
});

describe("reading inputs", () => {
  let folder: string;
  const write = (name: string, text: string | Uint8Array | object) =>
    writeFile(join(folder, name), typeof text === "string" || text instanceof Uint8Array ? text : JSON.stringify(text));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "oap-read-"));
    git("init", "--quiet", "--initial-branch=main");
    await mkdir(join(folder, "generated"));
    await mkdir(join(folder, "api"));
    await mkdir(join(folder, "folder"));
    await write("generated/contract.json", contractText("1.0.0"));
    await write("generated/source-map.json", { Pet: { file: "src/pet.ts", line: 7 } });
    await write("api/openapi.yaml", "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n");
    git("add", ".");
    git("commit", "--quiet", "--message=one");
    git("tag", "--annotate", "v1", "--message=first");
    await write("generated/contract.json", contractText("1.1.0"));
    await write("generated/source-map.json", { Pet: { file: "src/pet.ts", line: 9 } });
    git("commit", "--quiet", "--all", "--message=two");
    git("rm", "--quiet", "-r", "generated");
    git("commit", "--quiet", "--message=three");
    git("branch", "api", "v1");
    git("branch", "petstore.json", "v1");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("reads the contract that this repository publishes, with the places of its source", async () => {
    const contract = await readContract(join(published, "contract.json"));
    expect(contract.form).toBe("contract");
    expect(contract.operations.get("exec.invoke")?.payloads.map(({ name, schema }) => [name, schema])).toEqual([
      ["request", { $ref: "#/$defs/ExecInvokeRequest" }],
      ["response", { $ref: "#/$defs/ExecInvokeSuccess" }],
      ["error", { $ref: "#/$defs/OrchErrorEnvelope" }],
    ]);
    expect([...contract.types.keys()]).toEqual(Object.keys(contract.definitions));
    expect(contract.locate({ part: "type", name: "ExecInvokeParams" })?.file).toMatch(/^contracts\/src\/.*\.ts$/);
    for (const part of ["type", "operation", "event", "capability", "header", "errorCode", "bound", "table"] as const) {
      expect(contract.locate({ part, name: "gone" }), `a ${part} that is not there`).toBeUndefined();
    }
    expect(contract.errorCodes.get("INTERNAL")?.httpStatus).toBe(500);
    expect(
      contract.bounds.size * contract.tables.size * contract.headers.size * contract.capabilities.size,
    ).toBeGreaterThan(0);
  });

  it("reads the bundle, of the same types", async () => {
    const bundle = await readContract(join(published, "json-schema/oap.bundle.json"));
    const contract = await readContract(join(published, "contract.json"));
    expect([bundle.form, bundle.version, bundle.operations.size]).toEqual(["bundle", contract.version, 0]);
    expect(bundle.name).toBe("urn:oap:schema:oap.bundle");
    expect(bundle.definitions).toEqual(contract.definitions);
    expect(bundle.locate({ part: "type", name: "ExecInvokeParams" })).toEqual(
      contract.locate({ part: "type", name: "ExecInvokeParams" }),
    );
  });

  it("reads revisions by what git has, in whatever folder of the repository", async () => {
    for (const [revision, version, line] of [
      ["v1", "1.0.0", 7],
      ["main~1", "1.1.0", 9],
      ["HEAD~2", "1.0.0", 7],
    ] as const) {
      const contract = await readContract(revision, { folder: join(folder, "api") });
      expect([contract.label, contract.version]).toEqual([revision, version]);
      expect(contract.locate({ part: "type", name: "Pet" })).toEqual({ file: "src/pet.ts", line });
    }
    const openapi = await readContract("v1:api/openapi.yaml", { folder });
    expect([openapi.form, openapi.locate({ part: "contract", name: "" })?.file]).toEqual([
      "openapi",
      "api/openapi.yaml",
    ]);
    const named = await readContract("v1", { folder, contractPath: "api/openapi.yaml" });
    expect(named.name).toBe("Pets");
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: folder }).toString()).toBe("");
  });

  it("takes a file before a revision of its name, and a revision before a folder", async () => {
    expect((await readContract("api", { folder })).form).toBe("contract");
    expect((await readContract("petstore.json", { folder })).form).toBe("contract");
    await write("petstore.json", petstore("2"));
    expect((await readContract("petstore.json", { folder })).form).toBe("openapi");
    await rm(join(folder, "petstore.json"));
  });

  it("reads standard input, in pieces", async () => {
    const text = JSON.stringify(petstore("3"));
    const contract = await readContract("-", {
      standardInput: Readable.from([text.slice(0, 9), Buffer.from(text.slice(9))]),
    });
    expect([contract.label, contract.version]).toEqual(["standard input", "3"]);
  });

  it("follows symbolic links, and marks of byte order", async () => {
    await write("marked.json", `\u{feff}${JSON.stringify(petstore("4"))}`);
    await symlink(join(folder, "marked.json"), join(folder, "linked.json"));
    expect((await readContract("linked.json", { folder })).version).toBe("4");
  });

  it("reads JSON that is called YAML, and YAML without a name for it", async () => {
    await write("json.yaml", petstore("5"));
    await write("plain", "# a comment\nopenapi: '3.1.1'\ninfo: {title: T, version: 6}\npaths:\n");
    expect((await readContract("json.yaml", { folder })).version).toBe("5");
    expect((await readContract("plain", { folder })).version).toBe("6");
  });

  const refused: [string, UnreadableCode, RegExp, (string | object)?][] = [
    ["nothing.json", "MISSING_FILE", /^nothing\.json: There is no such file\./],
    ["nothing/at/all.yaml", "MISSING_FILE", /no such file/],
    ["", "MISSING_FILE", /no such file/],
    ["a\0b", "MISSING_FILE", /a\\u0000b/],
    ["folder", "NOT_A_FILE", /^folder: It is a folder\. Name the file in it/],
    ["/dev/null", "NOT_A_FILE", /neither a file nor a folder/],
    ["nowhere", "UNKNOWN_REVISION", /no revision `nowhere`.*git fetch/],
    ["nowhere:contract.json", "UNKNOWN_REVISION", /no revision `nowhere`/],
    ["--help", "UNKNOWN_REVISION", /no revision `--help`/],
    ["--output=x:y", "UNKNOWN_REVISION", /no revision/],
    ["v1^{blob}", "UNKNOWN_REVISION", /no revision/],
    ["v1^{tree}", "UNKNOWN_REVISION", /no revision/],
    ["main", "NOT_IN_REVISION", /no file `generated\/contract\.json` at the revision `main`/],
    ["v1:contract.json", "NOT_IN_REVISION", /no file `contract\.json` at the revision `v1`/],
    ["v1:../../etc/passwd", "NOT_IN_REVISION", /no file/],
    ["v1:api", "NOT_IN_REVISION", /no file `api`/],
    [
      "broken.json",
      "NOT_JSON",
      /^broken\.json:2:10: It is not JSON\. Here it must go on with `,` or `}`\./,
      '{\n  "a": 1 "b"}',
    ],
    ["tail.json", "NOT_JSON", /^tail\.json:2:1:/, "{}\n]"],
    ["empty.json", "NOT_JSON", /^empty\.json:1:1:/, ""],
    ["broken.yaml", "NOT_YAML", /^broken\.yaml:3:1: It is not YAML/, "a:\n  - b: [c\n"],
    ["twice.yaml", "NOT_YAML", /^twice\.yaml:2:1:.*unique/, "a: 1\na: 2\n"],
    ["alias.yaml", "NOT_YAML", /anchor/, "a: *none\n"],
    ["two.yaml", "NOT_YAML", /^two\.yaml:2:1: A second YAML document begins here/, "a: 1\n---\nb: 2\n"],
    ["infinite.yaml", "NOT_JSON", /#\/a\/0: The value is none that JSON has/, "a: [.inf]"],
    ["empty.yaml", "NOT_A_CONTRACT", /^empty\.yaml:1: This is nothing\./, ""],
    ["text.yaml", "NOT_A_CONTRACT", /This is no object but a string/, "hello"],
    ["list.json", "NOT_A_CONTRACT", /This is no object but an array/, "[]"],
    ["none.json", "NOT_A_CONTRACT", /This is an empty object/, {}],
    [
      "package.json",
      "NOT_A_CONTRACT",
      /an object with `name`, `version`\. Accepted are .*contract\.json/,
      { name: "", version: "" },
    ],
    ["swagger.json", "NOT_A_CONTRACT", /Swagger 2\.0; convert it to OpenAPI 3 first/, { swagger: "2.0", paths: {} }],
    ["asyncapi.json", "NOT_A_CONTRACT", /an AsyncAPI document/, { asyncapi: "3.0.0" }],
    [
      "openapi4.json",
      "UNSUPPORTED_VERSION",
      /^openapi4\.json:1: It is OpenAPI 4\.0\.0\. OpenAPI 3\.0 and 3\.1 are read/,
      { openapi: "4.0.0" },
    ],
    [
      "dialect.json",
      "UNSUPPORTED_VERSION",
      /draft-07/,
      { openapi: "3.1.0", jsonSchemaDialect: "http://json-schema.org/draft-07/schema#" },
    ],
    [
      "newer.json",
      "UNSUPPORTED_VERSION",
      /form "2\.0\.0"\. Form 1 is read: use a newer version/,
      { form: "2.0.0", operations: {} },
    ],
    ["formless.json", "UNSUPPORTED_VERSION", /generate the contract again/, { form: true, operations: {} }],
    ["nameless.json", "MALFORMED", /`\$defs` is no object/, { form: "1.0.0", operations: {} }],
    [
      "dangling.json",
      "UNRESOLVABLE_REFERENCE",
      /^dangling\.json:1 \(#\/\$defs\/A\/properties\/b\): There is nothing at `#\/\$defs\/B`/,
      { $defs: { A: { properties: { b: { $ref: "#/$defs/B" } } } } },
    ],
    [
      "cyclic.json",
      "CYCLIC_REFERENCE",
      /\$ref leads back to itself: A → B → A/,
      { $defs: { A: { $ref: "#/$defs/B" }, B: { allOf: [{ $ref: "#/$defs/A" }] } } },
    ],
    [
      "untyped.json",
      "UNRESOLVABLE_REFERENCE",
      /no type "Gone"/,
      { ...contractOf("1.0.0"), events: { done: { payload: "Gone" } } },
    ],
  ];

  it.each<[string, UnreadableCode, RegExp, (string | object)?]>(refused)(
    "refuses %j: %s",
    async (input, code, words, content) => {
      if (content !== undefined) await write(input, content);
      const error: unknown = await readContract(input, { folder }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnreadableContract);
      expect(error as UnreadableContract).toMatchObject({ code, message: expect.stringMatching(words) });
      expect((error as Error).message).not.toMatch(/\n|\[object|undefined/);
    },
  );

  it("refuses bytes that are no text", async () => {
    await write("utf16.json", Buffer.from("{}", "utf16le"));
    await write("latin1.json", Buffer.from('{"é": 1}', "latin1"));
    await expect(readContract("utf16.json", { folder })).rejects.toMatchObject({ code: "NOT_JSON" });
    await expect(readContract("latin1.json", { folder })).rejects.toMatchObject({ code: "NOT_TEXT" });
  });

  it("refuses what is larger or deeper than the bounds, without reading it all", async () => {
    let read = 0;
    const endless = async function* () {
      for (;;) {
        read += 1;
        yield Buffer.alloc(1024 * 1024, " ");
      }
    };
    await expect(readContract("-", { standardInput: endless() })).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(read).toBe(inputBytesMax / 1024 / 1024 + 1);
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    await write("deep.json", nested(inputDepthMax + 1));
    await write("abyss.json", nested(500_000));
    await write("abyss.yaml", `a: ${"[".repeat(100_000)}`);
    await write("bomb.yaml", bomb(30));
    await write("cycle.yaml", "a: &a\n  b: *a\n");
    for (const [name, code] of [
      ["deep.json", "TOO_DEEP"],
      ["abyss.json", "TOO_DEEP"],
      ["abyss.yaml", "TOO_DEEP"],
      ["bomb.yaml", "TOO_LARGE"],
      ["cycle.yaml", "TOO_DEEP"],
    ]) {
      await expect(readContract(name as string, { folder }), name).rejects.toMatchObject({ code });
    }
    await expect(readContract("bomb.yaml", { folder })).rejects.toThrow(/Its aliases repeat/);
    await write("steep.json", nested(inputDepthMax));
    await expect(readContract("steep.json", { folder })).rejects.toMatchObject({ code: "NOT_A_CONTRACT" });
  });

  it("says that there is no repository, where a revision is asked for outside of one", async () => {
    const outside = await mkdtemp(join(tmpdir(), "oap-outside-"));
    await expect(readContract("main", { folder: outside })).rejects.toMatchObject({ code: "NO_REPOSITORY" });
    await expect(readContract("main.json", { folder: outside })).rejects.toMatchObject({ code: "MISSING_FILE" });
    await rm(outside, { recursive: true });
  });

  it("compares what is of one kind, one name and one major version", async () => {
    const read = async (name: string, content: object) => {
      await write(name, content);
      return readContract(name, { folder });
    };
    const contract = await read("c1.json", contractOf("1.0.0"));
    const minor = await read("c11.json", contractOf("1.1.0"));
    const major = await read("c2.json", contractOf("2.0.0"));
    const other = await read("other.json", { ...contractOf("1.0.0"), name: "other" });
    const bundle = await read("b.json", { $id: "urn:pets:1.0.0", $defs: {} });
    const [one, two] = [await read("o1.json", petstore("1.0.0")), await read("o2.json", petstore("2.0.0"))];
    expect(() => checkComparable(contract, minor)).not.toThrow();
    expect(() => checkComparable(one, two)).not.toThrow();
    const unnamed = await Promise.all(["u1.json", "u2.json"].map((name) => read(name, { $defs: {} })));
    for (const head of [...unnamed, bundle]) expect(() => checkComparable(unnamed[0]!, head)).not.toThrow();
    expect(() => checkComparable(bundle, unnamed[0]!)).not.toThrow();
    const another = await read("b2.json", { $id: "urn:shops:1.0.0", $defs: {} });
    expect(() => checkComparable(bundle, another)).toThrow(expect.objectContaining({ code: "DIFFERENT_CONTRACTS" }));
    const code = (value: UnreadableCode) => expect.objectContaining({ code: value });
    expect(() => checkComparable(contract, one)).toThrow(code("DIFFERENT_KINDS"));
    expect(() => checkComparable(bundle, contract)).toThrow(code("DIFFERENT_KINDS"));
    expect(() => checkComparable(contract, major)).toThrow(code("DIFFERENT_CONTRACTS"));
    expect(() => checkComparable(contract, other)).toThrow(code("DIFFERENT_CONTRACTS"));
    expect(() => checkComparable(contract, major)).toThrow(/version 1\.0\.0, the second 2\.0\.0/);
    expect(() => checkComparable(contract, major, { acrossMajors: true })).not.toThrow();
    expect(() => checkComparable(contract, other, { acrossMajors: true })).toThrow(code("DIFFERENT_CONTRACTS"));
  });
});

function contractOf(version: string) {
  const members = ["operations", "events", "capabilities", "headers", "errorCodes", "bounds", "tables"];
  const none = Object.fromEntries(members.map((member) => [member, {}]));
  return { form: "1.0.0", name: "pets", version, ...none, types: { Pet: { title: "Pet" } }, $defs: { Pet: true } };
}

function contractText(version: string): string {
  return JSON.stringify(contractOf(version), null, 2);
}

/** The anchors of each line repeat the line before ten times. */
function bomb(lines: number): string {
  const rows = Array.from(
    { length: lines },
    (_, row) => `a${row}: &a${row} [${Array(10).fill(row === 0 ? "x" : `*a${row - 1}`)}]`,
  );
  return rows.join("\n");
}
