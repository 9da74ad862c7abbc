import type { Contract } from "./contract.ts";
import { isObject } from "./read/openapi-document.ts";
import { type Document, parseDocument } from "./read/parse-document.ts";
import { type Input, readInput } from "./read/read-input.ts";
import { readOpenApi } from "./read/read-openapi.ts";
import { type PublishedSource, readBundle, readContractDocument } from "./read/read-published.ts";
import { UnreadableContract } from "./read/unreadable-contract.ts";

/** The file that a git revision alone means. */
export const defaultContractPath = "generated/contract.json";

export interface ReadOptions {
  /** The folder that paths are relative to, and whose git repository has the revisions. Default: the working directory. */
  readonly folder?: string;
  /** What a revision alone means, from the root of the repository. Default: `generated/contract.json`. */
  readonly contractPath?: string;
  /** What `-` reads. Default: the standard input of the process. */
  readonly standardInput?: AsyncIterable<Uint8Array | string>;
}

/**
 * Reads one version of a contract: `contract.json`, a bundle of its schemas, or an OpenAPI 3.0 or 3.1 document in JSON
 * or YAML. The input is a file, `-` for standard input, a git revision, which means its `contract.json`, or any file of
 * a revision as `<revision>:<path>`. Nothing is checked out, and nothing outside the file is read but its source map.
 * Throws `UnreadableContract` for whatever is not that.
 */
export async function readContract(input: string, options: ReadOptions = {}): Promise<Contract> {
  const read = await readInput(input, {
    folder: options.folder ?? process.cwd(),
    contractPath: options.contractPath ?? defaultContractPath,
    standardInput: options.standardInput ?? process.stdin,
  });
  const document = parseDocument(read);
  const { value } = document;
  if (!isObject(value))
    throw notAContract(read, document, value === null ? "nothing" : `no object but ${nameOf(value)}`);
  if ("openapi" in value) return readOpenApi(document, read);
  if ("form" in value && "operations" in value) return readContractDocument(document, await sourceOf(read));
  if (isObject(value.$defs) && !("paths" in value)) return readBundle(document, await sourceOf(read));
  throw notAContract(read, document, kindOf(value));
}

/** The source map stands beside the contract, and above the folder of a bundle. */
async function sourceOf({ label, file, beside }: Input): Promise<PublishedSource> {
  for (const path of ["source-map.json", "../source-map.json"]) {
    const bytes = await beside(path);
    if (bytes === undefined) continue;
    return { label, file, sourceMap: parseDocument({ bytes, file: path, label: path }).value };
  }
  return { label, file, sourceMap: undefined };
}

function notAContract({ label }: Input, document: Document, found: string): UnreadableContract {
  return new UnreadableContract("NOT_A_CONTRACT", {
    where: `${label}:${document.lineOf("")}`,
    problem: `This is ${found}.`,
    remedy:
      "Accepted are a generated `contract.json`, a bundle of schemas under `$defs`, and OpenAPI 3.0 or 3.1 in JSON or YAML.",
  });
}

/** What a document says it is, else what it has. */
function kindOf(value: Readonly<Record<string, unknown>>): string {
  if ("swagger" in value)
    return `Swagger ${String(value.swagger)}; convert it to OpenAPI 3 first, as by \`swagger2openapi\``;
  if ("asyncapi" in value) return "an AsyncAPI document";
  if ("openrpc" in value) return "an OpenRPC document";
  const keys = Object.keys(value);
  const shown = keys.slice(0, 5).map((key) => `\`${key.slice(0, 40)}\``);
  if (keys.length === 0) return "an empty object";
  return `an object with ${shown.join(", ")}${keys.length > shown.length ? " and more" : ""}`;
}

function nameOf(value: unknown): string {
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
