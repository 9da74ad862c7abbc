import type { Rule } from "../rule.ts";

/** Names that every file of some language sees without an import: TypeScript, Python, Go (exported), Java, C#. */
const builtIn = new Set(
  (
    "Array ArrayBuffer BigInt Blob Boolean Buffer Bytes Date DateTime Error Event Exception File Function Generator Headers Integer Iterator List Map None Null " +
    "Number Object Optional Promise Proxy Range Record Reflect RegExp Request Response Set String Symbol Thread Tuple Type Union URL Void WeakMap WeakSet"
  ).split(" "),
);

/** A type is not called like what a language brings itself. */
export const builtInNames: Rule = {
  name: "built-in-names",
  title: "No type is called like one that a language brings itself.",
  explanation:
    "A generated type named `Error` or `Map` shadows the language's own in every file that imports it, and compiles where it should not. Give it the name of its subject.",
  level: "warning",
  bad: 'defineType({ ...rest, name: "Event", schema: Type.Object({}) })',
  good: 'defineType({ ...rest, name: "DepotEvent", schema: Type.Object({}) })',
  check: ({ types }) =>
    types
      .filter(({ spec }) => builtIn.has(spec.name))
      .map(({ spec, writtenAs }) => ({
        name: spec.name,
        writtenAs,
        message: `\`${spec.name}\` is a name that languages give to something of their own.`,
        mend: `Say what it is of, as in Parcel${spec.name}.`,
      })),
};
