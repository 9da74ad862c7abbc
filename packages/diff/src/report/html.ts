import type { Finding, Witness } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { rules } from "../rules.ts";
import { htmlStyle } from "./html-style.ts";
import { escapeMarkup } from "./markup-escape.ts";
import { payloadLines } from "./payload-lines.ts";
import { codeSpans, printableLine } from "./printable.ts";
import { type GroupName, groupNames, type Report } from "./report.ts";
import {
  bumpSentence,
  capitalised,
  count,
  effectOn,
  forWhom,
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

/** One page to keep or to send: no script, no font and no picture from elsewhere, light or dark as its reader has it. */
export function renderHtml(report: Report): string {
  const title = `${headline(report)} · ${report.head.name}`;
  const shown = groupNames.filter((name) => report.groups[name].length > 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<p class="versions">Contract <code>${escapeMarkup(report.head.name)}</code>, <code>${escapeMarkup(versionsText(report))}</code></p>
<h1 class="${report.passed ? "passed" : "failed"}"><span aria-hidden="true">${!report.passed ? "✗" : report.outcome === "unknown" ? "!" : "✓"}</span> ${escapeMarkup(headline(report))}</h1>
<p><strong>${escapeMarkup(bumpSentence(report))}</strong></p>
${navigation(report, shown)}
</header>
<main id="findings">
${[...suppressionTrouble(report), ...shown.map((name) => group(report, name))].join("\n")}
</main>
</body>
</html>
`;
}

function navigation(report: Report, shown: readonly GroupName[]): string {
  if (shown.length === 0) return "";
  const items = shown.map(
    (name) =>
      `<li class="${name}"><a href="#${name}"><b>${report.groups[name].length}</b> ${groupTitles[name].toLowerCase()}</a></li>`,
  );
  return `<nav aria-label="Findings by what they come to"><ul>${items.join("")}</ul></nav>`;
}

function suppressionTrouble({ suppressionIssues }: Report): readonly string[] {
  if (suppressionIssues.length === 0) return [];
  const items = suppressionIssues.map(
    ({ location, message }) =>
      `<li><code>${escapeMarkup(`${location.file}:${location.line}`)}</code> ${sentence(message)}</li>`,
  );
  return [
    `<section class="breaking"><h2>${capitalised(count(suppressionIssues.length, "faulty suppression"))}</h2><ul>${items.join("")}</ul></section>`,
  ];
}

function group(report: Report, name: GroupName): string {
  const findings = report.groups[name];
  const heading = `<h2 id="${name}-title">${groupTitles[name]} <span class="count">${findings.length}</span></h2>`;
  const content =
    name === "compatible" || name === "acknowledged"
      ? `<details${name === "acknowledged" ? " open" : ""}><summary>${count(findings.length, "change")}</summary><ul>${findings.map(listed).join("\n")}</ul></details>`
      : [
          ...(name === "unknown" ? [`<p>${unknownHint}</p>`] : []),
          ...findings.map((finding, index) =>
            described(finding, report, {
              explained: isFirstOfRule(findings, index),
              again: isProvenAbove(findings, index),
            }),
          ),
        ].join("\n");
  return `<section id="${name}" class="${name}" aria-labelledby="${name}-title">${heading}\n${content}</section>`;
}

function listed(finding: Finding): string {
  const { rule, message, suppressed } = finding;
  const why = suppressed === undefined ? "" : ` <strong>Because:</strong> ${sentence(suppressed)}`;
  return `<li><code class="rule">${escapeMarkup(rule)}</code> <code>${escapeMarkup(findingPath(finding))}</code><br>${sentence(message)}${why}</li>`;
}

interface Shown {
  /** Whether the rule is explained, as it is once in a group. */
  readonly explained: boolean;
  /** Whether the finding before it showed its payload. */
  readonly again: boolean;
}

function described(finding: Finding, report: Report, { explained, again }: Shown): string {
  const { rule, axis, message, location, witness, reason, compilerError, migration } = finding;
  const place = location === undefined ? [] : [`${location.file}:${location.line}`];
  const facts = [findingPath(finding), rule, ...place].map((fact) => `<code>${escapeMarkup(fact)}</code>`);
  return [
    `<article><h3>${sentence(rules[rule].title)}</h3>`,
    `<p class="facts">${facts.join("")}<span>${axis}</span></p>`,
    `<p>${sentence(message)} ${effectOn(finding)} <strong>${sentence(forWhom(finding))}</strong>.</p>`,
    ...(reason === undefined ? [] : [`<p>Not proven: ${sentence(reason)}</p>`]),
    ...(again ? [`<p>${provenAbove}</p>`] : witness === undefined ? [] : [witnessFold(witness, report)]),
    ...(compilerError === undefined
      ? []
      : [
          `<details open><summary>What the compiler says of a program written before</summary><pre tabindex="0">${escapeMarkup(compilerError)}</pre></details>`,
        ]),
    ...(migration === undefined ? [] : [`<p><strong>What to do:</strong> ${sentence(migration)}</p>`]),
    ...(explained ? [`<p class="explanation">${sentence(rules[rule].explanation)}</p>`] : []),
    "</article>",
  ].join("\n");
}

function witnessFold(witness: Witness, report: Report): string {
  const lines = payloadLines(witness.payload, witness.pointer).map(({ text, marked }) =>
    marked ? `<mark>${escapeMarkup(text)}</mark>` : escapeMarkup(text),
  );
  return `<details open><summary>${witnessHeading(witness)}</summary>
<p>${sentence(witnessTitle(witness, report))}</p>
<pre tabindex="0">${lines.join("\n")}</pre>
<p>${sentence(witnessFailure(witness, report))}</p>
</details>`;
}

/** Prose, with what stands between backticks as code. */
function sentence(text: string): string {
  return codeSpans(printableLine(text))
    .map(({ code, text: part }) => (code ? `<code>${escapeMarkup(part)}</code>` : escapeMarkup(part)))
    .join("");
}
