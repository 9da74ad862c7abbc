import { embedDefinitions } from "../embed-definitions.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model, PublishedType } from "../model.ts";

export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** One self-contained schema for each named type, and one bundle of them all. Source: JSON Schema 2020-12. */
export function emitJsonSchema(model: Model): readonly GeneratedFile[] {
  return [
    ...model.types.map((type) => ({ path: `json-schema/${type.name}.json`, content: jsonText(schemaOf(type, model)) })),
    { path: `json-schema/${model.registry.name}.bundle.json`, content: jsonText(bundleOf(model)) },
  ];
}

/** The title is the type's name: generators of other languages name the root type after it. */
function schemaOf(type: PublishedType, model: Model) {
  const { description, $defs, ...schema } = embedDefinitions(type, model);
  return {
    $schema: dialect,
    $id: type.id,
    title: type.name,
    description,
    ...schema,
    examples: type.spec.examples.valid.map(({ value }) => value),
    ...($defs === undefined ? {} : { $defs }),
  };
}

/** A schema too, and a strict one: what is no schema stands in `contract.json`. */
function bundleOf(model: Model) {
  const { name, title, description, version, schemaIdBase } = model.registry;
  const types = [...model.types].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    $schema: dialect,
    $id: `${schemaIdBase}:${name}.bundle:${version}`,
    title: `${title}, bundle`,
    description: `${description} Every named type is in $defs.`,
    $defs: Object.fromEntries(types.map((type) => [type.name, type.schema])),
  };
}
