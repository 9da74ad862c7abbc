import type { Stability, TypeSpec } from "@oap/contracts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

const order: readonly Stability[] = ["experimental", "beta", "stable"];

/** What is stable is made of what is stable. */
export const stableFoundations: Rule = {
  name: "stable-foundations",
  title: "What is stable is made of what is stable.",
  explanation:
    "An experimental type may change in a minor version, and with it everything that refers to it: a stable operation that does so is stable in name only.",
  level: "warning",
  bad: '[defineType({ ...rest, name: "Stop", stability: "experimental", schema: Type.Object({}) }),\n  defineType({ ...rest, name: "Visit", stability: "stable", schema: Type.Object({ stop: Type.Unsafe({ $ref: "Stop" }) }) })]',
  good: '[defineType({ ...rest, name: "Stop", stability: "experimental", schema: Type.Object({}) }),\n  defineType({ ...rest, name: "Visit", stability: "experimental", schema: Type.Object({ stop: Type.Unsafe({ $ref: "Stop" }) }) })]',
  check: ({ types, typesByName, operations, events, capabilities }) => {
    const weaker = (name: string, stability: Stability, used: readonly string[]): readonly Finding[] =>
      [...new Set(used)].flatMap((type) => {
        const target = typesByName.get(type)?.spec;
        if (target === undefined || order.indexOf(target.stability) >= order.indexOf(stability)) return [];
        return [
          {
            name,
            message: `It is ${stability} and refers to ${type}, which is ${target.stability}.`,
            mend: `Make ${type} ${stability}, or this ${target.stability}.`,
          },
        ];
      });
    const names = (...specs: readonly TypeSpec[]) => specs.map(({ name }) => name);
    return [
      ...types
        .filter(({ envelopeOf }) => envelopeOf === undefined)
        .flatMap(({ spec, published }) => weaker(spec.name, spec.stability, published.references)),
      ...operations.flatMap(({ meta, io }) => weaker(meta.key, meta.stability, names(io.input, io.output))),
      ...events.flatMap(({ key, stability, payload }) => weaker(key, stability, names(payload))),
      ...capabilities.flatMap(({ module, name, stability, input, output }) =>
        weaker(`${module}.${name}`, stability, names(input, output)),
      ),
    ];
  },
};
