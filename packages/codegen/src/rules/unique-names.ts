import type { LintContext } from "../lint-context.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** One name, one thing: files, types and constants are named after it, on file systems that ignore case too. */
export const uniqueNames: Rule = {
  name: "unique-names",
  title: "One name means one thing, and has the form of its kind.",
  explanation:
    "Files, types, methods and constants are named after contracts, on file systems that ignore case too. Two names that differ only in case overwrite each other, and a name of another form breaks some generator.",
  level: "error",
  necessary: "files and types are named by it.",
  bad: 'defineType({ ...rest, name: "parcel_depot", schema: Type.Object({}) })',
  good: 'defineType({ ...rest, name: "ParcelDepot", schema: Type.Object({}) })',
  check: (context) => [...duplicates(context), ...malformed(context), ...duplicateIntegers(context)],
};

function duplicates({
  types,
  headers,
  operations,
  events,
  capabilities,
  bounds,
  tables,
}: LintContext): readonly Finding[] {
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ["type", types.map(({ spec }) => spec.name)],
    ["header", headers.map(({ name }) => name)],
    [
      "operation, event or capability",
      [
        ...operations.map(({ meta }) => meta.key),
        ...events.map(({ key }) => key),
        ...capabilities.map(({ module, name }) => `${module}.${name}`),
      ],
    ],
    ["bound or table", [...bounds, ...tables].map(({ name }) => name)],
  ];
  return groups.flatMap(([kind, names]) => {
    const first = new Map<string, string>();
    return names.flatMap((name) => {
      const other = first.get(name.toLowerCase());
      first.set(name.toLowerCase(), other ?? name);
      if (other === undefined) return [];
      const message =
        other === name ? `Another ${kind} has this name.` : `The ${kind} ${other} differs from it only in case.`;
      return [{ name, message, mend: "Give each its own name." }];
    });
  });
}

const forms = {
  type: { pattern: /^[A-Z][A-Za-z0-9]*$/, form: "PascalCase, as in ExecTarget" },
  header: { pattern: /^[A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z0-9]*)*$/, form: "words with hyphens, as in Orch-Id" },
  key: { pattern: /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/, form: "words with dots, as in exec.invoke" },
  constant: { pattern: /^[a-z][A-Za-z0-9]*$/, form: "camelCase, as in planStepsMax" },
  code: { pattern: /^[A-Z][A-Z0-9_]*$/, form: "upper case, as in PLAN_NOT_FOUND" },
  chapter: { pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, form: "kebab-case, as in control-plane" },
} as const;

function malformed(context: LintContext): readonly Finding[] {
  const { registry, types, headers, operations, events, bounds, tables } = context;
  const named: readonly (readonly [keyof typeof forms, string])[] = [
    ...types.map(({ spec }) => ["type", spec.name] as const),
    ...headers.map(({ name }) => ["header", name] as const),
    ...operations.map(({ meta }) => ["key", meta.key] as const),
    ...events.map(({ key }) => ["key", key] as const),
    ...[...bounds, ...tables].map(({ name }) => ["constant", name] as const),
    ...Object.keys(registry.errorCodes).map((code) => ["code", code] as const),
    ...registry.chapters.map(({ name }) => ["chapter", name] as const),
  ];
  return named
    .filter(([kind, name]) => !forms[kind].pattern.test(name))
    .map(([kind, name]) => ({
      name,
      message: `\`${name}\` is no name of a ${kind}.`,
      mend: `Write ${forms[kind].form}.`,
    }));
}

function duplicateIntegers({ registry }: LintContext): readonly Finding[] {
  const first = new Map<number, string>();
  return Object.entries(registry.errorCodes).flatMap(([code, { jsonRpc }]) => {
    const other = first.get(jsonRpc);
    first.set(jsonRpc, other ?? code);
    if (other === undefined) return [];
    return [
      {
        name: code,
        message: `${other} has the JSON-RPC integer ${jsonRpc} too.`,
        mend: "Give each code its own integer.",
      },
    ];
  });
}
