import type { JsonSchema } from "./contract.ts";

/** A schema with the named schemas that its references mean. */
export interface SchemaInContext {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

export interface ContainmentOptions {
  /**
   * Whether the left side's values have declared properties only: an object schema that declares `properties` and says
   * nothing of others is taken as closed, on the left alone. Default false.
   */
  readonly closeLeft?: boolean;
  /** How `format` counts. Default true: it is asserted where it is known to the validators, and opaque otherwise. */
  readonly assertFormats?: boolean;
  /** The most steps that a proof or a search may take. A named default holds. */
  readonly stepsMax?: number;
}

/** Whether every value that the left schema accepts is accepted by the right one. */
export type Containment =
  | { readonly verdict: "contained" }
  /** The instance was checked by Ajv 2020-12: the left (closed, if asked) accepts it, the right rejects it. */
  | {
      readonly verdict: "witness";
      readonly instance: unknown;
      readonly pointer: string;
      readonly keyword: string;
      readonly message: string;
    }
  /** `reason` names the keyword and the pointer that kept it from a proof. */
  | { readonly verdict: "unknown"; readonly reason: string };
