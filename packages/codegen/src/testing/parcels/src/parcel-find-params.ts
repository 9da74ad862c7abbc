import { defineType, ref, Type } from "@oap/contracts";
import { ParcelId } from "./parcel-id.ts";
import { parcelMeta } from "./parcel-meta.ts";

export const ParcelFindParams = defineType({
  ...parcelMeta,
  name: "ParcelFindParams",
  title: "Find a parcel: params",
  description: "Which parcel to look up, and for whom.",
  schema: Type.Object({
    parcel: ref(ParcelId, { description: "The number on the label." }),
    recipient: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: "Who waits for it." })),
  }),
  examples: {
    valid: [{ title: "by its number", value: { parcel: "P00012345" } }],
    invalid: [
      { title: "without a number", value: {}, pointer: "", keyword: "required" },
      { title: "a wrong number", value: { parcel: "12345" }, pointer: "/parcel", keyword: "pattern" },
    ],
  },
});
