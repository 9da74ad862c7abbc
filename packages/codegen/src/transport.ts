import type { Model } from "./model.ts";

/** How envelopes travel over HTTP. */
export interface Transport {
  readonly paths: TransportTable["paths"];
  /** The versioned media type first, then plain JSON. */
  readonly mediaTypes: readonly string[];
  readonly unreadableEnvelopeType: string;
  /** The header that carries an API key. */
  readonly apiKeyHeader: string;
  /** The media type of a stream of events. */
  readonly eventStreamType: string;
  /** How many requests a JSON-RPC batch may hold, where the registry bounds it. */
  readonly batchRequestsMax?: number;
}

/** Reads the table `transport` of the common chapter, where the paths and media types are said once, and the bound of a batch. */
export function transportOf(model: Model): Transport {
  const table = model.tables.find(({ spec }) => spec.name === "transport");
  if (table === undefined) throw new Error(`The registry "${model.registry.name}" has no table named transport.`);
  const value = table.spec.value as TransportTable;
  const batch = model.bounds.find(({ spec }) => spec.name === "batchRequestsMax");
  return {
    paths: value.paths,
    mediaTypes: [`${value.mediaTypes.envelope};version=${value.mediaTypeVersion}`, value.mediaTypes.json],
    unreadableEnvelopeType: value.unreadableEnvelopeType,
    apiKeyHeader: value.apiKeyHeader,
    eventStreamType: value.mediaTypes.eventStream,
    ...(batch === undefined ? {} : { batchRequestsMax: batch.spec.value }),
  };
}

interface TransportTable {
  readonly paths: {
    readonly envelope: string;
    readonly jsonRpc: string;
    readonly events: string;
    readonly invocationEvents: string;
    readonly planEvents: string;
  };
  readonly mediaTypes: { readonly envelope: string; readonly json: string; readonly eventStream: string };
  readonly mediaTypeVersion: string;
  readonly unreadableEnvelopeType: string;
  readonly apiKeyHeader: string;
}
