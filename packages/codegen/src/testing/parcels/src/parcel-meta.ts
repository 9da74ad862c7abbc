import { source } from "@oap/contracts";

/** What all contracts of parcels say alike. */
export const parcelMeta = {
  stability: "stable",
  since: "1.0.0",
  source: source("Parcel service", "1"),
} as const;
