import { posix } from "node:path";
import ts from "typescript";
import { type Input, readInput } from "../read/read-input.ts";
import { UnreadableContract } from "../read/unreadable-contract.ts";
import { defaultContractPath, type ReadOptions } from "../read-contract.ts";
import type { ConsumerProgram } from "./consumer-programs.ts";
import { generatedSurface } from "./generated-surface.ts";
import type { GeneratedTypescript } from "./generated-typescript.ts";

/** What was generated from one version, as far as the compiler looks at it. */
export interface ReadGenerated {
  readonly typescript: GeneratedTypescript;
  /** The calls that its documentation shows, right when it was published, and those of the folder that was named. */
  readonly programs: readonly ConsumerProgram[];
}

/** Files of one generated package; ours has a dozen. */
const filesMax = 100;

/**
 * Reads the TypeScript that stands beside a contract, in `typescript/`, from the same file tree or git revision; nothing
 * where there is none, as beside an OpenAPI document. Programs are read where they are asked for.
 */
export async function readGenerated(
  input: string,
  {
    folder = process.cwd(),
    contractPath = defaultContractPath,
    programs = false,
    programsFolder,
  }: ReadGeneratedOptions = {},
): Promise<ReadGenerated | undefined> {
  if (input === "-") return undefined;
  const read = await readInput(input, { folder, contractPath, standardInput: nothing() });
  const text = async (path: string) => textOf(await read.beside(path));
  const manifest = await text("typescript/package.json");
  const files = manifest === undefined ? new Map<string, string>() : await filesFrom("index.ts", text, read);
  if (manifest === undefined || !files.has("index.ts")) return undefined;
  const { name } = JSON.parse(manifest) as { readonly name?: unknown };
  const typescript = { packageName: String(name), files };
  if (!programs) return { typescript, programs: [] };
  const written = programsFolder === undefined ? [] : await writtenPrograms(programsFolder, text, read);
  return { typescript, programs: [...written, ...(await shownCalls(typescript, text))] };
}

export interface ReadGeneratedOptions extends Pick<ReadOptions, "folder" | "contractPath"> {
  /** Whether to read programs, too. Default false. */
  readonly programs?: boolean;
  /** A folder of programs as clients write them, `*.ts` or `*.ts.txt`, by its path from the contract's folder. Default none. */
  readonly programsFolder?: string;
}

type ReadText = (path: string) => Promise<string | undefined>;

/** A file and all that it imports. */
async function filesFrom(entry: string, text: ReadText, { label }: Input): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const open = [entry];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (files.has(name)) continue;
    const content = await text(`typescript/src/${name}`);
    if (content === undefined) continue;
    if (files.size >= filesMax) throw tooManyFiles(label);
    files.set(name, content);
    for (const { fileName } of ts.preProcessFile(content, true, false).importedFiles) {
      const imported = posix.normalize(fileName);
      if (fileName.startsWith("./") && /^[\w.-]+\.ts$/.test(imported)) open.push(imported);
    }
  }
  return files;
}

async function writtenPrograms(folder: string, text: ReadText, read: Input): Promise<readonly ConsumerProgram[]> {
  const programs: ConsumerProgram[] = [];
  for (const name of await read.namesBeside(folder)) {
    const content = /\.ts(\.txt)?$/.test(name) ? await text(posix.join(folder, name)) : undefined;
    if (content !== undefined) programs.push({ name, text: content });
  }
  return programs;
}

/** The call of each operation and of each capability, from its page. */
async function shownCalls(typescript: GeneratedTypescript, text: ReadText): Promise<readonly ConsumerProgram[]> {
  const { client, methods, capabilities } = generatedSurface(typescript);
  if (client === undefined) return [];
  const pages = [
    ...[...methods.keys()].map((name) => ({ part: "operation", name, page: `docs/operations/${name}.md` }) as const),
    ...[...capabilities.keys()].map(
      (name) => ({ part: "capability", name, page: `docs/capabilities/${name}.md` }) as const,
    ),
  ];
  const programs: ConsumerProgram[] = [];
  for (const { page, ...about } of pages) {
    const call = /^### With the generated client\n+```ts\n([\s\S]*?)\n```$/m.exec((await text(page)) ?? "")?.[1];
    if (call === undefined) continue;
    const head = `import type { ${client} } from "${typescript.packageName}";\ndeclare const client: ${client};\n`;
    programs.push({ name: page, text: `${head}${call}\n`, about });
  }
  return programs;
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");
}

async function* nothing(): AsyncGenerator<string> {}

function tooManyFiles(where: string): UnreadableContract {
  return new UnreadableContract("TOO_LARGE", {
    where,
    problem: `The generated TypeScript has more than ${filesMax} files.`,
    remedy: "Compare without it, by `--no-source`.",
  });
}
