import type { SpecMeta } from "@oap/contracts";
import type { JsonSchema } from "../json-schema.ts";
import { pointerToken } from "../pointer-token.ts";
import type { Rule } from "../rule.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";

/** Everything says what it means: each spec, and each property that is not a named type, which says it itself. */
export const described: Rule = {
  name: "described",
  title: "Everything says what it means.",
  explanation:
    "Names are read by those who wrote them; descriptions by everybody else. Each contract has a title, a description, the version that brought it and its source, and each property that is no named type a description.",
  level: "error",
  necessary: "pages have a label for each of them.",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floor: Type.Integer({ minimum: 0, maximum: 9 }) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ floor: Type.Integer({ minimum: 0, maximum: 9, description: "The floor, 0 at the street." }) }) })',
  check: (context) => [
    ...specMetas(context).flatMap(({ name, meta }) => specFindings(name, meta)),
    ...context.operations.flatMap(({ meta }) => [
      ...(isSaid(meta.goal) ? [] : [missing(meta.key, "`meta.goal`", "what a caller achieves with it")]),
      ...(isSaid(meta.context) ? [] : [missing(meta.key, "`meta.context`", "when it is called")]),
      ...(isSaid(meta.domain) ? [] : [missing(meta.key, "`meta.domain`", "which part of the product it belongs to")]),
    ]),
    ...context.operations.flatMap(({ meta, sideEffects }) =>
      sideEffects.emits
        .filter(({ when }) => !isSaid(when))
        .map(({ event }) => missing(meta.key, `\`when\` for the event ${event.key}`, "when it is told")),
    ),
    ...context.capabilities
      .filter(({ type }) => !isSaid(type))
      .map(({ module, name }) => missing(`${module}.${name}`, "`type`", "what kind of capability it is")),
    ...context.bounds.filter(({ unit }) => !isSaid(unit)).map(({ name }) => missing(name, "`unit`", "what is counted")),
    ...Object.entries(context.registry.errorCodes)
      .filter(([, { meaning }]) => !isSaid(meaning))
      .map(([code]) => missing(code, "`meaning`", "what went wrong, in one sentence")),
    ...context.types.flatMap(({ spec, published, envelopeOf }) =>
      envelopeOf === undefined ? propertyFindings(spec.name, published.schema, "") : [],
    ),
  ],
};

function specFindings(name: string, spec: SpecMeta): readonly Finding[] {
  return [
    ...(isSaid(spec.title) ? [] : [missing(name, "`title`", "its name for people")]),
    ...(isSaid(spec.description) ? [] : [missing(name, "`description`", "what it means, its default and its limits")]),
    ...(isSaid(spec.since) ? [] : [missing(name, "`since`", "the version that brought it")]),
    ...(isSaid(spec.source.document) && isSaid(spec.source.section)
      ? []
      : [missing(name, "`source`", "the document and the section that it comes from")]),
  ];
}

function propertyFindings(name: string, schema: JsonSchema, path: string): readonly Finding[] {
  if (typeof schema === "boolean") return [];
  const findings: Finding[] = [];
  for (const [property, member] of Object.entries(schema.properties ?? {})) {
    const place = `${path}/properties/${pointerToken(property)}`;
    if (typeof member === "object" && member.$ref === undefined && !isSaid(member.description)) {
      findings.push({
        name: `${name} at ${place}`,
        writtenAs: name,
        at: `/schema${place}`,
        message: `The property \`${property}\` has no description.`,
        mend: "Say what it means, its default and its limits.",
      });
    }
    findings.push(...propertyFindings(name, member, place));
  }
  for (const keyword of ["items", "additionalProperties"] as const) {
    if (schema[keyword] !== undefined) {
      findings.push(...propertyFindings(name, schema[keyword] as JsonSchema, `${path}/${keyword}`));
    }
  }
  for (const keyword of ["anyOf", "oneOf"] as const) {
    for (const [index, branch] of (schema[keyword] ?? []).entries()) {
      findings.push(...propertyFindings(name, branch, `${path}/${keyword}/${index}`));
    }
  }
  return findings;
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "";
}

function missing(name: string, what: string, mend: string): Finding {
  return { name, message: `It has no ${what}.`, mend: `Say ${mend}.` };
}
