import { mapSchema, referredName } from "../map-schema.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Type parameters are declared where they are used, used where they are declared, and filled in the right number. */
export const genericArguments: Rule = {
  name: "generic-arguments",
  title: "Type parameters are declared, used and filled.",
  explanation:
    "A parameter that is used and not declared, declared and not used, or filled in another number, yields types that do not compile.",
  level: "error",
  necessary: "the generated types would not compile.",
  bad: 'defineType({ ...rest, name: "Box", schema: Type.Object({ item: parameter("TItem") }) })',
  good: 'defineType({ ...rest, name: "Box", parameters: ["TItem"], schema: Type.Object({ item: parameter("TItem") }) })',
  check: ({ types, typesByName }) =>
    types.flatMap(({ spec, published }) => {
      const findings: Finding[] = [];
      const declared = new Set(spec.parameters);
      const used = new Set<string>();
      const use = (parameter: string) => {
        used.add(parameter);
        if (declared.has(parameter)) return;
        findings.push({
          name: spec.name,
          message: `It uses the type parameter ${parameter} and does not declare it.`,
          mend: `Add "${parameter}" to parameters.`,
        });
      };
      mapSchema(published.genericSchema, (node) => {
        if (typeof node.typeParameter === "string") use(node.typeParameter);
        const typeArguments = (node.typeArguments ?? []) as readonly string[];
        for (const argument of typeArguments) use(argument);
        const target = node.$ref === undefined ? undefined : typesByName.get(referredName(node.$ref))?.spec;
        if (target !== undefined && typeArguments.length > 0 && typeArguments.length !== target.parameters.length) {
          findings.push({
            name: spec.name,
            message: `It fills ${typeArguments.length} type parameters of ${target.name}, which has ${target.parameters.length}.`,
            mend: "Fill all of them, in their order.",
          });
        }
        return node;
      });
      for (const parameter of declared) {
        if (used.has(parameter)) continue;
        findings.push({
          name: spec.name,
          message: `It declares the type parameter ${parameter} and does not use it.`,
          mend: "Remove it from parameters, or mark its place with parameter().",
        });
      }
      return findings;
    }),
};
