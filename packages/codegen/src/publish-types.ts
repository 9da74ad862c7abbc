import { type Chapter, deprecationOf, envelopesOf, type Registry, type Spec, type TypeSpec } from "@oap/contracts";
import { type PublishedSchema, publishSchema } from "./publish-schema.ts";

/** A named type with its published form, before anything is known about the others. */
export interface TypeDraft {
  readonly spec: TypeSpec;
  readonly chapter: Chapter;
  readonly published: PublishedSchema;
  /** The operation whose envelope it is, if it is one. */
  readonly envelopeOf?: string;
  /** The name under which its source is found: its own, or that of the operation that yields it. */
  readonly writtenAs: string;
}

/** All named types in registry order; the two envelopes of an operation stand where the operation stands. */
export function publishTypes(registry: Registry): readonly TypeDraft[] {
  return registry.chapters.flatMap((chapter) => chapter.specs.flatMap((spec) => typesOf(spec, chapter)));
}

function typesOf(spec: Spec, chapter: Chapter): readonly TypeDraft[] {
  if (spec.kind === "type") {
    return [{ spec, chapter, published: publishType(spec), writtenAs: spec.name }];
  }
  if (spec.kind !== "command" && spec.kind !== "query") return [];
  const { request, success } = envelopesOf(spec);
  return [request, success].map((envelope) => ({
    spec: envelope,
    chapter,
    published: publishType(envelope),
    envelopeOf: spec.meta.key,
    writtenAs: spec.meta.key,
  }));
}

function publishType(spec: TypeSpec): PublishedSchema {
  return publishSchema(spec.schema, {
    name: spec.name,
    description: spec.description,
    anything: spec.typescript !== undefined,
    deprecated: deprecationOf(spec) !== undefined,
    ...(spec.discriminator === undefined ? {} : { discriminator: spec.discriminator }),
  });
}
