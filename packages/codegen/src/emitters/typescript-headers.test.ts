import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { registry } from "@oap/contracts";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { emitTypescriptHeaders } from "./typescript-headers.ts";

type Reading = { readonly ok: boolean; readonly value?: unknown; readonly message?: string };

describe("the generated reader of headers", () => {
  const model = buildModel(registry);
  let readHeader: (name: string, text: string) => Reading;

  beforeAll(async () => {
    const [file] = await emitTypescriptHeaders(model);
    const folder = await mkdtemp(join(tmpdir(), "headers-"));
    const path = join(folder, "headers.ts");
    await writeFile(path, file?.content ?? "");
    ({ readHeader } = (await import(pathToFileURL(path).href)) as { readHeader: typeof readHeader });
    await rm(folder, { recursive: true });
  });

  it("reads every header's own example", () => {
    for (const { spec } of model.headers)
      expect(readHeader(spec.name, spec.example), spec.name).toMatchObject({ ok: true });
  });

  it.each([
    ["Orch-Timeout-Ms", "30000", 30_000],
    ["Orch-HITL-Required", "false", false],
    ["Orch-Execution-Mode", "SYNC", "SYNC"],
  ])("gives the value of %s its type", (name, text, value) => {
    expect(readHeader(name, text)).toEqual({ ok: true, value });
  });

  it.each([
    ["Orch-Timeout-Ms", "soon", "Orch-Timeout-Ms must be a whole number."],
    ["Orch-Timeout-Ms", "1e3", "Orch-Timeout-Ms must be a whole number."],
    ["Orch-Timeout-Ms", "", "Orch-Timeout-Ms must be a whole number."],
    ["Orch-Timeout-Ms", "0", "Orch-Timeout-Ms must be at least 1."],
    ["Orch-Timeout-Ms", "86400001", "Orch-Timeout-Ms must be at most 86400000."],
    ["Orch-HITL-Required", "yes", "Orch-HITL-Required must be true or false."],
    ["Orch-Execution-Mode", "sync", "Orch-Execution-Mode must be one of SYNC, ASYNC."],
    ["Orch-Id", "two words", "Orch-Id does not have the form of its values, ^[!-~]{1,128}$."],
    ["Orch-Id", "", "Orch-Id does not have the form of its values, ^[!-~]{1,128}$."],
  ])("says what %s should have been instead of “%s”", (name, text, message) => {
    expect(readHeader(name, text)).toEqual({ ok: false, message });
  });
});
