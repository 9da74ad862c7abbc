import { deprecationOf } from "@oap/contracts";
import { type NamedPart, namedParts } from "../named-parts.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Who is sent away from one contract finds another of the same kind, which is not itself about to end. */
export const knownReplacements: Rule = {
  name: "known-replacements",
  title: "A replacement is there, is of the same kind, and will stay.",
  explanation:
    "Whoever is sent away from one contract must find another. `replacedBy` names a listed contract of the same kind that is not deprecated itself.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Visit", schema: Type.Object({}), deprecated: "2026-01-01", replacedBy: "Stop" })',
  good: 'defineType({ ...rest, name: "Visit", schema: Type.Object({}), deprecated: "2026-01-01", replacedBy: "ParcelScanned" })',
  check: (context) => {
    const parts = namedParts(context);
    const byName = new Map(parts.map((part) => [keyOf(part.kind, part.name), part]));
    return parts.flatMap((part): readonly Finding[] => {
      const { kind, name, spec } = part;
      const { replacedBy } = spec;
      if (replacedBy === undefined) return [];
      const replacement = byName.get(keyOf(kind, replacedBy));
      if (replacement === undefined) {
        const others = parts.filter((other) => other.name === replacedBy).map((other) => other.kind);
        const found = others.length > 0 ? `is the name of another kind, ${others.join(" and ")}` : "nothing is named";
        return [
          {
            name,
            message: `Its \`replacedBy\` is ${replacedBy}, which ${found}.`,
            mend: `Name ${article(kind)} ${kind} that the registry lists.`,
          },
        ];
      }
      if (deprecationOf(replacement.spec) === undefined) return [];
      const itself = replacement === part ? "the same contract" : "deprecated too";
      return [
        {
          name,
          message: `Its \`replacedBy\` is ${replacedBy}, which is ${itself}.`,
          mend: "Name what will stay.",
        },
      ];
    });
  },
};

function keyOf(kind: NamedPart["kind"], name: string): string {
  return `${kind} ${name}`;
}

function article(kind: NamedPart["kind"]): string {
  return /^[aeo]/.test(kind) ? "an" : "a";
}
