import type { Level, Rule } from "../rule.ts";
import { LintError } from "./lint-error.ts";

/** The file beside the contracts, `oap-lint.json`, as it is written. */
export interface LintConfiguration {
  readonly $schema?: string;
  /** The levels that hold for the rules that `rules` does not name. Default: `recommended`. */
  readonly extends?: Preset;
  /** A level for a rule, or a level and options. */
  readonly rules?: Readonly<Record<string, Level | readonly [Level, Readonly<Record<string, unknown>>?]>>;
  /** Findings that are right and will not be mended, each with the reason. */
  readonly ignore?: readonly IgnoreEntry[];
}

export type Preset = "recommended" | "all";

export interface IgnoreEntry {
  readonly rule: string;
  /** The contract's name or key, or a finding's name with its pointer: `Parcel at /properties/size`. */
  readonly name: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. Default: it holds as long as there is something to ignore. */
  readonly until?: string;
}

/** The name of the file that is looked for beside the contracts. */
export const configurationFileName = "oap-lint.json";

/** A rule with what a configuration makes of it. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly level: Level;
  readonly options: unknown;
}

/** The level and the options of each rule, in the order of the rules. Throws where the configuration asks for what cannot be. */
export function configuredRules(
  rules: readonly Rule[],
  { extends: preset = "recommended", rules: settings = {}, ignore = [] }: LintConfiguration,
): readonly ConfiguredRule[] {
  const names = rules.map(({ name }) => name);
  for (const name of [...Object.keys(settings), ...ignore.map(({ rule }) => rule)]) {
    if (!names.includes(name)) throw new LintError(`There is no rule ${name}.${nearest(name, names)}`);
  }
  for (const { rule: name } of ignore) {
    const { necessary } = rules.find((rule) => rule.name === name) as Rule;
    if (necessary !== undefined) throw new LintError(`${name} cannot be ignored: ${necessary}`);
  }
  return rules.map((rule) => {
    const written = settings[rule.name];
    const [level, options = {}] =
      written === undefined ? [levelIn(rule, preset)] : typeof written === "string" ? [written] : written;
    if (rule.necessary !== undefined && level !== "error") {
      throw new LintError(`${rule.name} is always an error: ${rule.necessary}`);
    }
    return { rule, level, options: { ...(rule.options?.defaults ?? {}), ...options } };
  });
}

export function levelIn(rule: Rule, preset: Preset): Level {
  return preset === "all" && rule.level === "off" ? "warning" : rule.level;
}

/** What was probably meant: the name with the fewest edits, if they are few. */
export function nearest(name: string, names: readonly string[]): string {
  const [best] = names.map((other) => ({ other, edits: editsBetween(name, other) })).sort((a, b) => a.edits - b.edits);
  return best === undefined || best.edits > Math.max(2, name.length / 3) ? "" : ` Did you mean ${best.other}?`;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
