import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A text that breaks a rule, or one that looks as if it did. */
export interface Sample {
  /** The rule for which it was written. */
  readonly rule: string;
  readonly title: string;
  readonly violates: boolean;
  /** Where in the repository it is thought to stand. */
  readonly path: string;
  readonly text: string;
  /** Whether the compiler rejects it too, as it is meant to. */
  readonly isIllTyped: boolean;
  /** `line rule` of every violation that it must have, in order: a line's mark `✗`, or `✗ other-rule`. */
  readonly expected: readonly string[];
}

/**
 * Reads the samples of a rule. A section begins with `//// violates:` or `//// passes:` and its title, then optionally
 * `at` and its path; `!` says that it does not compile. What stands under `//// given` precedes each section up to the next one of these.
 */
export function readSamples(rule: string): readonly Sample[] {
  const file = readFileSync(join(import.meta.dirname, `${rule}.ts.txt`), "utf8");
  let given = "";
  return file.split(/^\/\/\/\/ /m).flatMap((section) => {
    if (section === "") return [];
    if (!section.startsWith("given\n")) return [sampleOf(rule, given, section)];
    given = section.slice("given\n".length);
    return [];
  });
}

function sampleOf(rule: string, preamble: string, section: string): Sample {
  const [head = "", ...lines] = section.split("\n");
  const match = /^(violates|passes): (.+?)(?: at (\S+))?( !)?$/.exec(head);
  const [, kind, title = "", path, illTyped] = match ?? [];
  if (kind === undefined) throw new Error(`${rule}.ts.txt has a section with the head \`${head}\`.`);
  const text = `${preamble}${lines.join("\n")}`;
  const slug = title.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return {
    rule,
    title,
    violates: kind === "violates",
    path: path ?? `packages/server/src/${rule}-${slug}.ts`,
    text,
    isIllTyped: illTyped !== undefined,
    expected: text
      .split("\n")
      .flatMap((line, index) => marksOf(line).map((marked) => `${index + 1} ${marked || rule}`)),
  };
}

function marksOf(line: string): readonly string[] {
  return [...line.matchAll(/✗(?: ([a-z-]+))?/g)].map(([, rule = ""]) => rule).sort();
}
