import type { Finding, Witness } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { rules } from "../rules.ts";
import { suppressionsFile } from "../suppressions.ts";
import { markdownBlock, markdownCode, markdownSentence } from "./markdown-escape.ts";
import { payloadLines } from "./payload-lines.ts";
import { type GroupName, groupNames, type Report } from "./report.ts";
import {
  bumpSentence,
  capitalised,
  count,
  effectOn,
  forWhom,
  groupCounts,
  groupTitles,
  headline,
  isFirstOfRule,
  isProvenAbove,
  provenAbove,
  unknownHint,
  versionsText,
  witnessFailure,
  witnessHeading,
  witnessTitle,
} from "./wording.ts";

export interface MarkdownOptions {
  /** Tells the comments of several contracts in one pull request apart. Default: the contract's name. */
  readonly marker?: string;
  /** Default: what GitHub takes in a comment. */
  readonly charactersMax?: number;
}

/** GitHub refuses a longer comment. */
const commentCharactersMax = 65_536;
/** Kept for the note of what was left out. */
const noteCharactersMax = 600;
/** How many proofs of a group stand open; the others are folded. */
const openMax = 5;
/** How many changes a fold lists. */
const listedMax = 100;

/** For a pull request: one comment, found again by its first line, in which nothing of the contract is markup. */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const { marker = report.head.name, charactersMax = commentCharactersMax } = options;
  const blocks = [
    ...opening(report, marker),
    ...groupNames.flatMap((name) => groupBlocks(report, name)),
    ...closing(report),
  ];
  return bounded(blocks, charactersMax);
}

/** The line by which a comment is found again. */
export function commentMarker(name: string): string {
  return `<!-- oap-diff:${name.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 100)} -->`;
}

/** A piece that is left out as a whole, and what goes missing with it. */
interface Block {
  readonly text: string;
  readonly group?: GroupName;
  readonly findings?: number;
}

function opening(report: Report, marker: string): readonly Block[] {
  const { passed, groups, suppressionIssues } = report;
  const isToRead = groups.unknown.length + groups.warnings.length + groups.acknowledged.length > 0;
  const sign = !passed ? "❌" : isToRead ? "⚠️" : "✅";
  const counts = groupCounts(report, groupNames);
  const facts = [
    `Contract ${markdownCode(report.head.name)}, ${markdownCode(versionsText(report))}.`,
    ...(counts.length === 0 ? [] : [`${capitalised(counts.join(", "))}.`]),
    `**${bumpSentence(report)}**`,
  ];
  return [
    { text: `${commentMarker(marker)}\n## ${sign} ${headline(report)}` },
    { text: facts.join(" ") },
    ...(suppressionIssues.length === 0 ? [] : [{ text: suppressionTrouble(report) }]),
  ];
}

/** For whoever reads such a comment for the first time. */
function closing({ outcome }: Report): readonly Block[] {
  if (outcome === "unchanged") return [];
  const text = `<sub>\`oap diff --explain <rule>\` says what a rule means. What you agree to goes into \`${suppressionsFile}\`, by rule and path, with a reason and a last day.</sub>`;
  return [{ text }];
}

function suppressionTrouble({ suppressionIssues }: Report): string {
  const lines = suppressionIssues.map(
    ({ location, message }) => `- ${markdownCode(`${location.file}:${location.line}`)} ${markdownSentence(message)}`,
  );
  return [`### ${capitalised(count(suppressionIssues.length, "faulty suppression"))}`, ...lines].join("\n");
}

function groupBlocks(report: Report, group: GroupName): readonly Block[] {
  const findings = report.groups[group];
  if (findings.length === 0) return [];
  if (group === "acknowledged" || group === "compatible") return [folded(findings, group)];
  const blocks = findings.map((finding, index) => ({
    text: described(finding, report, {
      open: index < openMax,
      explained: isFirstOfRule(findings, index),
      again: isProvenAbove(findings, index),
    }),
    group,
    findings: 1,
  }));
  const hint = group === "unknown" ? `\n\n${unknownHint}` : "";
  return [{ text: `### ${groupTitles[group]}${hint}` }, ...blocks];
}

interface Shown {
  /** Whether the proof stands open. */
  readonly open: boolean;
  /** Whether the rule is explained, as it is once in a group. */
  readonly explained: boolean;
  /** Whether the finding before it showed its payload. */
  readonly again: boolean;
}

function described(finding: Finding, report: Report, { open, explained, again }: Shown): string {
  const { rule, message, location, witness, reason, compilerError, migration } = finding;
  const place = location === undefined ? [] : [`${location.file}:${location.line}`];
  return [
    `#### ${markdownSentence(rules[rule].title)}`,
    [findingPath(finding), rule, ...place].map(markdownCode).join(" · "),
    `${markdownSentence(message)} ${effectOn(finding)} **${markdownSentence(forWhom(finding))}**.`,
    ...(reason === undefined ? [] : [`Not proven: ${markdownSentence(reason)}`]),
    ...(again ? [provenAbove] : witness === undefined ? [] : [witnessFold(witness, report, open)]),
    ...(compilerError === undefined
      ? []
      : [fold("What the compiler says of a program written before", markdownBlock(compilerError, "text"), open)]),
    ...(migration === undefined ? [] : [`**What to do:** ${markdownSentence(migration)}`]),
    ...(explained ? [`> ${markdownSentence(rules[rule].explanation)}`] : []),
  ].join("\n\n");
}

function witnessFold(witness: Witness, report: Report, open: boolean): string {
  const lines = payloadLines(witness.payload, witness.pointer).map(({ text }) => text);
  const content = [
    markdownSentence(witnessTitle(witness, report)),
    markdownBlock(lines.join("\n"), "json"),
    markdownSentence(witnessFailure(witness, report)),
  ];
  return fold(witnessHeading(witness), content.join("\n\n"), open);
}

function folded(findings: readonly Finding[], group: GroupName): Block {
  const shown = findings.slice(0, listedMax).map((finding) => {
    const why = finding.suppressed === undefined ? "" : ` **Because:** ${markdownSentence(finding.suppressed)}`;
    return `- ${markdownCode(finding.rule)} at ${markdownCode(findingPath(finding))}: ${markdownSentence(finding.message)}${why}`;
  });
  const left = findings.length - shown.length;
  const lines = left > 0 ? [...shown, `- … and ${left} more.`] : shown;
  return {
    text: fold(`${groupTitles[group]}: ${findings.length}`, lines.join("\n"), false),
    group,
    findings: findings.length,
  };
}

/** GitHub reads Markdown between the tags because of the empty lines. */
function fold(summary: string, content: string, open: boolean): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** As many blocks as fit, in their order, and a note of the others. */
function bounded(blocks: readonly Block[], charactersMax: number): string {
  const kept: string[] = [];
  const left = new Map<GroupName, number>();
  let room = charactersMax - noteCharactersMax;
  for (const { text, group, findings = 0 } of blocks) {
    if (text.length + 2 <= room) {
      kept.push(text);
      room -= text.length + 2;
    } else if (group !== undefined) {
      left.set(group, (left.get(group) ?? 0) + findings);
    }
  }
  const note = [...left].map(([group, amount]) => `${amount} ${group}`).join(", ");
  const lines =
    note === ""
      ? kept
      : [...kept, `**Left out here for length: ${note}.** \`oap diff --all\` and the HTML report show everything.`];
  return `${lines.join("\n\n")}\n`;
}
