import type { PublishedType } from "../model.ts";
import { protocolTypes } from "../protocol-types.ts";
import type { DocsContext } from "./docs-context.ts";
import { bullets, code, facts, json, list, page, prose, section } from "./docs-markdown.ts";
import { changesSection, deprecationNote, originFacts } from "./docs-origin.ts";
import { shapeOf } from "./docs-schema.ts";

/** The page of one named type. */
export function typePage(type: PublishedType, context: DocsContext): string {
  const { spec } = type;
  const { links } = context;
  const shape = shapeOf(type, context);
  return page(type.name, [
    ...deprecationNote(spec, links.type),
    prose(typeof type.schema === "object" ? (type.schema.description ?? spec.description) : spec.description),
    facts([
      ["Title", prose(spec.title)],
      ["Kind", kindText(type, context)],
      ["Version", spec.version],
      ["Type parameters", list(spec.parameters.map(code), "none")],
      ["Schema", links.schema(type.name, code(type.id))],
      ...originFacts(type, links),
    ]),
    section(2, shape.title, ...shape.blocks),
    section(
      2,
      "Valid examples",
      ...spec.examples.valid.flatMap(({ title, value }) => [`${sentence(title)}:`, json(value)]),
    ),
    section(2, "Invalid examples", ...invalidExamples(type)),
    section(2, "Used by", ...usedBy(type, context)),
    changesSection(spec),
  ]);
}

function kindText(type: PublishedType, { links, model }: DocsContext): string {
  const operation = model.operations.find(({ key }) => key === type.envelopeOf);
  if (operation === undefined) return "type";
  return `${operation.request.name === type.name ? "request" : "success"} envelope of ${links.operation(operation.key)}`;
}

function invalidExamples({ spec }: PublishedType): string[] {
  const { invalid } = spec.examples;
  if (invalid.length === 0) return [`There are none. ${prose(spec.withoutInvalidExamples ?? "None is known.")}`];
  return invalid.flatMap(({ title, value, pointer, keyword }) => [
    `${sentence(title)}: refused ${failingPlace(pointer)}, keyword ${code(keyword)}.`,
    json(value),
  ]);
}

/** Where an instance fails, in words. */
function failingPlace(pointer: string): string {
  return pointer === "" ? "as a whole" : `at ${code(pointer)}`;
}

function usedBy(type: PublishedType, { links, usage }: DocsContext): string[] {
  const { types, operations, events, capabilities } = usage.ofType(type.name);
  const groups: [string, readonly string[]][] = [
    ["Operations", operations.map(links.operation)],
    ["Events", events.map(links.event)],
    ["Capabilities", capabilities.map(links.capability)],
    ["Types", types.map((name) => links.type(name))],
  ];
  const lines = groups.filter(([, users]) => users.length > 0).map(([label, users]) => `${label}: ${users.join(", ")}`);
  const role = roles[type.name];
  if (role !== undefined) lines.push(role);
  return [lines.length > 0 ? bullets(lines) : "No other contract refers to it by name."];
}

/** How envelopes use the types that they extend: by their members, not by their names. */
const roles: Readonly<Record<string, string>> = {
  [protocolTypes.envelopeBase]: "Every envelope has its members.",
  [protocolTypes.requestEnvelope]:
    "The request envelope of each operation has its members, with the operation's own `params`.",
  [protocolTypes.successEnvelope]:
    "The success envelope of each operation has its members, with the operation's own `result`.",
  [protocolTypes.errorEnvelope]: "Each operation answers it where the exchange fails.",
};

/** A title such as `with a space`, as the beginning of a sentence. */
export function sentence(title: string): string {
  return prose(title.charAt(0).toUpperCase() + title.slice(1));
}
