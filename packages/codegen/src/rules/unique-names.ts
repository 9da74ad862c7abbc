import type { LintContext } from "../lint-context.ts";
import { exportedName, moduleInterface, packageExports } from "../package-exports.ts";
import { pascalCase } from "../pascal-case.ts";
import { invokeOperation, openApiTypes } from "../protocol-types.ts";
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
  check: (context) => [...duplicates(context), ...malformed(context), ...taken(context), ...duplicateIntegers(context)],
};

function duplicates({
  registry,
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
    ["chapter", registry.chapters.map(({ name }) => name)],
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
  module: {
    pattern: /^[A-Za-z][A-Za-z0-9._-]{0,127}$/,
    form: "a letter, then letters, digits, `.`, `-` or `_`, as in image",
  },
  capability: {
    pattern: /^(?!then$)[A-Za-z][A-Za-z0-9._-]{0,127}$/,
    form: "a letter, then letters, digits, `.`, `-` or `_`, as in analyze; `then` would make its module a promise",
  },
  code: { pattern: /^[A-Z][A-Z0-9_]*$/, form: "upper case, as in PLAN_NOT_FOUND" },
  chapter: { pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, form: "kebab-case, as in control-plane" },
} as const;

function malformed(context: LintContext): readonly Finding[] {
  const { registry, types, headers, operations, events, capabilities, bounds, tables } = context;
  const named: readonly (readonly [keyof typeof forms, string, string?])[] = [
    ...types.map(({ spec }) => ["type", spec.name] as const),
    ...headers.map(({ name }) => ["header", name] as const),
    ...operations.map(({ meta }) => ["key", meta.key] as const),
    ...events.map(({ key }) => ["key", key] as const),
    ...capabilities.flatMap(({ module, name }) => [
      ["module", module, `${module}.${name}`] as const,
      ["capability", name, `${module}.${name}`] as const,
    ]),
    ...[...bounds, ...tables].map(({ name }) => ["constant", name] as const),
    ...Object.keys(registry.errorCodes).map((code) => ["code", code] as const),
    ...registry.chapters.map(({ name }) => ["chapter", name] as const),
  ];
  return named
    .filter(([kind, name]) => !forms[kind].pattern.test(name))
    .map(([kind, name, contract = name]) => ({
      name: contract,
      message: `\`${name}\` is no name of a ${kind}.`,
      mend: `Write ${forms[kind].form}.`,
    }));
}

/** Names that the generated package exports by itself, or that TypeScript keeps: the contract's would hide or break them. */
function taken({ registry, types, typesByName, operations, capabilities, tables }: LintContext): readonly Finding[] {
  const stem = pascalCase(registry.name);
  const tableNames = tables.map(({ name }) => name);
  const interfaces = new Map(capabilities.map(({ module }) => [module, moduleInterface(module)]));
  const exported = packageExports({
    stem,
    moduleInterfaces: [...interfaces.values()],
    callsModules:
      operations.some(({ meta }) => meta.key === invokeOperation) && typesByName.has("ExecInvokeResultSync"),
    tables: [],
  });
  const names = new Set(exported.flatMap(([, entries]) => entries.map(exportedName)));
  const ofTypes = new Set<string>([...names, ...Object.values(openApiTypes)]);
  return [
    ...types
      .filter(({ spec }) => ofTypes.has(spec.name))
      .map(({ spec, writtenAs }) => ({
        name: spec.name,
        writtenAs,
        message: `\`${spec.name}\` is a name that the generated package or the OpenAPI document needs for itself.`,
        mend: `Say what it is of, as in ${stem}${spec.name}.`,
      })),
    ...tableNames
      .filter((name) => names.has(name) || reservedWords.has(name))
      .map((name) => ({
        name,
        message: `\`${name}\` is a name that the generated package or TypeScript needs for itself.`,
        mend: "Choose another name.",
      })),
    ...[...interfaces].flatMap(([module, name]) => {
      const [first] = [...interfaces].find(([, other]) => other === name) ?? [];
      if (first === undefined || first === module) return [];
      return capabilities
        .filter((capability) => capability.module === module)
        .map((capability) => ({
          name: `${module}.${capability.name}`,
          message: `The module ${module} is the interface ${name}, as ${first} is.`,
          mend: "Give one of the two modules another name.",
        }));
    }),
  ];
}

/** Words that no constant may be called in a module. Source: ECMA-262, section 12.7.2. */
const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface " +
    "let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

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
