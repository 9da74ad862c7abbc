import { compare } from "../compare.ts";
import type { Finding } from "../finding.ts";
import { type ContractSketch, sketchContract } from "../rules/contract-sketch.ts";
import { type RuleGroup, type RuleId, ruleGroups, rules } from "../rules.ts";
import { payloadLines } from "./payload-lines.ts";
import { capitalised, effectOn, forWhom, witnessFate, witnessName } from "./wording.ts";

/** A day on which examples are compared: none of their sunsets lies between it and the day of reading. */
const exampleDay = "2026-01-01";

/** Everything about one rule, for a terminal: the verdict on its example is computed, and not written down. */
export function explainRule(id: RuleId): string {
  const { axis, title, explanation, example } = rules[id];
  const finding = exampleFinding(id);
  return [
    `${id}: ${title}`,
    "",
    explanation,
    "",
    `Group: ${groupOf(id)}. Axis: ${axis}, ${axes[axis]}.`,
    "",
    "Before:",
    ...sketchLines(example.before),
    "",
    "After:",
    ...sketchLines(example.after),
    ...(finding === undefined ? [] : ["", ...verdictLines(finding)]),
    "",
  ].join("\n");
}

/** All rules by group, one line each. */
export function listRules(): string {
  const width = Math.max(...Object.keys(rules).map((id) => id.length));
  const groups = Object.entries(ruleGroups).map(([group, members]) => {
    const lines = Object.entries(members).map(
      ([id, { axis, title }]) => `  ${id.padEnd(width)}  ${axis.padEnd(9)}  ${title}`,
    );
    return [`${group}:`, ...lines].join("\n");
  });
  return `${groups.join("\n\n")}\n\n\`oap diff --explain <rule>\` shows what one means, with an example.\n`;
}

const axes = {
  WIRE: "payloads",
  SOURCE: "code that is compiled against the generated types",
  BEHAVIOUR: "what happens at run time",
} as const;

/** What a comparison of the example says under the rule; undefined where only the compiler finds it. */
export function exampleFinding(id: RuleId): Finding | undefined {
  const { before, after } = rules[id].example;
  const { findings } = compare(sketchContract(before, "before"), sketchContract(after, "after"), { today: exampleDay });
  return findings.find(({ rule }) => rule === id);
}

function groupOf(id: RuleId): RuleGroup | undefined {
  return (Object.keys(ruleGroups) as RuleGroup[]).find((group) => Object.hasOwn(ruleGroups[group], id));
}

function sketchLines(sketch: ContractSketch): readonly string[] {
  if (Object.keys(sketch).length === 0) return ["  nothing of the kind"];
  return payloadLines(sketch, "/-").map(({ text }) => `  ${text}`);
}

function verdictLines(finding: Finding): readonly string[] {
  const { verdict, level, message, witness } = finding;
  const lines = [`${verdict}, ${level}: ${message}`, `${effectOn(finding)} ${forWhom(finding)}.`];
  if (witness === undefined) return lines;
  const fate = witnessFate(witness, { base: "`before`", head: "`after`" });
  return [
    ...lines,
    "",
    `${capitalised(witnessName(witness))}: ${fate}.`,
    ...payloadLines(witness.payload, witness.pointer).map(({ text, marked }) => `${marked ? "▶ " : "  "}${text}`),
    `${witness.pointer === "" ? "All of it" : `\`${witness.pointer}\``} ${witness.message}.`,
  ];
}
