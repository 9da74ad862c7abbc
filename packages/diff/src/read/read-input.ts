import { open, readdir, stat } from "node:fs/promises";
import { dirname, join, posix, resolve } from "node:path";
import { gitRevision, tooLarge } from "./git-file.ts";
import { inputBytesMax } from "./read-bounds.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/** The bytes of an input, and where they are from. */
export interface Input {
  readonly bytes: Uint8Array;
  /** What the user calls it: `-` is `standard input`. */
  readonly label: string;
  /** The path by which places in it are named: of a revision, without the revision. */
  readonly file: string;
  /** A file by its path from the input's folder, from the same version; undefined if there is none. */
  beside(path: string): Promise<Uint8Array | undefined>;
  /** The names in a folder by its path from the input's folder, from the same version, sorted; none if there is none. */
  namesBeside(path: string): Promise<readonly string[]>;
}

export interface InputOptions {
  /** The folder that paths are relative to and whose repository is read. */
  readonly folder: string;
  /** The file that a revision alone means, from the root of the repository. */
  readonly contractPath: string;
  /** What `-` reads. */
  readonly standardInput: AsyncIterable<Uint8Array | string>;
}

/**
 * A file, `-`, a git revision, or a file of one as `<revision>:<path>`. A file that is there wins over a revision of
 * the same name; a folder does not.
 */
export async function readInput(input: string, options: InputOptions): Promise<Input> {
  if (input === "-") return readStandardInput(options.standardInput);
  if (input === "" || input.includes("\0")) throw missing(input);
  const path = resolve(options.folder, input);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return fileInput(path, input);
  if (found !== undefined && !found.isDirectory()) throw notAFile(input, "neither a file nor a folder");
  const colon = input.indexOf(":");
  const revision = colon < 0 ? input : input.slice(0, colon);
  const fromRevision =
    revision === ""
      ? undefined
      : await revisionInput(input, { revision, colon, isFolder: found !== undefined }, options);
  if (fromRevision !== undefined) return fromRevision;
  if (found !== undefined) throw notAFile(input, "a folder");
  throw colon < 0 && looksLikeFile(input) ? missing(input) : unknownRevision(input, revision);
}

interface Named {
  readonly revision: string;
  /** Where the colon is after it; below zero if there is none. */
  readonly colon: number;
  /** Whether the working tree has a folder of that name. */
  readonly isFolder: boolean;
}

async function revisionInput(input: string, { revision, colon, isFolder }: Named, options: InputOptions) {
  const commit = await gitRevision(options.folder, revision).catch((error: unknown) => {
    if (colon < 0 && looksLikeFile(input) && error instanceof UnreadableContract) throw missing(input);
    if (isFolder) throw notAFile(input, "a folder");
    throw error;
  });
  if (commit === undefined) return undefined;
  const path = colon < 0 ? options.contractPath : input.slice(colon + 1);
  const bytes = await commit.file(path);
  if (bytes === undefined) {
    throw new UnreadableContract("NOT_IN_REVISION", {
      where: input,
      problem: `There is no file \`${path}\` at the revision \`${revision}\`.`,
      remedy: "Name a file that is there, as `<revision>:<path from the root of the repository>`.",
    });
  }
  return {
    bytes,
    label: input,
    file: path,
    beside: (other: string) => commit.file(posix.join(posix.dirname(path), other)),
    namesBeside: (other: string) => commit.names(posix.join(posix.dirname(path), other)),
  };
}

async function fileInput(path: string, label: string): Promise<Input> {
  return {
    bytes: await readFileBounded(path, label),
    label,
    file: label,
    beside: (other) => readFileBounded(join(dirname(path), other), other).catch(() => undefined),
    namesBeside: async (other) => (await readdir(join(dirname(path), other)).catch(() => [])).sort(),
  };
}

/** Reads what the file has now, and not more than the bound, whatever its size was said to be. */
async function readFileBounded(path: string, label: string): Promise<Uint8Array> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new UnreadableContract("MISSING_FILE", {
      where: label,
      problem: "The file cannot be opened.",
      remedy: "Look whether it may be read.",
      cause,
    });
  });
  try {
    return await collect(handle.createReadStream({ autoClose: false }), label);
  } finally {
    await handle.close();
  }
}

async function readStandardInput(stream: AsyncIterable<Uint8Array | string>): Promise<Input> {
  const label = "standard input";
  return {
    bytes: await collect(stream, label),
    label,
    file: label,
    beside: async () => undefined,
    namesBeside: async () => [],
  };
}

async function collect(stream: AsyncIterable<Uint8Array | string>, label: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > inputBytesMax) throw tooLarge(label);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function looksLikeFile(input: string): boolean {
  return /\.(json|ya?ml)$/i.test(input);
}

function missing(input: string): UnreadableContract {
  return new UnreadableContract("MISSING_FILE", {
    where: input === "" ? '""' : JSON.stringify(input).slice(1, -1),
    problem: "There is no such file.",
    remedy: "Name a file, `-` for standard input, or a git revision.",
  });
}

function notAFile(input: string, what: string): UnreadableContract {
  return new UnreadableContract("NOT_A_FILE", {
    where: input,
    problem: `It is ${what}.`,
    remedy: "Name the file in it, such as `contract.json` or `openapi.yaml`.",
  });
}

function unknownRevision(input: string, revision: string): UnreadableContract {
  return new UnreadableContract("UNKNOWN_REVISION", {
    where: input,
    problem: `There is no file of that name, and the repository knows no revision \`${revision}\`.`,
    remedy: `Name a file, a branch, a tag or a commit; a shallow clone must fetch the revision first, as by \`git fetch origin ${revision}\`.`,
  });
}
