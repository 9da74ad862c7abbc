import type { Contract } from "../contract.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/**
 * Throws for two contracts that say nothing of each other: of different forms, or, as published here, of another name
 * or, unless that is meant, another major version, whose clients are others. Titles and versions of OpenAPI documents may differ.
 */
export function checkComparable(
  base: Contract,
  head: Contract,
  { acrossMajors = false }: ComparableOptions = {},
): void {
  const where = `${base.label} and ${head.label}`;
  if (base.form !== head.form) {
    throw new UnreadableContract("DIFFERENT_KINDS", {
      where,
      problem: `The first is ${words[base.form]}, the second ${words[head.form]}.`,
      remedy: "Compare two of one kind.",
    });
  }
  if (base.form === "openapi") return;
  if (isNamed(base) && isNamed(head) && base.name !== head.name) {
    throw new UnreadableContract("DIFFERENT_CONTRACTS", {
      where,
      problem: `The first is of \`${base.name}\`, the second of \`${head.name}\`.`,
      remedy: "Compare two versions of one contract.",
    });
  }
  if (acrossMajors) return;
  const [from, to] = [majorOf(base.version), majorOf(head.version)];
  if (from !== undefined && to !== undefined && from !== to) {
    throw new UnreadableContract("DIFFERENT_CONTRACTS", {
      where,
      problem: `The first is version ${base.version}, the second ${head.version}: another major version breaks by intent.`,
      remedy: "Compare two versions of one major version, or say that majors are to be compared: `--across-majors`.",
    });
  }
}

export interface ComparableOptions {
  /** Whether two major versions may be compared: the one is to follow on the other. */
  readonly acrossMajors?: boolean;
}

const words: Readonly<Record<Contract["form"], string>> = {
  contract: "a contract",
  bundle: "a bundle of schemas",
  openapi: "an OpenAPI document",
};

/** A bundle without `$id` is called as its file is, which says nothing of what it is a bundle of. */
function isNamed({ name, label }: Contract): boolean {
  return name !== label;
}

function majorOf(version: string | undefined): string | undefined {
  return version?.split(".")[0];
}
