import type { Rule } from "../lint-context.ts";
import { publishSchema, type Refusal } from "../publish-schema.ts";
import type { Finding } from "../violation.ts";

/** Every schema has a form on every surface: no tuples, dates, transforms, nulls, values without a name. */
export const publishable: Rule = {
  name: "publishable",
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
    message: `${path === "" ? "It" : `\`${path}\``} ${what}.`,
    mend: `${mend.charAt(0).toUpperCase()}${mend.slice(1)}.`,
  };
}
