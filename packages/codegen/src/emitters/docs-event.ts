import type { PublishedEvent } from "../model.ts";
import type { DocsContext } from "./docs-context.ts";
import { code, facts, json, list, page, prose, section } from "./docs-markdown.ts";
import { changesSection, deprecationNote, originFacts } from "./docs-origin.ts";
import { shapeOf } from "./docs-schema.ts";
import { sentence } from "./docs-type.ts";

/** The page of one event. */
export function eventPage(event: PublishedEvent, context: DocsContext): string {
  const { key, spec, payload } = event;
  const { links, usage } = context;
  return page(key, [
    ...deprecationNote(spec, links.event),
    prose(spec.description),
    facts([
      ["Key", code(key)],
      ["Version", spec.version],
      ["Kind", "event"],
      ["Title", prose(spec.title)],
      ["Emitted by", list(usage.ofEvent(key).map(links.operation), "the control plane itself, while work goes on")],
      ...originFacts(event, links),
    ]),
    section(
      2,
      "Payload",
      `The payload is ${links.type(payload.name)}. ${prose(payload.spec.description)}`,
      ...shapeOf(payload, context).blocks,
    ),
    section(
      2,
      "Examples",
      ...payload.spec.examples.valid.flatMap(({ title, value }) => [`${sentence(title)}:`, json(value)]),
    ),
    changesSection(spec),
  ]);
}
