import type { Comparison } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./rules.ts";

/** The least step that a version must take, of semantic versioning. */
export type Bump = "major" | "minor" | "patch" | "none";

/** A package that is released with the contract. */
export interface PublishedPackage {
  readonly name: string;
  /** Its version before the release; without it, the base contract's version counts. */
  readonly version?: string;
}

/** From the least to the greatest. */
export const bumps: readonly Bump[] = ["none", "patch", "minor", "major"];

/**
 * The bump that the changes ask for, of a package at `version` (by default the base contract's own; without any, 1.0.0).
 *
 * Anything that breaks, acknowledged or not, asks for a major, and so does anything that was neither proven nor
 * acknowledged; what is new, is deprecated or behaves otherwise, for a minor; words and rewriting, for a patch. A content that was changed
 * under one `$id` fails until the `$id` moves, and asks for no more than that. Before 1.0.0 the minor number
 * plays the major's part (Semantic Versioning 2.0.0, 4; npm's caret): there a break asks for a minor and the rest for a patch.
 */
export function requiredBump(comparison: Comparison, version = comparison.base.version): Bump {
  const bump = greatestBump(comparison.findings.map(bumpOf));
  if (!isInitialDevelopment(version)) return bump;
  if (bump === "major") return "minor";
  return bump === "minor" ? "patch" : bump;
}

/** The greatest of them; `none` of none. */
export function greatestBump(of: readonly Bump[]): Bump {
  return bumps.findLast((bump) => of.includes(bump)) ?? "none";
}

/** What one change asks for from version 1.0.0 on. */
export function bumpOf({ rule, verdict, level, effect, suppressed }: Finding): Bump {
  const { asksFor } = rules[rule];
  if (asksFor === "patch") return "patch";
  if (verdict === "BREAKING") return "major";
  if (verdict === "UNKNOWN") return suppressed === undefined ? "major" : "minor";
  return level === "info" && effect === "none" ? (asksFor ?? "patch") : "minor";
}

function isInitialDevelopment(version: string | undefined): boolean {
  return version !== undefined && /^0\./.test(version);
}
