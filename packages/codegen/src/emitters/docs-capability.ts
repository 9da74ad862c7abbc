import type { PublishedCapability, PublishedType } from "../model.ts";
import { invokeOperation } from "../protocol-types.ts";
import { capabilityCall, curlLine } from "./docs-call.ts";
import type { DocsContext } from "./docs-context.ts";
import { code, facts, fenced, json, list, page, prose, section } from "./docs-markdown.ts";
import { changesSection, deprecationNote, originFacts } from "./docs-origin.ts";
import { shapeOf } from "./docs-schema.ts";
import { sentence } from "./docs-type.ts";

/** The page of one capability: what it takes and returns, how risky it is, and how it is called. */
export function capabilityPage(capability: PublishedCapability, context: DocsContext): string {
  const { key, spec, input, output } = capability;
  const { links } = context;
  return page(key, [
    ...deprecationNote(spec, links.capability),
    prose(spec.description),
    facts([
      ["Key", code(key)],
      ["Module", code(spec.module)],
      ["Name", code(spec.name)],
      ["Version", spec.version],
      ["Kind", "capability"],
      ["Type", spec.type],
      ["Title", prose(spec.title)],
      ["Risk", spec.risk],
      [
        "Idempotent",
        spec.idempotent
          ? "yes: it may be retried and resumed"
          : "no: an attempt with an unknown outcome is not repeated",
      ],
      ["Default timeout of an attempt", `${spec.defaults.timeoutMs} ms`],
      ["Attempts at once", `at most ${spec.defaults.concurrency}`],
      ["Personal data", list(spec.pii.map(code), "none")],
      ...originFacts(capability, links),
    ]),
    section(2, "Input", ...payload(input, context)),
    section(2, "Output", ...payload(output, context)),
    section(2, "Examples", ...examples(capability, context)),
    changesSection(spec),
  ]);
}

function payload(type: PublishedType, context: DocsContext): string[] {
  return [`${context.links.type(type.name)}. ${prose(type.spec.description)}`, ...shapeOf(type, context).blocks];
}

function examples(capability: PublishedCapability, { model }: DocsContext): string[] {
  const { spec, input, output } = capability;
  const values = (type: PublishedType) =>
    type.spec.examples.valid.flatMap(({ title, value }) => [`${sentence(title)}:`, json(value)]);
  const envelope = {
    jsonrpc: "2.0",
    id: `docs-${capability.key}`,
    envelope_type: invokeOperation,
    params: {
      target: { module_id: spec.module, capability: spec.name },
      input: input.spec.examples.valid[0]?.value ?? {},
    },
  };
  const withCurl = model.operations.some(({ key }) => key === invokeOperation)
    ? [section(3, "With curl", fenced("sh", curlLine(invokeOperation, envelope, model)))]
    : [];
  return [
    section(3, "Input values", ...values(input)),
    section(3, "Output values", ...values(output)),
    ...withCurl,
    section(3, "With the generated client", fenced("ts", capabilityCall(capability))),
  ];
}
