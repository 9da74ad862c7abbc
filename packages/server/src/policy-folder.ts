import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  compilePolicySet,
  defaultPolicyFolder,
  formatPolicyIssue,
  type PolicyCompilation,
  type PolicyIssue,
  type PolicySources,
  readPolicyFolder,
} from "@oap/governance";
import type { CapabilityDescriptor } from "@oap/protocol/types";
import { StartError } from "./start-error.ts";

/** The policies of a control plane that is told of no others. */
export const defaultPolicies: string = fileURLToPath(defaultPolicyFolder);

/**
 * Reads and checks the policies of a folder. `registered` are capabilities that they may name, beside the built-in ones.
 * @throws StartError where the folder cannot be read
 */
export async function compilePolicyFolder(
  folder: string,
  registered: readonly CapabilityDescriptor[] = [],
): Promise<PolicyCompilation> {
  return compilePolicySet(await readPolicies(folder), registered);
}

/** One line an issue, with the file's path as it leads there from the working folder or from the root. */
export function formatPolicyIssues(folder: string, issues: readonly PolicyIssue[]): string[] {
  return issues.map((issue) => formatPolicyIssue({ ...issue, file: join(folder, issue.file) }));
}

/** @throws StartError where the folder cannot be read */
export async function readPolicies(folder: string): Promise<PolicySources> {
  try {
    return await readPolicyFolder({
      names: () => readdir(folder),
      read: (name) => readFile(join(folder, name), "utf8"),
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new StartError(
      `The policies in ${resolve(folder)} cannot be read: ${reasons[code] ?? code}. Give a folder with a manifest.json and *.cedar files.`,
      { cause: error },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "it is not a folder",
  EACCES: "permission denied",
  EISDIR: "one of its files is a folder",
};
