import type { Deprecation } from "@oap/contracts";
import type { LintContext } from "./lint-context.ts";

/** A part of the contracts that has a name of its own, and how it says that it ends. */
export interface NamedPart {
  /** Two parts of one kind can replace each other. */
  readonly kind: "type" | "operation" | "event" | "capability" | "header" | "bound" | "table" | "error code";
  /** Also the name under which its source is found. */
  readonly name: string;
  readonly spec: Deprecation & { readonly since: string };
}

/** Everything that people wrote under a name, kind by kind. An envelope is no part of its own: its operation is. */
export function namedParts(context: LintContext): readonly NamedPart[] {
  const { registry, types, operations, events, capabilities, headers, bounds, tables } = context;
  const named = (kind: NamedPart["kind"]) => (spec: NamedPart["spec"] & { readonly name: string }) => ({
    kind,
    name: spec.name,
    spec,
  });
  return [
    ...types.filter(({ envelopeOf }) => envelopeOf === undefined).map(({ spec }) => named("type")(spec)),
    ...operations.map(({ meta }) => ({ kind: "operation" as const, name: meta.key, spec: meta })),
    ...events.map((spec) => ({ kind: "event" as const, name: spec.key, spec })),
    ...capabilities.map((spec) => ({ kind: "capability" as const, name: `${spec.module}.${spec.name}`, spec })),
    ...headers.map(named("header")),
    ...bounds.map(named("bound")),
    ...tables.map(named("table")),
    ...Object.entries(registry.errorCodes).map(([name, spec]) => ({ kind: "error code" as const, name, spec })),
  ];
}
