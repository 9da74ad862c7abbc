import { publishSchema, type Refusal } from "../publish-schema.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Every schema has a form on every surface: no tuples, dates, transforms, nulls, values without a name. */
export const publishable: Rule = {
  name: "publishable",
  title: "Every schema has a form on every surface.",
  explanation:
    "Tuples, dates, transforms, null and values without a name mean something else in each language, or nothing. What cannot be published is refused where it is written.",
  level: "error",
  necessary: "what cannot be published has no file.",
  bad: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ at: Type.Date({ description: "When." }) }) })',
  good: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ at: ref(Timestamp, { description: "When." }) }) })',
  check: ({ types, headers }) => [
    ...types
      .filter((draft) => draft.envelopeOf === undefined)
      .flatMap(({ spec, published }) => published.refusals.map((refusal) => finding(spec.name, refusal))),
    ...headers.flatMap((spec) => publishSchema(spec.schema).refusals.map((refusal) => finding(spec.name, refusal))),
  ],
};

function finding(name: string, { path, what, mend }: Refusal): Finding {
  return {
    name: path === "" ? name : `${name} at ${path}`,
    writtenAs: name,
    at: `/schema${path}`,
    message: `${path === "" ? "It" : `\`${path}\``} ${what}.`,
    mend: `${mend.charAt(0).toUpperCase()}${mend.slice(1)}.`,
  };
}
