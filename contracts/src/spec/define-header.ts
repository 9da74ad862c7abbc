import type { TSchema } from "@sinclair/typebox";
import type { SpecMeta } from "./spec-meta.ts";

/** One HTTP header. Its value is text on the wire; `schema` says what the text must read as. */
export interface HeaderSpec extends SpecMeta {
  readonly kind: "header";
  /** As written on the wire, such as `Orch-Id`. */
  readonly name: string;
  readonly schema: TSchema;
  readonly example: string;
}

/** A header on an operation, with the member of the body that it must agree with. */
export interface HeaderUse {
  readonly header: HeaderSpec;
  /** JSON Pointer into the envelope. A header whose counterpart is present must equal it. */
  readonly counterpart?: string;
}

export interface HeaderUses {
  readonly request: readonly HeaderUse[];
  readonly response: readonly HeaderUse[];
}

export function defineHeader(definition: Omit<HeaderSpec, "kind">): HeaderSpec {
  return Object.freeze({ ...definition, kind: "header" as const });
}
