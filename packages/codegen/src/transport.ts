import type { Model } from "./model.ts";

/** How envelopes travel over HTTP. */
export interface Transport {
  readonly paths: { readonly envelope: string; readonly jsonRpc: string };
  /** The versioned media type first, then plain JSON. */
  readonly mediaTypes: readonly string[];
  readonly unreadableEnvelopeType: string;
}

/** Reads the table `transport` of the common chapter, where the paths and media types are said once. */
export function transportOf(model: Model): Transport {
  const table = model.tables.find(({ spec }) => spec.name === "transport");
  if (table === undefined) throw new Error(`The registry "${model.registry.name}" has no table named transport.`);
  const value = table.spec.value as TransportTable;
  return {
    paths: value.paths,
    mediaTypes: [`${value.mediaTypes.envelope};version=${value.mediaTypeVersion}`, value.mediaTypes.json],
    unreadableEnvelopeType: value.unreadableEnvelopeType,
  };
}

interface TransportTable {
  readonly paths: { readonly envelope: string; readonly jsonRpc: string };
  readonly mediaTypes: { readonly envelope: string; readonly json: string };
  readonly mediaTypeVersion: string;
  readonly unreadableEnvelopeType: string;
}
