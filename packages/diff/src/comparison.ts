import type { Contract } from "./contract.ts";
import type { Finding } from "./finding.ts";

/** Which version of which contract was compared; a `Contract` is one. */
export type ComparedVersion = Pick<Contract, "form" | "label" | "name" | "version">;

/** What a comparison of two versions says. Reports, suppressions and the version bump are made from this alone. */
export interface Comparison {
  readonly base: ComparedVersion;
  readonly head: ComparedVersion;
  /** In a fixed order, so that the same two versions yield the same report. */
  readonly findings: readonly Finding[];
}
