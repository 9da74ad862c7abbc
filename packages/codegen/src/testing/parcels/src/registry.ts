import { commonChapter, defineChapter, defineRegistry, errorCodes, orchIdHeader } from "@oap/contracts";
import { parcelFind } from "./parcel-find.ts";
import { ParcelFindParams } from "./parcel-find-params.ts";
import { ParcelFindResult } from "./parcel-find-result.ts";
import { ParcelId } from "./parcel-id.ts";

/** Another team's contracts, in a folder as any team would lay it out: `oap lint` is shown on it. */
export const registry = defineRegistry({
  name: "parcels",
  title: "Parcel contracts",
  description: "A team's own contracts.",
  version: "1.0.0",
  schemaIdBase: "urn:parcels:schema",
  chapters: [
    commonChapter,
    defineChapter({
      name: "parcels",
      title: "Parcels",
      description: "Where parcels are.",
      specs: [ParcelId, ParcelFindParams, ParcelFindResult, parcelFind],
    }),
  ],
  errorCodes,
  headers: {
    request: [{ header: orchIdHeader, counterpart: "/id" }],
    response: [{ header: orchIdHeader, counterpart: "/id" }],
  },
  errors: {
    PARSE_ERROR: { when: "The body is not JSON." },
    INVALID_PARAMS: { when: "The parameters are wrong." },
    INTERNAL: { when: "The service failed." },
  },
});
