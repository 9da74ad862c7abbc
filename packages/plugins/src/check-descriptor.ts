import { readConstraints } from "@oap/governance";
import type { CapabilityDescriptor, ValidationIssue } from "@oap/protocol";
import semver from "semver";
import { checkSchema } from "./check-schema.ts";

/** Lists what is wrong with a descriptor beyond its own schema: its version, the two schemas in it, and constraints that nobody can enforce. */
export function checkDescriptor(descriptor: CapabilityDescriptor, pointer: string): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  if (semver.valid(descriptor.version) !== descriptor.version) {
    issues.push({
      pointer: `${pointer}/version`,
      keyword: "pattern",
      message: "must be a semantic version such as 1.0.0",
    });
  }
  for (const member of ["input", "output"] as const) {
    for (const issue of checkSchema(descriptor[member])) {
      issues.push({ ...issue, pointer: `${pointer}/${member}${issue.pointer}` });
    }
  }
  for (const [index, constraint] of (descriptor.constraints ?? []).entries()) {
    const reading = readConstraints([constraint]);
    if (reading.ok) continue;
    for (const message of reading.problems) {
      issues.push({ pointer: `${pointer}/constraints/${index}`, keyword: "constraint", message });
    }
  }
  return issues;
}

/** Whether two descriptors agree in what must not change under one version. The rest, such as being deprecated, may. */
export function sameContent(known: CapabilityDescriptor, offered: CapabilityDescriptor): boolean {
  const content = ({ input, output, constraints, idempotent, risk, type }: CapabilityDescriptor) =>
    JSON.stringify(sorted({ input, output, constraints: constraints ?? [], idempotent, risk, type }));
  return content(known) === content(offered);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
