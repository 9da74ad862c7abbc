import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { Comparison } from "./comparison.ts";
import type { SourceLocation } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { findingPath } from "./finding-path.ts";
import type { RuleId } from "./rules.ts";

/** The file's name, where nothing else is said. */
export const suppressionsFile = ".oap-diff.json";

/** What reviewers have agreed to: one kind of change at some places, until some day, for a reason. */
export interface Suppression {
  readonly rule: RuleId;
  /** As reports print it, such as `type ExecutionPlan#/properties/steps`; `*` is anything but `/`, `**` anything. */
  readonly path: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly location: SourceLocation;
}

/** Why a suppression, or the whole file, is of no use as it stands. */
export interface SuppressionIssue {
  readonly kind: "malformed" | "unknown-rule" | "expired" | "unused";
  readonly location: SourceLocation;
  readonly message: string;
}

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  readonly issues: readonly SuppressionIssue[];
}

export interface ReadSuppressionsOptions {
  /** How the file is called in what is said of it. */
  readonly file: string;
  readonly rules: ReadonlySet<RuleId>;
}

/** The shape of the file; `suppressions.schema.json` is this, published for editors. */
export const suppressionsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:oap:diff:suppressions:1.0.0",
  title: "Suppressions of a contract diff",
  description: "Changes of a contract that reviewers have agreed to. An entry that is expired or unused fails.",
  type: "object",
  required: ["suppressions"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string", description: "For editors." },
    suppressions: {
      type: "array",
      maxItems: 10_000,
      items: {
        type: "object",
        required: ["rule", "path", "reason", "expires"],
        additionalProperties: false,
        properties: {
          rule: { type: "string", description: "The id of a rule; `oap diff --rules` lists them." },
          path: {
            type: "string",
            minLength: 1,
            maxLength: 2000,
            description:
              "The place, as reports print it: `type ExecutionPlan#/properties/steps`. `*` is anything but `/`, `**` anything.",
          },
          reason: {
            type: "string",
            minLength: 10,
            maxLength: 2000,
            description: "Why the change is fine, for the next reader.",
          },
          expires: {
            type: "string",
            pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            description: "The last day on which the entry holds, `YYYY-MM-DD`.",
          },
        },
      },
    },
  },
} as const;

const isSuppressions = new Ajv2020({ allErrors: true }).compile<{ suppressions: Omit<Suppression, "location">[] }>(
  suppressionsSchema,
);

/** Reads the text of a suppressions file. Whatever is wrong with it comes back as an issue with its line. */
export function readSuppressions(text: string, { file, rules }: ReadSuppressionsOptions): Suppressions {
  const lines = new LineCounter();
  // JSON is read by the YAML parser because it knows where each value stands.
  const document = parseDocument(text, { lineCounter: lines, schema: "json" });
  const malformed = (message: string, line: number): SuppressionIssue => ({
    kind: "malformed",
    location: { file, line },
    message,
  });
  const value = parseJson(text);
  if (document.errors.length > 0 || value === undefined) {
    const [error] = document.errors;
    const reason = error?.code === "DUPLICATE_KEY" ? "A key is there twice" : "This is not JSON";
    return { suppressions: [], issues: [malformed(`${reason}.`, error?.linePos?.[0].line ?? 1)] };
  }
  const lineOf = (path: readonly (string | number)[]) => lineAt(document, lines, path);
  if (!isSuppressions(value)) {
    const issues = (isSuppressions.errors ?? []).map((error) =>
      malformed(`${describeError(error)}.`, lineOf(pathOf(error.instancePath))),
    );
    return { suppressions: [], issues };
  }
  const suppressions = value.suppressions.map((entry, index) => ({
    ...entry,
    location: { file, line: lineOf(["suppressions", index]) },
  }));
  const issues = suppressions.flatMap(({ rule }, index) =>
    rules.has(rule) ? [] : [unknownRule(rule, { file, line: lineOf(["suppressions", index, "rule"]) })],
  );
  return { suppressions: suppressions.filter(({ rule }) => rules.has(rule)), issues };
}

function unknownRule(rule: RuleId, location: SourceLocation): SuppressionIssue {
  return {
    kind: "unknown-rule",
    location,
    message: `There is no rule \`${rule}\`; \`oap diff --rules\` lists those there are.`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeError({ instancePath, keyword, message, params }: ErrorObject): string {
  const place = instancePath === "" ? "The file" : `\`${instancePath}\``;
  const extra = keyword === "additionalProperties" ? ` (\`${params.additionalProperty}\`)` : "";
  const form = instancePath.endsWith("/expires") ? ": a day is written YYYY-MM-DD" : "";
  return `${place} ${message ?? "is wrong"}${extra}${form}`;
}

function pathOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
}

export interface Suppressed {
  /** Each covered finding carries the reason in `suppressed`. */
  readonly comparison: Comparison;
  readonly issues: readonly SuppressionIssue[];
}

/**
 * Marks the errors and warnings that suppressions cover. One that is past its day covers nothing; one that covers nothing
 * is an issue, so that the file says what still holds and no more.
 */
export function applySuppressions(
  comparison: Comparison,
  suppressions: readonly Suppression[],
  { today }: { readonly today: string },
): Suppressed {
  const matchers = suppressions.map((suppression) => ({ suppression, matches: matcherOf(suppression), used: false }));
  const findings = comparison.findings.map((finding) => {
    if (finding.level === "info") return finding;
    const fitting = matchers.filter(({ matches }) => matches(finding));
    for (const matcher of fitting) matcher.used = true;
    const holding = fitting.find(({ suppression }) => today <= suppression.expires);
    return holding === undefined ? finding : { ...finding, suppressed: holding.suppression.reason };
  });
  const issues = matchers.flatMap(({ suppression, used }) => issuesOf(suppression, used, today));
  return { comparison: { ...comparison, findings }, issues };
}

function issuesOf({ rule, path, expires, location }: Suppression, used: boolean, today: string): SuppressionIssue[] {
  const entry = `\`${rule}\` at \`${path}\``;
  if (!used) {
    const message = `Nothing needs the suppression of ${entry} any more, or its path is wrong: delete it, or copy the path from a report.`;
    return [{ kind: "unused", location, message }];
  }
  if (today <= expires) return [];
  const message = `The suppression of ${entry} held until ${expires}: mend what it covers, or agree on another day.`;
  return [{ kind: "expired", location, message }];
}

function matcherOf({ rule, path }: Suppression): (finding: Finding) => boolean {
  const pattern = new RegExp(
    `^${path
      .split(/(\*\*|\*)/)
      .map(patternPart)
      .join("")}$`,
    "su",
  );
  return (finding) => finding.rule === rule && pattern.test(findingPath(finding));
}

function patternPart(part: string): string {
  if (part === "**") return ".*";
  return part === "*" ? "[^/]*" : part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
