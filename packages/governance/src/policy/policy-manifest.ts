import type { PolicyIssue } from "./policy-issue.ts";
import { manifestFile, type PolicySources } from "./policy-sources.ts";

/** What `manifest.json` says. */
export interface PolicyManifest {
  readonly name: string;
  readonly description: string;
  /** All `*.cedar` files of the folder, in the order in which people should read them. By name where the manifest has none. */
  readonly order: readonly string[];
}

/** A file that is not in `order`, or is there and missing, is an issue: a forgotten `forbid` would allow. */
export function readManifest({
  manifest,
  files,
}: PolicySources): { readonly manifest: PolicyManifest } | { readonly issues: readonly PolicyIssue[] } {
  const issue = (message: string): PolicyIssue => ({ file: manifestFile, line: 1, column: 1, message });
  const json = parse(manifest);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    const message =
      'This file must be there, and be a JSON object such as { "name": "…", "description": "…", "order": [] }.';
    return { issues: [issue(message)] };
  }
  const { name, description, order, ...unknown } = json as Record<string, unknown>;
  const issues = Object.keys(unknown).map((member) => issue(`There is no member ${JSON.stringify(member)}.`));
  if (!isText(name, 128)) issues.push(issue("`name` is a text of 1 to 128 characters."));
  if (!isText(description, 4096)) issues.push(issue("`description` is a text of 1 to 4096 characters."));
  const present = Object.keys(files).sort();
  const ordered: unknown = order ?? present;
  if (!isTextList(ordered)) {
    issues.push(issue("`order` is a list of file names."));
  } else {
    for (const file of present.filter((each) => !ordered.includes(each))) {
      issues.push(issue(`\`order\` leaves out ${file}. List it, or take it out of the folder.`));
    }
    for (const file of ordered.filter((each) => !present.includes(each))) {
      issues.push(issue(`\`order\` lists ${file}, and there is no such file.`));
    }
    if (new Set(ordered).size !== ordered.length) issues.push(issue("`order` lists a file twice."));
  }
  if (issues.length > 0) return { issues };
  return {
    manifest: { name: name as string, description: description as string, order: ordered as readonly string[] },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isText(value: unknown, charactersMax: number): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= charactersMax;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
