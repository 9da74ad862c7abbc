import type {
  BoundSpec,
  CapabilitySpec,
  Chapter,
  ErrorCodeSpec,
  EventSpec,
  HeaderSpec,
  HeaderUse,
  OperationSpec,
  Registry,
  TableSpec,
  TypeSpec,
} from "@oap/contracts";
import type { JsonSchema } from "./json-schema.ts";
import type { PublicationOptions } from "./publication-options.ts";

/** Where a spec is written: a path from the repository's root, with `/`, and a line from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
}

/** Everything the emitters need, resolved once: they only render. */
export interface Model {
  readonly registry: Registry;
  readonly options: PublicationOptions;
  /** All named types in registry order; the two envelopes of an operation stand where the operation stands. */
  readonly types: readonly PublishedType[];
  readonly typesByName: ReadonlyMap<string, PublishedType>;
  readonly operations: readonly PublishedOperation[];
  readonly events: readonly PublishedEvent[];
  readonly capabilities: readonly PublishedCapability[];
  readonly headers: readonly PublishedHeader[];
  readonly bounds: readonly Placed<BoundSpec>[];
  readonly tables: readonly Placed<TableSpec>[];
  readonly errorCodes: readonly ErrorCodeEntry[];
}

/** A spec with its place in the registry and in the source. */
export interface Placed<TSpec> {
  readonly spec: TSpec;
  readonly chapter: Chapter;
  /** Absent when the sources were not given. */
  readonly location?: Location;
}

export interface PublishedHeader extends Placed<HeaderSpec> {
  /** What the header's text must read as; references are `#/$defs/<Name>`. */
  readonly schema: JsonSchema;
}

export interface ErrorCodeEntry extends ErrorCodeSpec {
  readonly code: string;
  /** Absent when the sources were not given. */
  readonly location?: Location;
}

export interface PublishedType extends Placed<TypeSpec> {
  readonly name: string;
  /** `<schemaIdBase>:<Name>:<version>` */
  readonly id: string;
  /**
   * The published schema without `$id`, `$schema`, `$defs` and `examples`: references are `#/$defs/<Name>`, the
   * description is in it, and no marker of the contracts is left.
   */
  readonly schema: JsonSchema;
  /** The same schema with `typeParameter` and `typeArguments` still beside `$ref`, for emitters of generic types. */
  readonly genericSchema: JsonSchema;
  /** Names of the types it refers to directly, sorted. */
  readonly references: readonly string[];
  /** Names of all the types it needs, itself excluded, sorted. */
  readonly closure: readonly string[];
  /** The operation whose envelope it is, if it is one. */
  readonly envelopeOf?: string;
}

export interface PublishedOperation extends Placed<OperationSpec> {
  readonly key: string;
  /** The stem of its type names, such as `ExecInvoke`. */
  readonly typeName: string;
  readonly input: PublishedType;
  readonly output: PublishedType;
  readonly request: PublishedType;
  readonly success: PublishedType;
  /** The registry's headers, then its own. */
  readonly requestHeaders: readonly HeaderUse[];
  readonly responseHeaders: readonly HeaderUse[];
  /** Its own errors and those every operation has, in the order of the code table. */
  readonly errors: readonly (ErrorCodeEntry & { readonly when: string })[];
}

export interface PublishedEvent extends Placed<EventSpec> {
  readonly key: string;
  readonly payload: PublishedType;
}

export interface PublishedCapability extends Placed<CapabilitySpec> {
  /** `<module>.<name>` */
  readonly key: string;
  readonly input: PublishedType;
  readonly output: PublishedType;
}
