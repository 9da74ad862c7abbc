import { type Deprecation, deprecationOf, type HeaderUse, type SpecMeta } from "@oap/contracts";
import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model } from "../model.ts";
import { dialect } from "./json-schema.ts";

/** The version of this document's own form. */
const formVersion = "1.0.0";

/**
 * The whole contract in one plain JSON document: what a comparison of two versions needs and JSON Schema has no words
 * for, with the schemas of the bundle as its `$defs`. Descriptions of schemas are in the schemas.
 */
export function emitContract(model: Model): readonly GeneratedFile[] {
  const { registry } = model;
  const document = {
    form: formVersion,
    description: `The contracts of \`${registry.name}\`: what there is besides schemas, by name, and the schemas under \`$defs\` in the dialect that \`dialect\` names. References to types are their names.`,
    name: registry.name,
    title: registry.title,
    version: registry.version,
    dialect,
    types: byName(model.types, ({ name, id, spec, chapter, envelopeOf }) => [
      name,
      {
        id,
        ...metaOf(spec, chapter.name),
        version: spec.version,
        parameters: spec.parameters,
        ...(spec.discriminator === undefined ? {} : { discriminator: spec.discriminator }),
        ...(envelopeOf === undefined ? {} : { envelopeOf }),
      },
    ]),
    operations: byName(model.operations, (operation) => [operation.key, operationOf(operation)]),
    events: byName(model.events, ({ key, spec, chapter, payload }) => [
      key,
      { ...metaOf(spec, chapter.name), version: spec.version, payload: payload.name },
    ]),
    capabilities: byName(model.capabilities, ({ key, spec, chapter, input, output }) => [
      key,
      {
        ...metaOf(spec, chapter.name),
        version: spec.version,
        type: spec.type,
        input: input.name,
        output: output.name,
        risk: spec.risk,
        idempotent: spec.idempotent,
        defaults: spec.defaults,
        pii: spec.pii,
      },
    ]),
    headers: byName(model.headers, ({ spec, chapter, schema }) => [
      spec.name,
      { ...metaOf(spec, chapter.name), schema },
    ]),
    errorCodes: byName(model.errorCodes, ({ code, meaning, httpStatus, jsonRpc, retryable, since, ...spec }) => [
      code,
      { meaning, httpStatus, jsonRpc, retryable, since, ...endOf(spec) },
    ]),
    bounds: byName(model.bounds, ({ spec, chapter }) => [
      spec.name,
      { ...metaOf(spec, chapter.name), value: spec.value, unit: spec.unit },
    ]),
    tables: byName(model.tables, ({ spec, chapter }) => [
      spec.name,
      { ...metaOf(spec, chapter.name), value: spec.value },
    ]),
    $defs: byName(model.types, ({ name, schema }) => [name, schema]),
  };
  return [{ path: "contract.json", content: jsonText(document) }];
}

function metaOf(spec: SpecMeta, chapter: string) {
  const { title, stability, since } = spec;
  return { title, chapter, stability, since, ...endOf(spec) };
}

function endOf(spec: Deprecation): { readonly deprecation?: Deprecation } {
  const deprecation = deprecationOf(spec);
  return deprecation === undefined ? {} : { deprecation };
}

function operationOf(operation: Model["operations"][number]) {
  const { spec, chapter, input, output, request, success, errors, requestHeaders, responseHeaders } = operation;
  return {
    kind: spec.kind,
    ...metaOf(spec.meta, chapter.name),
    version: spec.meta.version,
    capability: spec.capability,
    input: input.name,
    output: output.name,
    request: request.name,
    success: success.name,
    errors: errors.map(({ code }) => code),
    requestHeaders: requestHeaders.map(headerUseOf),
    responseHeaders: responseHeaders.map(headerUseOf),
    auth: spec.policy.auth,
    pii: spec.policy.pii,
    emits: spec.sideEffects.emits.map(({ event }) => event.key),
  };
}

function headerUseOf({ header, counterpart }: HeaderUse) {
  return { name: header.name, ...(counterpart === undefined ? {} : { counterpart }) };
}

/** Sorted, so that reordering the registry is no change. */
function byName<TItem>(
  items: readonly TItem[],
  entryOf: (item: TItem) => readonly [string, unknown],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(items.map(entryOf).sort(([a], [b]) => (a < b ? -1 : 1)));
}
