import { defineType, ref, stringEnum, Type } from "@oap/contracts";
import { ParcelId } from "./parcel-id.ts";
import { parcelMeta } from "./parcel-meta.ts";

export const ParcelFindResult = defineType({
  ...parcelMeta,
  name: "ParcelFindResult",
  title: "Find a parcel: result",
  description: "Where the parcel is now.",
  schema: Type.Object({
    parcel: ref(ParcelId, { description: "The number on the label." }),
    state: stringEnum(["waiting", "moving", "delivered"], { description: "How far it has come." }),
    depot: Type.Optional(Type.String({ maxLength: 64, description: "Where it was seen last." })),
  }),
  examples: {
    valid: [{ title: "on its way", value: { parcel: "P00012345", state: "moving" } }],
    invalid: [
      { title: "without a state", value: { parcel: "P00012345" }, pointer: "", keyword: "required" },
      {
        title: "a state that there is not",
        value: { parcel: "P00012345", state: "lost" },
        pointer: "/state",
        keyword: "enum",
      },
    ],
  },
});
