import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

const validMin = 1;
const invalidMin = 2;

/** Every type shows what it accepts and what it refuses. */
export const exemplified: Rule = {
  name: "exemplified",
  title: "Every type shows what it accepts and what it refuses.",
  explanation:
    "One valid example and two invalid ones are documentation that is checked, and the fixtures by which other implementations check themselves.",
  level: "error",
  necessary: "pages, documents and fixtures show an example of everything.",
  bad: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 9 }), examples: { valid: [], invalid: [] } })',
  good: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 9 }), examples: { valid: [{ title: "the street", value: 0 }], invalid: [] } })',
  check: ({ types, headers }) => [
    ...types
      .filter(({ envelopeOf }) => envelopeOf === undefined)
      .flatMap(({ spec }) => {
        const { valid, invalid } = spec.examples;
        const findings: Finding[] = [];
        if (valid.length < validMin) findings.push(tooFew(spec.name, "valid", valid.length, validMin));
        if (invalid.length < invalidMin && spec.withoutInvalidExamples === undefined) {
          findings.push(tooFew(spec.name, "invalid", invalid.length, invalidMin));
        }
        const titles = [...valid, ...invalid].map(({ title }) => title);
        for (const title of new Set(titles.filter((title, index) => titles.indexOf(title) !== index))) {
          findings.push({
            name: spec.name,
            message: `Two examples have the title "${title}".`,
            mend: "Say in the title what each example shows.",
          });
        }
        return findings;
      }),
    ...headers
      .filter(({ example }) => example === "")
      .map(({ name }) => ({
        name,
        message: "The header has no example.",
        mend: "Write one value as it is on the wire.",
      })),
  ],
};

function tooFew(name: string, kind: string, count: number, least: number): Finding {
  return {
    name,
    message: `It has ${count} ${kind} example${count === 1 ? "" : "s"} and needs at least ${least}.`,
    mend:
      kind === "valid"
        ? "Add a valid example."
        : "Add invalid examples with the pointer and the keyword that fail, or say in withoutInvalidExamples why there are none.",
  };
}
