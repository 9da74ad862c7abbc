import type { JsonSchemaObject } from "./json-schema.ts";
import type { LintContext } from "./lint-context.ts";
import type { Finding } from "./violation.ts";

/** What becomes of a finding: an error stops generation, a warning is told, `off` does not look. */
export type Level = "error" | "warning" | "off";

/** One house rule. It gets contracts that may be wrong in every other way, so it trusts nothing but its own question. */
export interface Rule<TOptions = unknown> {
  /** Its id, which is the name of its file. */
  readonly name: string;
  /** What it demands, as one short sentence. */
  readonly title: string;
  /** Why: what goes wrong for whom where it is broken. Whole sentences. */
  readonly explanation: string;
  /** Its level in the preset `recommended`. In `all`, what is off there is a warning. */
  readonly level: Level;
  /** Why it cannot be turned down or ignored: what generation could not do without it. */
  readonly necessary?: string;
  /** True when `--fix` can mend at least some of its findings. */
  readonly fixable?: boolean;
  readonly options?: RuleOptions<TOptions>;
  /** The smallest contracts that break and keep it. `...rest` stands for what is not about the rule. */
  readonly bad: string;
  readonly good: string;
  check(context: LintContext, options: TOptions): readonly Finding[];
}

export interface RuleOptions<TOptions> {
  /** JSON Schemas of the options by name; a `description` each. */
  readonly properties: Readonly<Record<keyof TOptions & string, JsonSchemaObject>>;
  readonly defaults: TOptions;
}
