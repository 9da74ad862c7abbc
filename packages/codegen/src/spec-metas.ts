import type { SpecMeta } from "@oap/contracts";
import type { LintContext } from "./lint-context.ts";

/** What a contract says about itself, with its name and where in its definition it says it. */
export interface NamedMeta {
  readonly name: string;
  readonly meta: SpecMeta;
  /** JSON Pointer into the definition: operations have it under `meta`. */
  readonly at: "" | "/meta";
}

/** Envelopes aside: they say what their operation says. */
export function specMetas(context: LintContext): readonly NamedMeta[] {
  const { types, headers, operations, events, capabilities, bounds, tables } = context;
  // Who writes contracts without the compiler may leave out what the types require; `described` tells them.
  const said = { title: "", description: "", since: "", source: { document: "", section: "" } } as const;
  const named = (name: string, meta: SpecMeta, at: NamedMeta["at"] = ""): NamedMeta => ({
    name,
    meta: { ...said, ...meta },
    at,
  });
  return [
    ...types.filter(({ envelopeOf }) => envelopeOf === undefined).map(({ spec }) => named(spec.name, spec)),
    ...[...headers, ...bounds, ...tables].map((spec) => named(spec.name, spec)),
    ...operations.map(({ meta }) => named(meta.key, meta, "/meta")),
    ...events.map((spec) => named(spec.key, spec)),
    ...capabilities.map((spec) => named(`${spec.module}.${spec.name}`, spec)),
  ];
}
