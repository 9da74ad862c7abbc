import {
  type CapabilitySpec,
  type Chapter,
  type EventSpec,
  type HeaderSpec,
  type OperationSpec,
  operationTypeName,
  type Registry,
  type Spec,
} from "@oap/contracts";
import type { ErrorCodeEntry, Location, Model, Placed, PublishedOperation, PublishedType } from "./model.ts";
import { type PublicationOptions, publicationOptions } from "./publication-options.ts";
import { publishSchema } from "./publish-schema.ts";
import { publishTypes, type TypeDraft } from "./publish-types.ts";

/** Where each spec is written, by its name: a type's or header's name, an operation's or event's key, `<module>.<capability>`. */
export type Locations = ReadonlyMap<string, Location>;

/**
 * Resolves everything that the emitters need. It expects a registry that keeps the house rules: `lint` says with file
 * and line what breaks them, this function throws at the first thing that it cannot resolve.
 */
export function buildModel(
  registry: Registry,
  locations: Locations = new Map(),
  options: Partial<PublicationOptions> = {},
): Model {
  const types = publishedTypes(registry, locations);
  const typesByName = new Map(types.map((type) => [type.name, type]));
  const typeNamed = (name: string): PublishedType => {
    const type = typesByName.get(name);
    if (type === undefined) throw new Error(`The registry "${registry.name}" has no type named ${name}.`);
    return type;
  };
  const errorCodes = Object.entries(registry.errorCodes).map(([code, spec]): ErrorCodeEntry => {
    const location = locations.get(code);
    return { code, ...spec, ...(location === undefined ? {} : { location }) };
  });
  const placed = <TSpec extends Spec>(kinds: readonly Spec["kind"][], name: (spec: TSpec) => string): Placed<TSpec>[] =>
    registry.chapters.flatMap((chapter) =>
      chapter.specs
        .filter((spec) => kinds.includes(spec.kind))
        .map((spec) => place(spec as TSpec, chapter, locations.get(name(spec as TSpec)))),
    );

  return {
    registry,
    options: publicationOptions(registry, options),
    types,
    typesByName,
    operations: placed<OperationSpec>(["command", "query"], (spec) => spec.meta.key).map((operation) =>
      publishedOperation(operation, registry, errorCodes, typeNamed),
    ),
    events: placed<EventSpec>(["event"], (spec) => spec.key).map((event) => ({
      ...event,
      key: event.spec.key,
      payload: typeNamed(event.spec.payload.name),
    })),
    capabilities: placed<CapabilitySpec>(["capability"], capabilityKey).map((capability) => ({
      ...capability,
      key: capabilityKey(capability.spec),
      input: typeNamed(capability.spec.input.name),
      output: typeNamed(capability.spec.output.name),
    })),
    headers: placed<HeaderSpec>(["header"], (spec) => spec.name).map((header) => ({
      ...header,
      schema: publishSchema(header.spec.schema).schema,
    })),
    bounds: placed(["bound"], (spec) => spec.name),
    tables: placed(["table"], (spec) => spec.name),
    errorCodes,
  };
}

export function capabilityKey(spec: CapabilitySpec): string {
  return `${spec.module}.${spec.name}`;
}

function place<TSpec>(spec: TSpec, chapter: Chapter, location: Location | undefined): Placed<TSpec> {
  return { spec, chapter, ...(location === undefined ? {} : { location }) };
}

function publishedTypes(registry: Registry, locations: Locations): readonly PublishedType[] {
  const drafts = publishTypes(registry);
  const draftsByName = new Map(drafts.map((draft) => [draft.spec.name, draft]));
  return drafts.map((draft) => {
    const { spec, chapter, published, envelopeOf, writtenAs } = draft;
    const refusal = published.refusals[0];
    if (refusal !== undefined) {
      throw new Error(`${spec.name}${refusal.path} ${refusal.what}: ${refusal.mend}.`);
    }
    return {
      ...place(spec, chapter, locations.get(writtenAs)),
      name: spec.name,
      id: `${registry.schemaIdBase}:${spec.name}:${spec.version}`,
      schema: published.schema,
      genericSchema: published.genericSchema,
      references: published.references,
      closure: closureOf(draft, draftsByName),
      ...(envelopeOf === undefined ? {} : { envelopeOf }),
    };
  });
}

function closureOf(draft: TypeDraft, drafts: ReadonlyMap<string, TypeDraft>): readonly string[] {
  const needed = new Set<string>();
  const open = [...draft.published.references];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    const next = drafts.get(name);
    if (next === undefined)
      throw new Error(`${draft.spec.name} needs a type named ${name}, which the registry does not list.`);
    needed.add(name);
    open.push(...next.published.references);
  }
  needed.delete(draft.spec.name);
  return [...needed].sort();
}

function publishedOperation(
  operation: Placed<OperationSpec>,
  registry: Registry,
  errorCodes: readonly ErrorCodeEntry[],
  typeNamed: (name: string) => PublishedType,
): PublishedOperation {
  const { meta, io, headers } = operation.spec;
  const typeName = operationTypeName(meta.key);
  const when: Readonly<Record<string, { readonly when: string }>> = { ...registry.errors, ...io.errors };
  return {
    ...operation,
    key: meta.key,
    typeName,
    input: typeNamed(io.input.name),
    output: typeNamed(io.output.name),
    request: typeNamed(`${typeName}Request`),
    success: typeNamed(`${typeName}Success`),
    requestHeaders: [...registry.headers.request, ...headers.request],
    responseHeaders: [...registry.headers.response, ...headers.response],
    errors: errorCodes.flatMap((entry) => {
      const use = when[entry.code];
      return use === undefined ? [] : [{ ...entry, when: use.when }];
    }),
  };
}
