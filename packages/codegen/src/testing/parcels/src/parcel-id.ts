import { defineType, Type } from "@oap/contracts";
import { parcelMeta } from "./parcel-meta.ts";

export const ParcelId = defineType({
  ...parcelMeta,
  name: "ParcelId",
  title: "Parcel number",
  description: "Names one parcel: `P` and eight digits.",
  schema: Type.String({ pattern: "^P[0-9]{8}$" }),
  examples: {
    valid: [{ title: "as printed on the label", value: "P00012345" }],
    invalid: [
      { title: "without the letter", value: "00012345", pointer: "", keyword: "pattern" },
      { title: "a number", value: 12345, pointer: "", keyword: "type" },
    ],
  },
});
