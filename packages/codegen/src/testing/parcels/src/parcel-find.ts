import { defineQuery } from "@oap/contracts";
import { ParcelFindParams } from "./parcel-find-params.ts";
import { ParcelFindResult } from "./parcel-find-result.ts";
import { parcelMeta } from "./parcel-meta.ts";

export const parcelFind = defineQuery({
  meta: {
    ...parcelMeta,
    key: "parcel.find",
    version: "1.0.0",
    title: "Find a parcel",
    description: "Looks up where a parcel is.",
    goal: "Know where a parcel is.",
    context: "Called by whoever waits for a parcel.",
    domain: "parcels",
    owners: ["parcels"],
    tags: ["parcels"],
  },
  capability: { key: "parcels.core", version: "1.0.0" },
  io: { input: ParcelFindParams, output: ParcelFindResult },
  policy: { auth: "user", pii: ["/params/recipient"] },
});
