import { bumpOf, type PublishedPackage, requiredBump } from "./bump.ts";
import type { Comparison } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { findingPath } from "./finding-path.ts";
import { printableLine } from "./report/printable.ts";

/** How many changes a changeset names. */
const namedMax = 20;

/**
 * The text of a changeset of https://github.com/changesets/changesets that asks for what the comparison needs, for each
 * package from its own version; undefined when nothing has to be released. Its words are a draft for whoever releases.
 */
export function changesetText(comparison: Comparison, packages: readonly PublishedPackage[]): string | undefined {
  const bumps = packages
    .map(({ name, version }) => ({ name, bump: requiredBump(comparison, version) }))
    .filter(({ bump }) => bump !== "none");
  if (bumps.length === 0) return undefined;
  const front = bumps.map(({ name, bump }) => `${JSON.stringify(name)}: ${bump}`);
  return ["---", ...front, "---", "", ...summary(comparison), ""].join("\n");
}

/** What a version takes a step for; mended words and moved `$id`s are for nobody to read. */
function summary({ findings: all, head }: Comparison): readonly string[] {
  const findings = all.filter((finding) => bumpOf(finding) !== "patch");
  const contract = `The contract \`${printableLine(head.name).replaceAll("`", "'")}\``;
  const breaking = findings.filter(({ verdict }) => verdict === "BREAKING");
  const unproven = findings.filter(({ verdict, suppressed }) => verdict === "UNKNOWN" && suppressed === undefined);
  const telling = findings.filter((finding) => !breaking.includes(finding) && !unproven.includes(finding));
  if (breaking.length + unproven.length + telling.length === 0) return [`${contract} describes itself better.`];
  return [
    `${contract} ${breaking.length > 0 ? "changes in a way that breaks consumers" : "changes"}.`,
    "",
    ...listed(breaking, "**Breaking:** "),
    ...listed(unproven, "**Perhaps breaking:** "),
    ...listed(telling, ""),
  ];
}

function listed(findings: readonly Finding[], label: string): readonly string[] {
  const lines = findings.slice(0, namedMax).map((finding) => {
    const what = `${label}\`${findingPath(finding).replaceAll("`", "'")}\`: ${finding.message}`;
    return `- ${printableLine(finding.migration === undefined ? what : `${what} ${finding.migration}`)}`;
  });
  const left = findings.length - lines.length;
  return left > 0 ? [...lines, `- … and ${left} more.`] : lines;
}
