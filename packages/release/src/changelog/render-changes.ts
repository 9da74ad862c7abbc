import { type Finding, findingPath, rules, type Subject } from "@oap/diff";
import { isNewId, isWording, type ReleasedContract } from "./released-contract.ts";

/** How many lines of a payload are shown. */
const payloadLinesMax = 60;

/** How many operations and events a change names. */
const affectedMax = 8;

/**
 * The history of the contract for those who call it, the latest release first: by operation, event, type and so on, what
 * changed, for whom it breaks, how to migrate, and a payload that shows it. Markdown; the same releases yield the same text.
 */
export function renderChanges(title: string, releases: readonly ReleasedContract[]): string {
  const sections = [...releases].reverse().map((release) => renderRelease(release));
  return [
    `# Changes of the ${title}`,
    "",
    "What each release changed for those who call it, and what they do about it. It is generated from the released contracts when a release is made; do not edit it.",
    "",
    ...sections.flatMap((lines) => [...lines, ""]),
  ].join("\n");
}

function renderRelease({ version, date, counts, comparison }: ReleasedContract): readonly string[] {
  const heading = `## ${version} (${date})`;
  if (comparison === undefined) {
    const listed = Object.entries(counts).map(([part, count]) => `${count} ${partWords[part] ?? part}`);
    return [heading, "", `The first release: ${sentenceList(listed)}.`];
  }
  const words = comparison.findings.filter(isWording).length;
  const newIds = comparison.findings.filter(isNewId);
  const telling = comparison.findings.filter((finding) => !isWording(finding) && !isNewId(finding));
  const breaking = telling.filter(({ verdict }) => verdict === "BREAKING").length;
  const unknown = telling.filter(({ verdict }) => verdict === "UNKNOWN").length;
  const summary = [
    `Since ${comparison.base.version ?? comparison.base.label}: ${telling.length === 0 ? "nothing that programs notice" : countOf(telling.length, "change")}`,
    breaking > 0 ? `**${breaking} of them ${breaking === 1 ? "breaks" : "break"} consumers**` : "none breaks consumers",
    ...(unknown > 0 ? [`of ${unknown} it is not known`] : []),
    ...(words > 0 ? [`${countOf(words, "sentence or example", "sentences or examples")} mended besides`] : []),
  ];
  const lines = [heading, "", `${summary.join("; ")}.`];
  for (const [part, title] of partTitles) {
    const ofPart = telling.filter(({ subject }) => subject.part === part);
    if (ofPart.length === 0) continue;
    lines.push("", `### ${title}`);
    for (const [name, findings] of bySubject(ofPart)) {
      lines.push("", ...(name === "" ? [] : [`#### ${code(name)}`, ""]));
      for (const finding of ranked(findings)) lines.push(...renderFinding(finding, version));
    }
  }
  if (newIds.length > 0) {
    const names = newIds.map(({ subject, head }) => (typeof head === "string" ? head : subject.name));
    lines.push("", "### Schemas under a new `$id`", "", ...names.map((name) => `- ${code(name)}`));
  }
  return lines;
}

const partTitles: readonly (readonly [Subject["part"], string])[] = [
  ["contract", "The whole"],
  ["operation", "Operations"],
  ["event", "Events"],
  ["capability", "Capabilities"],
  ["type", "Types"],
  ["header", "Headers"],
  ["errorCode", "Error codes"],
  ["bound", "Bounds"],
  ["table", "Tables"],
];

const partWords: Readonly<Record<string, string>> = { errorCodes: "error codes" };

/** What breaks comes first. */
function ranked(findings: readonly Finding[]): readonly Finding[] {
  const rank = { BREAKING: 0, UNKNOWN: 1, COMPATIBLE: 2 } as const;
  return [...findings].sort((a, b) => rank[a.verdict] - rank[b.verdict]);
}

function bySubject(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { name } = finding.subject;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return groups;
}

function renderFinding(finding: Finding, version: string): readonly string[] {
  const { message, witness, affected } = finding;
  const migration = migrationOf(finding, version);
  const lines = [`- ${label(finding)}${text(message)} (${code(finding.rule)} at ${code(findingPath(finding))})`];
  if (affected.length > 0 && finding.subject.part !== "operation") {
    const more = affected.length - affectedMax;
    const named = affected.slice(0, affectedMax).map(code);
    lines.push(`  It reaches ${sentenceList(more > 0 ? [...named, `${more} more`] : named)}.`);
  }
  if (migration !== undefined) lines.push("", `  **To migrate:** ${text(migration)}`);
  if (witness !== undefined) lines.push("", ...renderWitness(witness, version));
  return lines;
}

/** What consumers do about a change. Where the comparison knows no better, the rule says what happens to them, and whose turn it is. */
function migrationOf({ migration, verdict, rule, breaks }: Finding, version: string): string | undefined {
  if (migration !== undefined || verdict === "COMPATIBLE") return migration;
  const turns = breaks.map((side) =>
    side === "request"
      ? `Who sends it: send what ${version} accepts.`
      : `Who reads it: take what ${version} may send, before it does.`,
  );
  return [rules[rule].explanation, ...turns].join(" ");
}

function label({ verdict, breaks }: Finding): string {
  if (verdict === "COMPATIBLE") return "";
  const whom = breaks.map((side) => (side === "request" ? "who sends it" : "who reads it"));
  const word = verdict === "BREAKING" ? "Breaking" : "Perhaps breaking";
  return `**${word}${whom.length > 0 ? `, for ${whom.join(" and ")}` : ""}:** `;
}

function renderWitness(witness: NonNullable<Finding["witness"]>, version: string): readonly string[] {
  const { kind, sender, acceptedBy, pointer, message, payload } = witness;
  const [accepts, refuses] = acceptedBy === "head" ? [version, "the release before"] : ["the release before", version];
  const place = pointer === "" ? "it" : code(pointer);
  const fate =
    sender === "service" && acceptedBy === "base"
      ? `The release before sends this, and ${version} no longer does`
      : `This ${kind} is valid in ${accepts}, and ${refuses} refuses it`;
  const all = JSON.stringify(payload, undefined, 2).split("\n");
  const shown = all.length > payloadLinesMax ? [...all.slice(0, payloadLinesMax), "…"] : all;
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`  ${fate}: ${place} ${text(message)}.`, "", ...[`${fence}json`, ...shown, fence].map((line) => `  ${line}`)];
}

/** Prose with code in backticks: outside of code nothing is markup. */
function text(sentence: string): string {
  return sentence
    .replaceAll(/\s+/g, " ")
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<[\]|#]/g, "\\$&")))
    .join("");
}

function code(value: string): string {
  const fence = "`".repeat(longestRun(value) + 1);
  const padding = value.startsWith("`") || value.endsWith("`") ? " " : "";
  return `${fence}${padding}${value.replaceAll(/\s+/g, " ")}${padding}${fence}`;
}

function longestRun(value: string): number {
  return Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sentenceList(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
