import type { TypeSpec } from "./define-type.ts";
import type { SpecMeta } from "./spec-meta.ts";

/** Something that happened, published to whoever watches. */
export interface EventSpec extends SpecMeta {
  readonly kind: "event";
  /** Dotted name, such as `controlPlane.intent.received`. */
  readonly key: string;
  readonly version: string;
  readonly payload: TypeSpec;
}

export function defineEvent(definition: Omit<EventSpec, "kind" | "version"> & { version?: string }): EventSpec {
  return Object.freeze({ version: "1.0.0", ...definition, kind: "event" as const });
}
