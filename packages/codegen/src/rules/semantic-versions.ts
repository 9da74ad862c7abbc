import type { Registry } from "@oap/contracts";
import { namedParts } from "../named-parts.ts";
import type { Rule } from "../rule.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";

/** Versions are semantic, and none is from the future. Source: Semantic Versioning 2.0.0. */
export const semanticVersions: Rule = {
  name: "semantic-versions",
  title: "Versions are semantic, and none is from the future.",
  explanation:
    "`since` is a version of the whole registry: one that is later than the registry's own was never published. A schema's version ends its `$id`, and the list of changes is read as a history.",
  level: "error",
  fixable: true,
  bad: 'defineType({ ...rest, name: "Depot", since: "1.0", schema: Type.Object({}) })',
  good: 'defineType({ ...rest, name: "Depot", since: "1.0.0", schema: Type.Object({}) })',
  check: (context) => {
    const { registry, types, operations, events, capabilities } = context;
    const operationKeys = new Set(operations.map(({ meta }) => meta.key));
    return [
      ...form(registry.name, registry.version, "/version"),
      ...namedParts(context)
        .filter(({ spec }) => (spec.since ?? "").trim() !== "")
        .flatMap(({ name, spec }) => {
          const at = operationKeys.has(name) ? "/meta/since" : "/since";
          return [...form(name, spec.since, at), ...notLater(name, spec.since, at, registry)];
        }),
      ...types
        .filter(({ envelopeOf }) => envelopeOf === undefined)
        .flatMap(({ spec }) => form(spec.name, spec.version, "/version")),
      ...operations.flatMap(({ meta, capability }) => [
        ...form(meta.key, meta.version, "/meta/version"),
        ...form(meta.key, capability.version, "/capability/version"),
      ]),
      ...events.flatMap(({ key, version }) => form(key, version, "/version")),
      ...capabilities.flatMap(({ module, name, version }) => form(`${module}.${name}`, version, "/version")),
      ...specMetas(context).flatMap(({ name, meta, at }) =>
        (meta.changes ?? []).flatMap(({ since }, index) => [
          ...form(name, since, `${at}/changes/${index}/since`),
          ...notLater(name, since, `${at}/changes/${index}/since`, registry),
          ...(isVersion(since) && isVersion(meta.since) && isLater(meta.since, since)
            ? [
                {
                  name,
                  at: `${at}/changes/${index}/since`,
                  message: `It lists a change in ${since}, and came only in ${meta.since}.`,
                  mend: "Correct one of the two versions.",
                },
              ]
            : []),
        ]),
      ),
    ];
  },
};

const number = "(?:0|[1-9][0-9]*)";
const preRelease = `(?:${number}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`;
const build = "[0-9A-Za-z-]+";
const version = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-${preRelease}(?:\\.${preRelease})*)?(?:\\+${build}(?:\\.${build})*)?$`,
);

function isVersion(text: string): boolean {
  return version.test(text);
}

function form(name: string, text: string, at: string): readonly Finding[] {
  if (isVersion(text)) return [];
  const short = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(text);
  return [
    {
      name,
      at,
      message: `\`${at.slice(1).replaceAll("/", ".")}\` is "${text}", which is no semantic version.`,
      mend: `Write major.minor.patch, as in ${short ? `${text}.0` : "1.0.0"}.`,
      // `since` is compared and printed; the other versions are published as parts of names.
      ...(short && at.endsWith("/since")
        ? { fix: { kind: "replace-text" as const, from: text, to: `${text}.0` } }
        : {}),
    },
  ];
}

function notLater(name: string, since: string, at: string, registry: Registry): readonly Finding[] {
  if (!isVersion(since) || !isVersion(registry.version) || !isLater(since, registry.version)) return [];
  return [
    {
      name,
      at,
      message: `It names the version ${since}, and the registry is at ${registry.version}.`,
      mend: "Raise the registry's version, or correct this one.",
    },
  ];
}

/** Numbers are compared as numbers: 1.10.0 is later than 1.9.0. Pre-releases count as their release. */
function isLater(one: string, other: string): boolean {
  const numbers = (text: string) => (text.split(/[-+]/)[0] ?? "").split(".").map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  const index = a.findIndex((number, place) => number !== b[place]);
  return index >= 0 && (a[index] ?? 0) > (b[index] ?? 0);
}
