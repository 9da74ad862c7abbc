import type { Payload } from "../contract.ts";
import type { OperationSketch } from "./contract-sketch.ts";
import { defineRules, object, type RuleExample } from "./rule.ts";

const string = { type: "string" };
const order = object({ sku: string }, "sku");
const place: OperationSketch = { request: order, response: order };

/** An example in which what is said of one operation changes. */
function operation(before: OperationSketch, after: OperationSketch): RuleExample {
  return {
    before: { operations: { "order.place": { ...place, ...before } } },
    after: { operations: { "order.place": { ...place, ...after } } },
  };
}

function ofMediaType(type: string): Payload {
  return { role: "request", name: `body ${type}`, schema: order, required: true, alternative: "body" };
}

function list(encoding?: string): Payload {
  const list: Payload = { role: "request", name: "query list", schema: { type: "array" }, required: false };
  return encoding === undefined ? list : { ...list, encoding };
}

/** Rules of what there is to call, to read and to rely on, beside schemas: long, as there is much that is no schema. */
export const surfaceRules = defineRules({
  "method-removed": {
    axis: "WIRE",
    title: "An operation is gone",
    explanation: "Whoever calls it fails. Deprecate it with a sunset, and remove it after that day.",
    effects: { request: "narrow", response: "incomparable" },
    example: { before: { operations: { "order.place": place } }, after: {} },
  },
  "method-removed-before-sunset": {
    axis: "WIRE",
    title: "A deprecated operation is gone before its sunset",
    explanation: "Its callers were promised that it stays until that day.",
    effects: { request: "narrow", response: "incomparable" },
    example: {
      before: { operations: { "order.place": { ...place, deprecation: { sunset: "9999-01-01" } } } },
      after: {},
    },
  },
  "method-removed-after-sunset": {
    axis: "BEHAVIOUR",
    title: "A deprecated operation is gone after its sunset",
    explanation: "Its callers were told in time. Whoever calls it all the same fails.",
    effects: { request: "incomparable" },
    example: {
      before: { operations: { "order.place": { ...place, deprecation: { sunset: "2001-01-01" } } } },
      after: {},
    },
  },
  "part-removed-after-sunset": {
    axis: "BEHAVIOUR",
    title: "A deprecated part is gone after its sunset",
    explanation:
      "Whoever uses it was told in time: an event, a capability or a type that is used all the same is missed.",
    effects: { request: "incomparable", response: "incomparable" },
    example: {
      before: { events: { "order.placed": { deprecation: { sunset: "2001-01-01" } } } },
      after: {},
    },
  },
  "method-renamed": {
    axis: "WIRE",
    title: "An operation seems to have another name",
    explanation:
      "An operation of nearly the same payloads and name is new. Whoever calls the old name fails: keep it as a deprecated one.",
    effects: { request: "narrow", response: "incomparable" },
    example: {
      before: { operations: { "order.place": place } },
      after: { operations: { "orders.place": place } },
    },
  },
  "method-added": {
    axis: "WIRE",
    title: "An operation is new",
    explanation: "Nobody calls it yet.",
    effects: { request: "widen", response: "none" },
    asksFor: "minor",
    example: { before: {}, after: { operations: { "order.place": place } } },
  },
  deprecated: {
    axis: "BEHAVIOUR",
    title: "A part is deprecated",
    explanation: "It works as before until its sunset.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: operation({}, { deprecation: { deprecated: "2030-01-01", sunset: "2031-01-01" } }),
  },
  "deprecated-without-sunset": {
    axis: "BEHAVIOUR",
    title: "A part is deprecated without a day",
    explanation: "Whoever uses it cannot plan. Say the first day on which it may be gone.",
    effects: { request: "incomparable", response: "incomparable" },
    example: operation({}, { deprecation: { deprecated: "2030-01-01" } }),
  },
  undeprecated: {
    axis: "BEHAVIOUR",
    title: "A part is no longer deprecated",
    explanation: "It stays.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: operation({ deprecation: { sunset: "2031-01-01" } }, {}),
  },
  "sunset-shortened": {
    axis: "BEHAVIOUR",
    title: "A part may be gone earlier than was said",
    explanation:
      "Whoever planned by the old day is let down. Only a later day can be promised. No payload shows it: each is as valid as it was, on fewer days.",
    effects: { request: "narrow", response: "narrow" },
    example: operation({ deprecation: { sunset: "2031-01-01" } }, { deprecation: { sunset: "2030-01-01" } }),
  },
  "sunset-extended": {
    axis: "BEHAVIOUR",
    title: "A part stays longer than was said",
    explanation: "Whoever uses it has more time.",
    effects: { request: "none", response: "none" },
    example: operation({ deprecation: { sunset: "2030-01-01" } }, { deprecation: { sunset: "2031-01-01" } }),
  },
  "stability-decreased": {
    axis: "BEHAVIOUR",
    title: "A part promises less stability",
    explanation: "Whoever relied on the promise has lost it, though payloads stay as they are.",
    effects: { request: "narrow", response: "narrow" },
    example: operation({ stability: "stable" }, { stability: "beta" }),
  },
  "stability-increased": {
    axis: "BEHAVIOUR",
    title: "A part promises more stability",
    explanation: "Whoever uses it may rely on more.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: operation({ stability: "beta" }, { stability: "stable" }),
  },
  "params-became-required": {
    axis: "WIRE",
    title: "A payload or parameter has to be sent",
    explanation: "Clients that leave it out are rejected. Treat its absence as before.",
    effects: { request: "narrow" },
    example: operation({ requestRequired: false }, { requestRequired: true }),
  },
  "params-became-optional": {
    axis: "WIRE",
    title: "A payload or parameter may be left out",
    explanation: "Whoever sends it does so as before.",
    effects: { request: "widen" },
    example: operation({ requestRequired: true }, { requestRequired: false }),
  },
  "params-added": {
    axis: "WIRE",
    title: "An optional payload or parameter is new",
    explanation: "Nobody has to send it.",
    effects: { request: "widen" },
    asksFor: "minor",
    example: {
      before: { operations: { "order.place": { response: order } } },
      after: { operations: { "order.place": { response: order, request: order, requestRequired: false } } },
    },
  },
  "params-removed": {
    axis: "BEHAVIOUR",
    title: "A payload or parameter is no longer read",
    explanation: "What clients send there is ignored.",
    effects: { request: "incomparable" },
    example: {
      before: { operations: { "order.place": place } },
      after: { operations: { "order.place": { response: order } } },
    },
  },
  "media-type-removed": {
    axis: "WIRE",
    title: "A media type is no longer read or answered",
    explanation: "Clients that send it or ask for it are refused, though others are there.",
    effects: { request: "narrow", response: "incomparable" },
    example: operation(
      { others: [ofMediaType("application/json"), ofMediaType("application/xml")] },
      { others: [ofMediaType("application/json")] },
    ),
  },
  "media-type-added": {
    axis: "WIRE",
    title: "Another media type is read or answered too",
    explanation: "Who sends or asks for one of those before does so as before.",
    effects: { request: "widen", response: "none" },
    asksFor: "minor",
    example: operation(
      { others: [ofMediaType("application/json")] },
      { others: [ofMediaType("application/json"), ofMediaType("application/xml")] },
    ),
  },
  "encoding-changed": {
    axis: "WIRE",
    title: "A value is written in another way",
    explanation:
      "Its schema is the same, but not its text: a list that was separated by commas is repeated, for example.",
    effects: { request: "incomparable", response: "incomparable" },
    example: operation({ others: [list()] }, { others: [list("pipeDelimited")] }),
  },
  "result-added": {
    axis: "BEHAVIOUR",
    title: "A result is answered where none was",
    explanation: "Clients that read nothing have to skip it.",
    effects: { response: "widen" },
    asksFor: "minor",
    example: {
      before: { operations: { "order.place": { request: order } } },
      after: { operations: { "order.place": place } },
    },
  },
  "result-removed": {
    axis: "WIRE",
    title: "A result is no longer answered",
    explanation: "Clients that read it miss it.",
    effects: { response: "incomparable" },
    example: {
      before: { operations: { "order.place": place } },
      after: { operations: { "order.place": { request: order } } },
    },
  },
  "status-regrouped": {
    axis: "WIRE",
    title: "A status is told by itself that a range or `default` told, or the other way round",
    explanation:
      "Clients read it by the range, else by `default`, or no longer by itself. Where that breaks them, the rules of schemas tell it.",
    effects: { response: "none" },
    example: operation({ statuses: ["200"], errors: ["4XX"] }, { statuses: ["200"], errors: ["404", "4XX"] }),
  },
  "error-data-changed": {
    axis: "BEHAVIOUR",
    title: "An error's data is new or gone",
    explanation:
      "Clients that read the data of errors find something else. Edits within it are told by the rules of schemas.",
    effects: { response: "incomparable" },
    example: operation({}, { error: order }),
  },
  "error-code-added": {
    axis: "BEHAVIOUR",
    title: "An operation can fail in a new way",
    explanation: "Clients without a case for the code treat it as any failure.",
    effects: { response: "widen" },
    asksFor: "minor",
    example: operation({ errors: ["NOT_FOUND"] }, { errors: ["NOT_FOUND", "OVERLOADED"] }),
  },
  "error-code-removed": {
    axis: "BEHAVIOUR",
    title: "An operation no longer fails in some way",
    explanation: "A case that clients have for it is never taken.",
    effects: { response: "none" },
    asksFor: "minor",
    example: operation({ errors: ["NOT_FOUND", "OVERLOADED"] }, { errors: ["NOT_FOUND"] }),
  },
  "error-code-reassigned": {
    axis: "WIRE",
    title: "An error code means something else",
    explanation:
      "Its HTTP status, its JSON-RPC integer or whether to try again is another one: clients decide by them.",
    effects: { response: "incomparable" },
    example: {
      before: { errorCodes: { NOT_FOUND: { httpStatus: 404 } } },
      after: { errorCodes: { NOT_FOUND: { httpStatus: 410 } } },
    },
  },
  "error-code-defined": {
    axis: "BEHAVIOUR",
    title: "The table of errors has a new code",
    explanation: "Which operations answer it is told of each.",
    effects: { response: "none" },
    asksFor: "minor",
    example: { before: {}, after: { errorCodes: { NOT_FOUND: {} } } },
  },
  "error-code-undefined": {
    axis: "SOURCE",
    title: "The table of errors lacks a code",
    explanation: "Code that names it does not compile. Keep it in the table, though no operation answers it.",
    effects: { request: "narrow" },
    example: { before: { errorCodes: { NOT_FOUND: {} } }, after: {} },
  },
  "auth-raised": {
    axis: "BEHAVIOUR",
    title: "Fewer may call",
    explanation:
      "A higher role, a further scope or a credential at all is asked for: callers without it are turned away. No payload shows it: the same request is taken of one caller and not of another.",
    effects: { request: "narrow" },
    example: operation({ auth: "user" }, { auth: "admin" }),
  },
  "auth-lowered": {
    axis: "BEHAVIOUR",
    title: "More may call",
    explanation: "Whoever could call still can. Check that the others are meant to.",
    effects: { request: "incomparable" },
    example: operation({ auth: "admin" }, { auth: "user" }),
  },
  "auth-scheme-removed": {
    axis: "BEHAVIOUR",
    title: "A way to authenticate is gone",
    explanation: "Callers that authenticate so are turned away.",
    effects: { request: "narrow" },
    example: operation({ security: [["basic"], ["oauth:read"]] }, { security: [["oauth:read"]] }),
  },
  "auth-scheme-added": {
    axis: "BEHAVIOUR",
    title: "A way to authenticate is new",
    explanation: "Whoever authenticates as before still can.",
    effects: { request: "widen" },
    asksFor: "minor",
    example: operation({ security: [["oauth:read"]] }, { security: [["basic"], ["oauth:read"]] }),
  },
  "idempotency-weakened": {
    axis: "BEHAVIOUR",
    title: "Repeating does it twice",
    explanation: "Clients that repeat a call after a time-out, as they were told they may, do the work again.",
    effects: { request: "incomparable", response: "incomparable" },
    example: operation({ idempotent: true }, { idempotent: false }),
  },
  "idempotency-strengthened": {
    axis: "BEHAVIOUR",
    title: "Repeating does it once",
    explanation: "Clients may repeat a call now.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: operation({ idempotent: false }, { idempotent: true }),
  },
  "event-removed": {
    axis: "WIRE",
    title: "An event is gone",
    explanation: "Clients wait for it in vain. Deprecate it with a sunset before.",
    effects: { response: "incomparable" },
    example: { before: { events: { "order.placed": { payload: order } } }, after: {} },
  },
  "event-added": {
    axis: "WIRE",
    title: "An event is new",
    explanation: "Clients that subscribe to all have to skip what they do not know, as they have to anyway.",
    effects: { response: "none" },
    asksFor: "minor",
    example: { before: {}, after: { events: { "order.placed": { payload: order } } } },
  },
  "event-no-longer-emitted": {
    axis: "WIRE",
    title: "An operation no longer emits an event",
    explanation: "Clients that wait for it after the call wait in vain.",
    effects: { response: "incomparable" },
    example: operation({ emits: ["order.placed"] }, { emits: [] }),
  },
  "event-newly-emitted": {
    axis: "BEHAVIOUR",
    title: "An operation emits a further event",
    explanation: "Clients that know the event see it more often.",
    effects: { response: "none" },
    asksFor: "minor",
    example: operation({ emits: [] }, { emits: ["order.placed"] }),
  },
  "envelope-version-changed": {
    axis: "WIRE",
    title: "The envelope is of another version",
    explanation: "Every client and every server has to change at once. Serve the old version beside the new one.",
    example: {
      before: { request: object({ jsonrpc: { const: "2.0" }, id: string }, "jsonrpc", "id") },
      after: { request: object({ jsonrpc: { const: "3.0" }, id: string }, "jsonrpc", "id") },
    },
  },
  "id-type-narrowed": {
    axis: "WIRE",
    title: "Fewer identifiers of an exchange are accepted",
    explanation: "Clients make these identifiers: those of another form are rejected, for every operation.",
    example: {
      before: { request: object({ jsonrpc: { const: "2.0" }, id: { type: ["string", "integer"] } }, "jsonrpc", "id") },
      after: { request: object({ jsonrpc: { const: "2.0" }, id: string }, "jsonrpc", "id") },
    },
  },
  "batch-support-dropped": {
    axis: "WIRE",
    title: "Batches are no longer accepted",
    explanation:
      "The bound `batchRequestsMax` is gone, or lets no batch of two through: clients that send batches are rejected.",
    effects: { request: "narrow" },
    example: {
      before: { bounds: { batchRequestsMax: { value: 50 } } },
      after: { bounds: { batchRequestsMax: { value: 1 } } },
    },
  },
  "capability-removed": {
    axis: "WIRE",
    title: "A capability is gone",
    explanation: "Plans and calls that name it fail. Deprecate it with a sunset before.",
    effects: { response: "incomparable" },
    example: { before: { capabilities: { "text.render": {} } }, after: {} },
  },
  "capability-added": {
    axis: "WIRE",
    title: "A capability is new",
    explanation: "Nobody calls it yet.",
    effects: { request: "widen", response: "none" },
    asksFor: "minor",
    example: { before: {}, after: { capabilities: { "text.render": {} } } },
  },
  "capability-risk-changed": {
    axis: "BEHAVIOUR",
    title: "A capability is of another risk",
    explanation: "Policies decide by risk: what was allowed may wait for an approval, or the other way round.",
    effects: { request: "incomparable" },
    example: {
      before: { capabilities: { "text.render": { risk: "LOW" } } },
      after: { capabilities: { "text.render": { risk: "HIGH" } } },
    },
  },
  "capability-defaults-changed": {
    axis: "BEHAVIOUR",
    title: "A capability runs with other defaults",
    explanation: "Calls that say nothing of it get another time-out or concurrency.",
    effects: { request: "incomparable" },
    example: {
      before: { capabilities: { "text.render": { defaults: { timeoutMs: 1000 } } } },
      after: { capabilities: { "text.render": { defaults: { timeoutMs: 500 } } } },
    },
  },
  "http-binding-changed": {
    axis: "WIRE",
    title: "An operation is called by another method or path",
    explanation: "Clients that call the old one fail. Serve both for a while.",
    effects: { request: "incomparable", response: "incomparable" },
    example: operation({ binding: "POST /orders" }, { binding: "PUT /orders" }),
  },
  "header-added-required": {
    axis: "WIRE",
    title: "A header has to be sent",
    explanation: "Clients that do not send it are rejected.",
    effects: { request: "narrow" },
    example: operation({}, { requestHeaders: [{ name: "Shop-Id", required: true }] }),
  },
  "header-became-optional": {
    axis: "BEHAVIOUR",
    title: "A header is no longer always there",
    explanation: "Clients that send it do so as before; those that read it of answers may miss it.",
    effects: { request: "widen", response: "widen" },
    example: operation(
      { responseHeaders: [{ name: "Shop-Id", required: true }] },
      { responseHeaders: [{ name: "Shop-Id", required: false }] },
    ),
  },
  "header-added": {
    axis: "BEHAVIOUR",
    title: "A header is new",
    explanation: "Nobody has to send it, and whoever does not know it ignores it.",
    effects: { request: "widen", response: "none" },
    asksFor: "minor",
    example: operation({}, { responseHeaders: [{ name: "Shop-Id", required: false }] }),
  },
  "header-removed": {
    axis: "BEHAVIOUR",
    title: "A header is gone",
    explanation: "What clients send there is ignored, and those that read it of answers miss it.",
    effects: { request: "none", response: "widen" },
    example: operation({ responseHeaders: [{ name: "Shop-Id", required: false }] }, {}),
  },
  "pii-path-removed": {
    axis: "BEHAVIOUR",
    title: "Something personal is no longer redacted",
    explanation: "It appears in logs, events, ledgers and evidence. Check that it is not personal any more.",
    effects: { request: "incomparable", response: "incomparable" },
    example: operation({ pii: ["/params/name"] }, { pii: [] }),
  },
  "pii-path-added": {
    axis: "BEHAVIOUR",
    title: "Something more is redacted",
    explanation: "It no longer appears in logs, events, ledgers and evidence.",
    effects: { request: "none", response: "none" },
    asksFor: "minor",
    example: operation({ pii: [] }, { pii: ["/params/name"] }),
  },
  "bound-lowered": {
    axis: "BEHAVIOUR",
    title: "A published bound is lower",
    explanation:
      "Clients that used what the old bound let through may be refused, where it bounds what they send: the number does not say. Where a schema has it, the schema tells.",
    effects: { request: "incomparable" },
    example: { before: { bounds: { stepsMax: { value: 100 } } }, after: { bounds: { stepsMax: { value: 10 } } } },
  },
  "bound-raised": {
    axis: "BEHAVIOUR",
    title: "A published bound is higher",
    explanation: "Whoever keeps to the old bound is safe.",
    effects: { request: "widen" },
    example: { before: { bounds: { stepsMax: { value: 10 } } }, after: { bounds: { stepsMax: { value: 100 } } } },
  },
  "table-changed": {
    axis: "BEHAVIOUR",
    title: "A published table says something else",
    explanation: "Clients that keep a copy of the table decide by what was.",
    effects: { response: "incomparable" },
    example: {
      before: { tables: { states: { value: { a: 1 } } } },
      after: { tables: { states: { value: { a: 2 } } } },
    },
  },
  "constant-added": {
    axis: "SOURCE",
    title: "A published bound or table is new",
    explanation: "Nobody names it yet.",
    effects: { request: "widen" },
    asksFor: "minor",
    example: { before: {}, after: { bounds: { stepsMax: { value: 10 } } } },
  },
  "constant-removed": {
    axis: "SOURCE",
    title: "A published bound or table is gone",
    explanation: "Code that names it does not compile.",
    effects: { request: "narrow" },
    example: { before: { bounds: { stepsMax: { value: 10 } } }, after: {} },
  },
  "exported-header-removed": {
    axis: "SOURCE",
    title: "A header's name is no longer published",
    explanation: "Code that names it does not compile. Which operations used it is told of each.",
    effects: { request: "narrow" },
    example: { before: { headers: { "Shop-Id": {} } }, after: {} },
  },
  "exported-header-added": {
    axis: "SOURCE",
    title: "A header's name is published",
    explanation: "Nobody names it yet.",
    effects: { request: "widen" },
    asksFor: "minor",
    example: { before: {}, after: { headers: { "Shop-Id": {} } } },
  },
  "exported-type-removed": {
    axis: "SOURCE",
    title: "A type is gone",
    explanation: "Code that imports it does not compile. Payloads are judged by their own.",
    effects: { request: "narrow" },
    example: { before: { types: { Order: order } }, after: {} },
  },
  "exported-type-renamed": {
    axis: "SOURCE",
    title: "A type has another name",
    explanation:
      "Code that imports the old name does not compile, though payloads stay as they are. Keep the old name as an alias.",
    effects: { request: "narrow" },
    example: { before: { types: { Order: order } }, after: { types: { PlacedOrder: order } } },
  },
  "exported-type-added": {
    axis: "SOURCE",
    title: "A type is new",
    explanation: "Nobody imports it yet.",
    effects: { request: "widen" },
    asksFor: "minor",
    example: { before: {}, after: { types: { Order: order } } },
  },
  "schema-id-changed": {
    axis: "BEHAVIOUR",
    title: "A published schema has another `$id`",
    explanation:
      "Expected where its content changed, or that of a schema which it refers to: a published schema has all of them within. Elsewhere, whoever refers to it by its old `$id` takes it for another schema: keep the `$id`.",
    effects: { request: "incomparable", response: "incomparable" },
    example: {
      before: { types: { Order: order }, typeParts: { Order: { id: "urn:shop:Order:1.0.0" } } },
      after: { types: { Order: order }, typeParts: { Order: { id: "urn:shop:Order:2.0.0" } } },
    },
  },
  "content-changed-under-id": {
    axis: "BEHAVIOUR",
    title: "A published schema was changed under one `$id`",
    explanation:
      "A schema under an `$id` is cached, vendored and generated from: two contents under one `$id` are told apart by nobody. Content is the schema as it is written, without title, description, examples, comments and deprecation marks: another default counts, and so does a type that is written out where it was referred to, though both accept the same values. Where a ledger says what was released, the content under any other `$id` may still change. Publish the new content under a new version of the `$id`; how far the version of the whole goes, the change itself says.",
    effects: { request: "narrow", response: "narrow" },
    asksFor: "patch",
    example: {
      before: { types: { Order: order }, typeParts: { Order: { id: "urn:shop:Order:1.0.0" } } },
      after: {
        types: { Order: object({ sku: string, note: string }, "sku") },
        typeParts: { Order: { id: "urn:shop:Order:1.0.0" } },
      },
    },
  },
});
