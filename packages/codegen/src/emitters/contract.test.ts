import { expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { emitContract } from "./contract.ts";

const document = JSON.parse(emitContract(buildModel(parcelRegistry))[0]?.content ?? "{}") as Record<
  string,
  Record<string, object>
>;

it("says of each operation what no schema can say", () => {
  expect(document.operations?.["parcel.track"]).toEqual({
    kind: "command",
    title: "Track a parcel",
    chapter: "parcels",
    stability: "stable",
    since: "1.0.0",
    version: "1.0.0",
    capability: { key: "parcels.core", version: "1.0.0" },
    input: "ParcelTrackParams",
    output: "ParcelTrackResult",
    request: "ParcelTrackRequest",
    success: "ParcelTrackSuccess",
    errors: ["PARSE_ERROR", "INVALID_PARAMS", "INTERNAL", "UPSTREAM_UNAVAILABLE"],
    requestHeaders: [
      { name: "Orch-Id", counterpart: "/id" },
      { name: "Parcel-Number", counterpart: "/params/parcel" },
    ],
    responseHeaders: [{ name: "Orch-Id", counterpart: "/id" }],
    auth: "user",
    pii: ["/params/recipient"],
    emits: ["parcel.tracked"],
  });
});

it("fixes what each error code means", () => {
  expect(document.errorCodes?.PARSE_ERROR).toEqual({
    meaning: "The body is not JSON.",
    httpStatus: 400,
    jsonRpc: -32700,
    retryable: false,
    since: "1.0.0",
  });
});

it("names every schema under $defs and refers to nothing else", () => {
  const names = Object.keys(document.$defs ?? {});
  expect(names).toEqual(Object.keys(document.types ?? {}));
  expect(names).toEqual([...names].sort());
  for (const [, name] of JSON.stringify(document.$defs).matchAll(/"#\/\$defs\/([^"]*)"/g))
    expect(names).toContain(name);
});

it("does not change when chapters are listed in another order", () => {
  const reversed = { ...parcelRegistry, chapters: [...parcelRegistry.chapters].reverse() };
  expect(emitContract(buildModel(reversed))).toEqual(emitContract(buildModel(parcelRegistry)));
});
