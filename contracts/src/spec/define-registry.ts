import type { BoundSpec } from "./define-bound.ts";
import type { CapabilitySpec } from "./define-capability.ts";
import type { ErrorCodeTable } from "./define-error-codes.ts";
import type { EventSpec } from "./define-event.ts";
import type { HeaderSpec, HeaderUses } from "./define-header.ts";
import type { OperationSpec } from "./define-operation.ts";
import type { TableSpec } from "./define-table.ts";
import type { TypeSpec } from "./define-type.ts";

export type Spec = TypeSpec | HeaderSpec | OperationSpec | EventSpec | CapabilitySpec | BoundSpec | TableSpec;

/** A family of contracts: one folder, one part of the documentation. */
export interface Chapter {
  /** The folder's name in kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** In the order in which they are published. */
  readonly specs: readonly Spec[];
}

/** Everything that is said once, in order. It is the only input of code generation. */
export interface Registry {
  /** Short name in lower case; it names the bundle and the client class, such as `oap`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The version of the whole. */
  readonly version: string;
  /** Published schemas are `<schemaIdBase>:<Name>:<version>`. */
  readonly schemaIdBase: string;
  /** The names of the generated packages. Absent: `@<name>/protocol` and `@<name>/schemas`. */
  readonly packages?: { readonly typescript?: string; readonly schemas?: string };
  readonly chapters: readonly Chapter[];
  readonly errorCodes: ErrorCodeTable;
  /** The headers that every operation has. */
  readonly headers: HeaderUses;
  /** The errors that every operation can answer: code → when. */
  readonly errors: Readonly<Record<string, { readonly when: string }>>;
}

export function defineChapter(chapter: Chapter): Chapter {
  return Object.freeze(chapter);
}

export function defineRegistry(registry: Registry): Registry {
  return Object.freeze(registry);
}
