import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { editedTypescript, parcelTypescript } from "../testing/parcel-typescript.ts";
import { compareSource } from "./compare-source.ts";
import type { GeneratedTypescript } from "./generated-typescript.ts";
import { readGenerated } from "./read-generated.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "oap-diff-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes what the generator would write beside a contract. */
async function publish(folder: string, { packageName, files }: GeneratedTypescript): Promise<void> {
  await mkdir(join(folder, "generated/typescript/src"), { recursive: true });
  await mkdir(join(folder, "generated/docs/operations"), { recursive: true });
  await writeFile(join(folder, "generated/contract.json"), "{}");
  await writeFile(join(folder, "generated/typescript/package.json"), JSON.stringify({ name: packageName }));
  for (const [name, text] of files) await writeFile(join(folder, "generated/typescript/src", name), text);
  await writeFile(join(folder, "generated/typescript/src/unused.ts"), "export {};");
  await writeFile(
    join(folder, "generated/docs/operations/parcel.track.md"),
    '### With the generated client\n\n```ts\nconst result = await client.parcel.track({\n  parcel: "P1"\n});\n```\n\n## Events\n',
  );
}

it("reads a package from a folder and from a revision, which nothing that came later changes", async () => {
  const folder = await temporaryFolder();
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], { cwd: folder });
  await publish(folder, parcelTypescript);
  await mkdir(join(folder, "clients"));
  await writeFile(join(folder, "clients/README.md"), "No program.");
  await writeFile(
    join(folder, "clients/track.ts.txt"),
    'import type { ParcelsClient } from "@parcels/protocol";\nexport const use = (client: ParcelsClient) => client.parcel.track({ parcel: "P1" });\n',
  );
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  await publish(folder, editedTypescript(parcelTypescript, [["client.ts", "track(params", "trace(params"]]));
  await rm(join(folder, "clients"), { recursive: true });

  const base = await readGenerated("HEAD", { folder, programs: true, programsFolder: "../clients" });
  const head = await readGenerated("generated/contract.json", { folder });
  expect(base?.typescript).toEqual(parcelTypescript);
  expect(head?.typescript.files.get("client.ts")).toContain("trace(params");
  expect(head?.programs).toEqual([]);
  const findings = compareSource(base!.typescript, head!.typescript, { programs: base!.programs });
  expect(findings.map(({ message }) => message)).toEqual([
    "Code that calls `client.parcel.track` stops compiling: the operation is gone.",
    "2 of 2 programs that were written against the base stop compiling: track.ts.txt, docs/operations/parcel.track.md.",
  ]);
});

it("reads nothing where there is none", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "openapi.json"), "{}");
  expect(await readGenerated("openapi.json", { folder })).toBeUndefined();
  expect(await readGenerated("-", { folder })).toBeUndefined();
});
