import type { Direction, Finding, Witness } from "../finding.ts";
import { subjectText } from "../finding-path.ts";
import type { RuleId } from "../rules.ts";
import type { GroupName, Report } from "./report.ts";

/** How many of those affected a sentence names. */
const namedMax = 5;

/** What the groups are called above their findings. */
export const groupTitles: Readonly<Record<GroupName, string>> = {
  breaking: "Breaking",
  unknown: "Not proven either way",
  warnings: "Warnings",
  acknowledged: "Acknowledged",
  compatible: "Compatible",
};

/** What a reviewer does about changes that were not proven. */
export const unknownHint =
  "Make the change in a way that can be proven, or judge it by hand and acknowledge it by a suppression.";

/** The verdict on the whole, in one line. */
export function headline(report: Report): string {
  const { outcome, groups, suppressionIssues } = report;
  const words: Readonly<Record<Report["outcome"], string>> = {
    breaking: `${count(groups.breaking.length, "breaking change")}`,
    unknown: `${count(groups.unknown.length, "change")} that could neither be proven compatible nor shown to break`,
    acknowledged: "Compatible but for what is acknowledged",
    compatible: "Compatible",
    unchanged: "No change",
  };
  const trouble =
    suppressionIssues.length === 0 ? "" : `, and ${count(suppressionIssues.length, "faulty suppression")}`;
  return `${words[outcome]}${trouble}`;
}

/** What a release of it has to be called. */
export function bumpSentence({ bump }: Report): string {
  return bump === "none" ? "No release is needed." : `The next release is at least a ${bump} one.`;
}

/** `main → working tree`, with the versions that the contracts name where these differ. */
export function versionsText({ base, head }: Report): string {
  const labelled = (one: Report["base"]) => {
    const { version } = one;
    const label = shortLabel(one);
    return version === undefined || base.version === head.version || label.includes(version)
      ? label
      : `${label} (${version})`;
  };
  return `${labelled(base)} → ${labelled(head)}`;
}

/** `2 breaking, 1 unknown, 14 compatible`: the groups that are not empty. */
export function groupCounts(report: Report, names: readonly GroupName[]): readonly string[] {
  return names
    .filter((name) => report.groups[name].length > 0)
    .map((name) => {
      const amount = report.groups[name].length;
      return `${amount} ${amount === 1 && name === "warnings" ? "warning" : name}`;
    });
}

/** For whom a finding matters, without a full stop: `clients that send` and what. Names are between backticks. */
export function forWhom(finding: Finding): string {
  const { rule, axis, breaks, directions } = finding;
  const concerned = concernedBy[rule];
  if (concerned !== undefined) return concerned(finding);
  if (axis === "SOURCE") return `programs compiled against the generated types of ${namesOf(finding)}`;
  if (finding.subject.part === "bound" || finding.subject.part === "table")
    return `whoever keeps to ${namesOf(finding)}`;
  const sides = breaks.length > 0 ? breaks : directions;
  if (sides.length === 0) return `users of ${namesOf(finding)}`;
  return `clients that ${sides.map((side) => verbs[side]).join(" or ")} ${namesOf(finding)}`;
}

const keepers = () => "whoever keeps published schemas by their `$id`";
const callers = (finding: Finding) => `clients that call ${namesOf(finding)}`;
const users = (finding: Finding) => `clients that use ${namesOf(finding)}`;

/** Whom a change matters to, where it is not who sends or reads a payload. */
const concernedBy: Readonly<Partial<Record<RuleId, (finding: Finding) => string>>> = {
  "method-removed": callers,
  "method-removed-before-sunset": callers,
  "method-removed-after-sunset": callers,
  "method-renamed": callers,
  "http-binding-changed": callers,
  "header-added-required": callers,
  "auth-raised": callers,
  "auth-scheme-removed": callers,
  "capability-removed": users,
  "event-removed": (finding) => `clients that wait for ${namesOf(finding)}`,
  "event-no-longer-emitted": ({ base, subject }) => `clients that wait for ${inCode(base)} of ${inCode(subject.name)}`,
  "batch-support-dropped": () => "clients that send several requests at once",
  "sunset-shortened": (finding) => `whoever plans with ${namesOf(finding)} until the day that was said`,
  "stability-decreased": (finding) => `whoever relies on ${namesOf(finding)} staying as it is`,
  "content-changed-under-id": keepers,
  "schema-id-changed": keepers,
};

const verbs: Readonly<Record<Direction, string>> = { request: "send", response: "read" };

/** What happens to them: a sentence of a report begins so. */
export function effectOn({ verdict }: Finding): string {
  return verdict === "BREAKING" ? "Breaks" : verdict === "UNKNOWN" ? "May break" : "Touches";
}

function namesOf({ affected, subject }: Finding): string {
  if (affected.length === 0 && subject.name === "") return "the contract";
  const names = affected.length > 0 ? affected : [subject.name];
  const shown = names.slice(0, namedMax).map(inCode);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function inCode(name: unknown): string {
  return `\`${String(name).replaceAll("`", "'")}\``;
}

/** The longest name of a version that sentences use; beyond it they say the old and the new version. */
const calledMax = 40;

/** What a sentence calls a version. */
function called(side: "base" | "head", report: Report): string {
  const labels = { base: shortLabel(report.base), head: shortLabel(report.head) };
  const isShort = labels.base.length <= calledMax && labels.head.length <= calledMax;
  return isShort ? `\`${labels[side]}\`` : side === "base" ? "the old version" : "the new version";
}

/** A commit that was named in full is called by the first characters of its name, as git does. */
function shortLabel({ label }: Report["base"]): string {
  return label.replace(/^([0-9a-f]{12})(?:[0-9a-f]{28}|[0-9a-f]{52})(?=:|$)/, "$1");
}

/** What a witness is, before it is shown. Whoever sends keeps to the version that accepts it. */
export function witnessTitle(witness: Witness, report: Report): string {
  const [base, head] = [called("base", report), called("head", report)];
  return `${capitalised(witnessName(witness))}: ${witnessFate(witness, { base, head })}.`;
}

/** What a witness is, in words: `operation order.place request`, `a call of operation order.place`. */
export function witnessName({ kind, sender, subject }: Witness): string {
  const what = subjectText(subject);
  if (kind === "payload" || subject.part === "event") return what;
  if (subject.part === "contract") return "a batch of requests";
  if (subject.part === "errorCode") return `an answer with the code ${subject.name}`;
  return sender === "client" ? `a call of ${what}` : `a message of ${what}`;
}

/** Who sends a witness, and what becomes of it, by what the two versions are called. */
export function witnessFate({ sender, acceptedBy }: Witness, { base, head }: Record<"base" | "head", string>): string {
  if (sender === "client") return `a client of ${base} may send it, and ${head} rejects it`;
  return acceptedBy === "head"
    ? `${head} may send it, and a client of ${base} rejects it`
    : `${base} may send it, and ${head} no longer does`;
}

/** What a fold is called that has a witness. */
export function witnessHeading({ kind }: Witness): string {
  return kind === "message" ? "A message that proves it" : "A payload that proves it";
}

/** Where and why a witness is rejected. */
export function witnessFailure({ rejectedBy, pointer, message, keyword }: Witness, report: Report): string {
  const place = pointer === "" ? "All of it" : `\`${pointer}\``;
  return `${place} ${message} (\`${keyword}\`, by ${called(rejectedBy, report)}).`;
}

/** What is said where a payload would be shown a second time. */
export const provenAbove = "The payload of the finding above proves this one as well.";

/** Whether the finding before it was proven by the same payload, rejected in the same place. */
export function isProvenAbove(findings: readonly Finding[], index: number): boolean {
  const [before, witness] = [findings[index - 1]?.witness, findings[index]?.witness];
  return before !== undefined && witness !== undefined && JSON.stringify(before) === JSON.stringify(witness);
}

/** Whether no finding before it has its rule. */
export function isFirstOfRule(findings: readonly Finding[], index: number): boolean {
  return findings.findIndex(({ rule }) => rule === findings[index]?.rule) === index;
}

/** `1 change`, `2 changes`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
