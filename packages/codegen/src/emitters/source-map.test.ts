import { expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { emitSourceMap } from "./source-map.ts";

it("says where each contract is written, sorted by name; an envelope is written where its operation is", () => {
  const locations = new Map([
    ["parcel.track", { file: "contracts/src/parcels/parcel-track.ts", line: 7 }],
    ["ParcelId", { file: "contracts/src/parcels/parcel-id.ts", line: 3 }],
    ["INTERNAL", { file: "contracts/src/common/error-codes.ts", line: 27 }],
  ]);
  const [file] = emitSourceMap(buildModel(parcelRegistry, locations));
  expect(file?.path).toBe("source-map.json");
  expect(Object.entries(JSON.parse(file?.content ?? "{}") as object)).toEqual([
    ["INTERNAL", { file: "contracts/src/common/error-codes.ts", line: 27 }],
    ["ParcelId", { file: "contracts/src/parcels/parcel-id.ts", line: 3 }],
    ["ParcelTrackRequest", { file: "contracts/src/parcels/parcel-track.ts", line: 7 }],
    ["ParcelTrackSuccess", { file: "contracts/src/parcels/parcel-track.ts", line: 7 }],
    ["parcel.track", { file: "contracts/src/parcels/parcel-track.ts", line: 7 }],
  ]);
});

it("is no file when the sources were not given", () => {
  expect(emitSourceMap(buildModel(parcelRegistry))).toEqual([]);
});
