import type { Deprecation } from "./deprecation.ts";
import type { Source } from "./source.ts";

/** How far users may rely on a contract: `experimental` may change in a minor version, `stable` may not. */
export type Stability = "experimental" | "beta" | "stable";

/** What changed in one version; pages print these under "What changed". */
export interface Change {
  readonly since: string;
  readonly what: string;
}

/** What every spec says about itself, whatever it specifies. */
export interface SpecMeta extends Deprecation {
  /** A short name for people, such as `Event identifier`. */
  readonly title: string;
  /** Whole sentences on what it means, its default and its limits. */
  readonly description: string;
  readonly stability: Stability;
  /** The protocol version that brought it. */
  readonly since: string;
  readonly source: Source;
  readonly changes?: readonly Change[];
}
