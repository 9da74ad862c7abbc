import { gunzipSync, gzipSync } from "node:zlib";
import { packTar, unpackTar } from "modern-tar";
import { beforeAll, describe, expect, it } from "vitest";
import { ReleaseRefused } from "../problem.ts";
import { type PublishedDocuments, readPublishedDocuments } from "./published-documents.ts";
import { type SchemaArchive, schemaArchive, verifySchemaArchive } from "./schema-archive.ts";

const generated = new URL("../../../../generated", import.meta.url).pathname;

describe("the archive of published schemas", () => {
  let documents: PublishedDocuments;
  let archive: SchemaArchive;
  beforeAll(async () => {
    documents = await readPublishedDocuments(generated);
    archive = await schemaArchive(documents);
  });

  it("is the same bytes whenever it is made, in whatever order the files came", async () => {
    const reversed = { ...documents, files: new Map([...documents.files].reverse()) };
    const again = await schemaArchive(reversed);
    expect(again.tarSha256).toBe(archive.tarSha256);
    expect(Buffer.compare(again.bytes, archive.bytes)).toBe(0);
  });

  it("has no front page, which may be mended without a release", () => {
    expect([...documents.files.keys()].filter((path) => path.endsWith(".md"))).toEqual([]);
  });

  it("has neither the time nor the owner of the machine that made it", async () => {
    const entries = await unpackTar(gunzipSync(archive.bytes));
    for (const { header } of entries) {
      expect(header).toMatchObject({ uid: 0, gid: 0, mode: 0o644 });
      expect(header.mtime?.toISOString()).toBe("1985-10-26T08:15:00.000Z");
    }
    expect(entries.map(({ header }) => header.name)).toEqual(entries.map(({ header }) => header.name).sort());
  });

  it("indexes every schema by its $id, with its file, hash and size", async () => {
    const index = await verifySchemaArchive(archive.bytes);
    expect(index).toEqual(archive.index);
    expect(index.schemas).toHaveLength([...documents.files.keys()].filter((file) => /^json-schema/.test(file)).length);
    expect(index.schemas.find(({ $id }) => $id === "urn:oap:schema:StepId:1.0.0")).toEqual({
      $id: "urn:oap:schema:StepId:1.0.0",
      file: "json-schema/StepId.json",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      bytes: documents.files.get("json-schema/StepId.json")?.length,
      contentSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      ownSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("is refused when one byte of one file is another", async () => {
    await expectRefused("json-schema/StepId.json is not what was archived", (files) => {
      files.set("json-schema/StepId.json", Buffer.from("{}"));
    });
  });

  it("is refused when a file is missing, the index too", async () => {
    await expectRefused("openapi.json is missing", (files) => files.delete("openapi.json"));
    await expectRefused("index.json is missing", (files) => files.delete("index.json"));
    await expectRefused("index.json is missing", (files) => files.set("SHA256SUMS", Buffer.from("")));
  });

  it("is refused when it holds a file that is not listed", async () => {
    await expectRefused("json-schema/Extra.json is not listed", (files) => {
      files.set("json-schema/Extra.json", Buffer.from("{}"));
    });
  });

  it("is refused when it is cut off or no archive", async () => {
    for (const bytes of [archive.bytes.subarray(0, 10_000), Buffer.from("no archive")]) {
      await expect(verifySchemaArchive(bytes)).rejects.toThrow(/The archive cannot be read/);
    }
  });

  it("cannot be made of two schemas with one $id, or of one without", async () => {
    const stepId = documents.files.get("json-schema/StepId.json") ?? new Uint8Array();
    const twice = new Map(documents.files).set("json-schema/Twice.json", stepId);
    await expect(schemaArchive({ ...documents, files: twice })).rejects.toThrow(
      "json-schema/Twice.json has the $id of json-schema/StepId.json",
    );
    const without = new Map(documents.files).set("json-schema/Without.json", Buffer.from("{}"));
    await expect(schemaArchive({ ...documents, files: without })).rejects.toThrow(/Without\.json has no \$id/);
  });

  async function expectRefused(message: string, change: (files: Map<string, Uint8Array>) => void): Promise<void> {
    const entries = await unpackTar(gunzipSync(archive.bytes));
    const files = new Map(entries.map(({ header, data }) => [header.name.split("/").slice(1).join("/"), data!]));
    change(files);
    const tar = await packTar(
      [...files].map(([path, body]) => ({ header: { name: `folder/${path}`, size: body.length }, body })),
    );
    const refusal = await verifySchemaArchive(gzipSync(tar)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ReleaseRefused);
    expect((refusal as ReleaseRefused).message).toContain(message);
  }
});
