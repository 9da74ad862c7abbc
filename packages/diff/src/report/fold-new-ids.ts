import type { Finding } from "../finding.ts";

/** How many types the folded sentence names. */
const namedMax = 20;

/**
 * One finding in the place of all that say no more than that a published schema has a new `$id` because its content has changed: one
 * new member moves the `$id` of every type that contains it, and what matters is the member.
 */
export function foldNewIds(findings: readonly Finding[]): readonly Finding[] {
  const moved = findings.filter(isExpectedId);
  const [first] = moved;
  if (first === undefined || moved.length === 1) return findings;
  const names = moved.slice(0, namedMax).map(({ subject }) => `\`${subject.name}\``);
  const left = moved.length - names.length;
  const { location: _, base: __, head: ___, ...rest } = first;
  const folded: Finding = {
    ...rest,
    subject: { part: "contract", name: "" },
    message: `${moved.length} types have a new \`$id\`, as what is published under it was changed: ${names.join(", ")}${left > 0 ? ` and ${left} more` : ""}.`,
    affected: [],
  };
  return findings.flatMap((finding) => (finding === first ? [folded] : isExpectedId(finding) ? [] : [finding]));
}

function isExpectedId({ rule, level }: Finding): boolean {
  return rule === "schema-id-changed" && level === "info";
}
