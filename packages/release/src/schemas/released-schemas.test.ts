import { beforeAll, describe, expect, it } from "vitest";
import { type PublishedDocuments, readPublishedDocuments } from "./published-documents.ts";
import { checkReleased, ledgerText, type ReleasedSchemas, withRelease } from "./released-schemas.ts";
import { schemaArchive } from "./schema-archive.ts";

const generated = new URL("../../../../generated", import.meta.url).pathname;
const date = "2026-03-01";
const nothing: ReleasedSchemas = { releases: {}, schemas: {} };

describe("the ledger of released schemas", () => {
  let documents: PublishedDocuments;
  let released: ReleasedSchemas;
  beforeAll(async () => {
    documents = await readPublishedDocuments(generated);
    const { index, tarSha256 } = await schemaArchive(documents);
    released = withRelease(nothing, index, { date, tarSha256 });
  });

  it("lets the same documents be released again", async () => {
    expect(await check(documents)).toEqual([]);
  });

  it("refuses another content under a released $id, and says who finds the right one", async () => {
    const changed = change("json-schema/StepId.json", (schema) => ({ ...schema, maxLength: 3 }), "1.1.0");
    expect(await check(changed)).toEqual([
      {
        subject: "urn:oap:schema:StepId:1.0.0",
        message: "is released, in 1.0.0, with another content",
        mend: expect.stringContaining("pnpm contracts:versions --write"),
      },
    ]);
  });

  it("names what changed itself, and apart from it what only contains that", async () => {
    const inPlan = (schema: Record<string, unknown>) => {
      const $defs = schema.$defs as Record<string, object>;
      return { ...schema, $defs: { ...$defs, StepId: { ...$defs.StepId, maxLength: 3 } } };
    };
    const step = change("json-schema/StepId.json", (schema) => ({ ...schema, maxLength: 3 }), "1.1.0");
    const both = new Map(step.files).set(
      "json-schema/PlanStep.json",
      change("json-schema/PlanStep.json", inPlan, "1.1.0").files.get("json-schema/PlanStep.json")!,
    );
    expect((await check({ ...step, files: both })).map(({ subject, message }) => `${subject} ${message}`)).toEqual([
      "urn:oap:schema:StepId:1.0.0 is released, in 1.0.0, with another content",
      "urn:oap:schema:PlanStep:1.0.0 is released too, and contains what changed",
    ]);
  });

  it("lets a content change under a new $id, a description under the old one, and a schema go", async () => {
    const id = "urn:oap:schema:StepId:1.1.0";
    expect(
      await check(change("json-schema/StepId.json", (schema) => ({ ...schema, $id: id, maxLength: 3 }), "1.1.0")),
    ).toEqual([]);
    expect(
      await check(change("json-schema/StepId.json", (schema) => ({ ...schema, description: "Mended." }), "1.0.1")),
    ).toEqual([]);
    const files = new Map(documents.files);
    files.delete("json-schema/StepId.json");
    expect(await check({ ...documents, version: "2.0.0", files })).toEqual([]);
  });

  it("refuses the $id of a schema that went away for another content", async () => {
    const files = new Map(documents.files);
    files.delete("json-schema/StepId.json");
    const { index, tarSha256 } = await schemaArchive({ ...documents, version: "2.0.0", files });
    released = withRelease(released, index, { date, tarSha256 });
    const back = change("json-schema/StepId.json", (schema) => ({ ...schema, maxLength: 3 }), "3.0.0");
    expect((await check(back)).map(({ subject }) => subject)).toEqual(["urn:oap:schema:StepId:1.0.0"]);
  });

  it("refuses other documents under a released version of the contract", async () => {
    const changed = change("json-schema/StepId.json", (schema) => ({ ...schema, description: "Mended." }), "1.0.0");
    expect((await check(changed)).map(({ subject }) => subject)).toEqual(["Contract 1.0.0"]);
  });

  it("adds to itself at a release, and changes nothing that it has", async () => {
    const id = "urn:oap:schema:StepId:1.1.0";
    const next = change("json-schema/StepId.json", (schema) => ({ ...schema, $id: id, maxLength: 3 }), "1.1.0");
    const { index, tarSha256 } = await schemaArchive(next);
    const after = JSON.parse(ledgerText(withRelease(released, index, { date, tarSha256 }))) as ReleasedSchemas;
    expect(after).toMatchObject(released);
    expect(after.schemas[id]).toMatchObject({ release: "1.1.0" });
    expect(Object.keys(after.schemas).length).toBe(Object.keys(released.schemas).length + 1);
    expect(Object.keys(after.schemas)).toEqual(Object.keys(after.schemas).sort());
  });

  async function check(candidate: PublishedDocuments) {
    const { index, tarSha256 } = await schemaArchive(candidate);
    return checkReleased(released, index, tarSha256);
  }

  function change(
    file: string,
    edit: (schema: Record<string, unknown>) => object,
    version: string,
  ): PublishedDocuments {
    const schema = JSON.parse(Buffer.from(documents.files.get(file)!).toString("utf8"));
    const files = new Map(documents.files).set(file, Buffer.from(JSON.stringify(edit(schema))));
    return { ...documents, version, files };
  }
});
