import type { HeaderUse } from "@oap/contracts";
import { referredName } from "../map-schema.ts";
import type { PublishedOperation, PublishedType } from "../model.ts";
import { clientCall, curlLine } from "./docs-call.ts";
import type { DocsContext } from "./docs-context.ts";
import { code, facts, fenced, firstSentence, json, list, page, prose, section, table } from "./docs-markdown.ts";
import { changesSection, deprecationNote, originFacts } from "./docs-origin.ts";
import { shapeOf } from "./docs-schema.ts";
import { sentence } from "./docs-type.ts";

/** The page of one operation: everything a caller and a reviewer ask about it, every label filled. */
export function operationPage(operation: PublishedOperation, context: DocsContext): string {
  const { spec } = operation;
  return page(operation.key, [
    ...deprecationNote(spec.meta, context.links.operation),
    `**${prose(spec.meta.title)}**: a ${spec.kind} of the chapter ${context.links.chapter(operation.chapter)}.`,
    facts(operationFacts(operation, context)),
    section(2, "Request", ...payload(operation, "params", context)),
    section(2, "Response", ...payload(operation, "result", context)),
    section(2, "Headers", ...headers(operation, context)),
    section(2, "Errors", ...errors(operation, context)),
    section(2, "Examples", ...examples(operation, context)),
    section(2, "Events", events(operation, context)),
    changesSection(spec.meta),
  ]);
}

function operationFacts(
  { key, spec, location, chapter }: PublishedOperation,
  { links }: DocsContext,
): [string, string][] {
  const { meta, capability, policy } = spec;
  return [
    ["Key", code(key)],
    ["Version", meta.version],
    ["Kind", kinds[spec.kind]],
    ["Title", prose(meta.title)],
    ["Description", prose(meta.description)],
    ["Goal", prose(meta.goal)],
    ["Context", prose(meta.context)],
    ["Domain", meta.domain],
    ["Owners", list(meta.owners, "none named")],
    ["Tags", list(meta.tags, "none")],
    ["Capability", `${code(capability.key)} ${capability.version}`],
    ["Auth", auths[policy.auth]],
    ["Personal data", list(policy.pii.map(code), "none")],
    ...originFacts({ spec: meta, chapter, location }, links),
  ];
}

const kinds = {
  command: "command: it changes something, and is idempotent by the request's `id`",
  query: "query: it changes nothing, and is answered afresh each time",
};

const auths = {
  anonymous: "anonymous: anybody may call it",
  user: "user: an authenticated caller",
  admin: "admin: a caller with the admin role",
};

function payload(operation: PublishedOperation, member: "params" | "result", context: DocsContext): string[] {
  const [type, envelope] =
    member === "params" ? [operation.input, operation.request] : [operation.output, operation.success];
  const { links } = context;
  const where = `${code(member)} is ${links.type(type.name)}, in the envelope ${links.type(envelope.name)}. ${prose(type.spec.description)}`;
  return [where, ...shapeBlocks(type, context)];
}

/** The fields of a payload; of a union, the fields of every branch that is a named type. */
function shapeBlocks(type: PublishedType, context: DocsContext): string[] {
  const { blocks } = shapeOf(type, context);
  const branches = typeof type.schema === "object" ? (type.schema.oneOf ?? type.schema.anyOf ?? []) : [];
  const named = branches.flatMap((branch) =>
    typeof branch === "object" && branch.$ref !== undefined
      ? (context.model.typesByName.get(referredName(branch.$ref)) ?? [])
      : [],
  );
  return [...blocks, ...named.map((branch) => section(3, branch.name, ...shapeOf(branch, context).blocks))];
}

/** Its own headers in full, then the first sentence of those that every operation has: the page of headers says the rest. */
function headers({ spec, requestHeaders, responseHeaders }: PublishedOperation, { links }: DocsContext): string[] {
  const part = (title: string, uses: readonly HeaderUse[], own: readonly HeaderUse[]) => {
    const ordered = [...own, ...uses.filter((use) => !own.includes(use))];
    const rows = ordered.map((use) => [
      links.header(use.header.name),
      use.counterpart === undefined ? "none" : code(use.counterpart),
      own.includes(use) ? prose(use.header.description) : firstSentence(use.header.description),
    ]);
    return section(3, title, rows.length > 0 ? table(["Header", "Counterpart in the body", "Meaning"], rows) : "None.");
  };
  return [
    `All are optional. A header whose counterpart is in the body must equal it. ${links.headers("All headers")} in full.`,
    part("Request headers", requestHeaders, spec.headers.request),
    part("Response headers", responseHeaders, spec.headers.response),
  ];
}

function errors(operation: PublishedOperation, { links }: DocsContext): string[] {
  if (operation.errors.length === 0) return ["None are declared."];
  const own = new Set(Object.keys(operation.spec.io.errors));
  const rows = [...operation.errors]
    .sort((one, other) => Number(own.has(other.code)) - Number(own.has(one.code)))
    .map(({ code: errorCode, httpStatus, jsonRpc, retryable, when }) => [
      links.errorCode(errorCode),
      String(httpStatus),
      String(jsonRpc),
      retryable ? "yes" : "no",
      prose(when),
    ]);
  const first =
    own.size > 0
      ? "Its own errors come first, then those that every operation can answer."
      : "It has no errors of its own.";
  return [first, table(["Code", "HTTP", "JSON-RPC", "Retryable", "When"], rows)];
}

function examples(operation: PublishedOperation, { model }: DocsContext): string[] {
  const { request, success, spec } = operation;
  const envelopes = (type: PublishedType) =>
    type.spec.examples.valid.flatMap(({ title, value }) => [`${sentence(title)}:`, json(value)]);
  const ownError = operation.errors.find(({ code: errorCode }) => errorCode in spec.io.errors) ?? operation.errors[0];
  const error =
    ownError === undefined
      ? []
      : [
          section(
            3,
            "Error envelope",
            `${code(ownError.code)}, with HTTP status ${ownError.httpStatus}:`,
            json({
              jsonrpc: "2.0",
              id: "req-1",
              envelope_type: operation.key,
              error: { code: ownError.code, message: ownError.meaning, retryable: ownError.retryable },
            }),
          ),
        ];
  return [
    section(3, "Request envelope", ...envelopes(request)),
    section(3, "Success envelope", ...envelopes(success)),
    ...error,
    section(
      3,
      "With curl",
      ...(spec.kind === "command"
        ? ["The `id` names this one exchange: sent again, it is answered with what was answered before."]
        : []),
      fenced("sh", curlLine(operation.key, ownExchange(operation), model)),
    ),
    section(3, "With the generated client", fenced("ts", clientCall(operation))),
  ];
}

function events({ spec }: PublishedOperation, { links }: DocsContext): string {
  const { emits } = spec.sideEffects;
  return emits.length > 0
    ? table(
        ["Event", "When"],
        emits.map(({ event, when }) => [links.event(event.key), prose(when)]),
      )
    : "It emits none.";
}

/** The first example with an identifier of its own, so that lines from different pages do not repeat one exchange. */
function ownExchange({ key, request }: PublishedOperation): unknown {
  return { ...(request.spec.examples.valid[0]?.value as object | undefined), id: `docs-${key}` };
}
