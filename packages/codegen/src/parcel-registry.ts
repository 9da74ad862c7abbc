import {
  type Chapter,
  defineChapter,
  defineCommand,
  defineEvent,
  defineHeader,
  defineRegistry,
  defineType,
  type Registry,
  ref,
  source,
  Type,
} from "@oap/contracts";
import { commonChapter } from "@oap/contracts/common/common-chapter";
import { errorCodes } from "@oap/contracts/common/error-codes";
import { orchIdHeader } from "@oap/contracts/common/orch-id-header";
import { Timestamp } from "@oap/contracts/common/timestamp";

/** A team's own contracts beside the common chapter, small enough to read whole: what the tests render and break. */

const meta = { stability: "stable", since: "1.0.0", source: source("Parcel service", "1") } as const;

const ParcelId = defineType({
  ...meta,
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

const ParcelScanned = defineType({
  ...meta,
  name: "ParcelScanned",
  title: "Scan",
  description: "The parcel was seen at a depot.",
  schema: Type.Object({
    kind: Type.Literal("scanned", { description: "Always `scanned`." }),
    at: ref(Timestamp, { description: "When it was seen." }),
    depot: Type.String({ minLength: 1, maxLength: 64, description: "Where it was seen." }),
  }),
  examples: {
    valid: [{ title: "in the north", value: { kind: "scanned", at: "2026-03-01T09:30:00.000Z", depot: "north" } }],
    invalid: [
      {
        title: "nowhere",
        value: { kind: "scanned", at: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "another kind",
        value: { kind: "lost", at: "2026-03-01T09:30:00.000Z", depot: "north" },
        pointer: "/kind",
        keyword: "const",
      },
    ],
  },
});

const ParcelDelivered = defineType({
  ...meta,
  name: "ParcelDelivered",
  title: "Delivery",
  description: "The parcel was handed over.",
  schema: Type.Object({
    kind: Type.Literal("delivered", { description: "Always `delivered`." }),
    at: ref(Timestamp, { description: "When it was handed over." }),
    signed_by: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: "Who took it." })),
  }),
  examples: {
    valid: [
      { title: "to a neighbour", value: { kind: "delivered", at: "2026-03-02T10:00:00.000Z", signed_by: "Ada" } },
    ],
    invalid: [
      { title: "at no time", value: { kind: "delivered" }, pointer: "", keyword: "required" },
      {
        title: "signed with a number",
        value: { kind: "delivered", at: "2026-03-02T10:00:00.000Z", signed_by: 1 },
        pointer: "/signed_by",
        keyword: "type",
      },
    ],
  },
});

const ParcelEvent = defineType({
  ...meta,
  name: "ParcelEvent",
  title: "Parcel event",
  description: "What happened to a parcel.",
  discriminator: "kind",
  schema: Type.Union([ref(ParcelScanned), ref(ParcelDelivered)]),
  examples: {
    valid: [{ title: "a delivery", value: { kind: "delivered", at: "2026-03-02T10:00:00.000Z" } }],
    invalid: [
      { title: "neither", value: { kind: "lost", at: "2026-03-02T10:00:00.000Z" }, pointer: "", keyword: "oneOf" },
      { title: "text", value: "delivered", pointer: "", keyword: "oneOf" },
    ],
  },
});

const ParcelTrackParams = defineType({
  ...meta,
  name: "ParcelTrackParams",
  title: "Track a parcel: params",
  description: "Which parcel to look up.",
  schema: Type.Object({
    parcel: ref(ParcelId, { description: "The parcel's number." }),
    recipient: Type.Optional(Type.String({ maxLength: 128, description: "Who waits for it." })),
  }),
  examples: {
    valid: [{ title: "by its number", value: { parcel: "P00012345" } }],
    invalid: [
      { title: "without a number", value: {}, pointer: "", keyword: "required" },
      { title: "a wrong number", value: { parcel: "12345" }, pointer: "/parcel", keyword: "pattern" },
    ],
  },
});

const ParcelTrackResult = defineType({
  ...meta,
  name: "ParcelTrackResult",
  title: "Track a parcel: result",
  description: "Where the parcel has been.",
  schema: Type.Object({
    parcel: ref(ParcelId, { description: "The parcel's number." }),
    events: Type.Array(ref(ParcelEvent), { maxItems: 1000, description: "What happened to it, the oldest first." }),
    labels: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 64 }), {
        maxProperties: 16,
        description: "What is printed on it.",
      }),
    ),
  }),
  examples: {
    valid: [{ title: "not seen yet", value: { parcel: "P00012345", events: [] } }],
    invalid: [
      { title: "without events", value: { parcel: "P00012345" }, pointer: "", keyword: "required" },
      {
        title: "a label that is not text",
        value: { parcel: "P00012345", events: [], labels: { fragile: true } },
        pointer: "/labels/fragile",
        keyword: "type",
      },
    ],
  },
});

const parcelTracked = defineEvent({
  ...meta,
  key: "parcel.tracked",
  title: "Parcel tracked",
  description: "Somebody looked a parcel up.",
  payload: ParcelTrackResult,
});

const ParcelNumberHeader = defineHeader({
  ...meta,
  name: "Parcel-Number",
  title: "Parcel number",
  description: "Repeats the parcel's number for routing.",
  schema: ref(ParcelId),
  example: "P00012345",
});

const trackParcel = defineCommand({
  meta: {
    ...meta,
    key: "parcel.track",
    version: "1.0.0",
    title: "Track a parcel",
    description: "Looks up where a parcel has been.",
    goal: "Know where a parcel is.",
    context: "Called by whoever waits for a parcel.",
    domain: "parcels",
    owners: ["parcels"],
    tags: ["parcels"],
  },
  capability: { key: "parcels.core", version: "1.0.0" },
  io: {
    input: ParcelTrackParams,
    output: ParcelTrackResult,
    errors: { UPSTREAM_UNAVAILABLE: { when: "The depot's system does not answer." } },
  },
  policy: { auth: "user", pii: ["/params/recipient"] },
  sideEffects: { emits: [{ event: parcelTracked, when: "The parcel was found." }] },
  headers: { request: [{ header: ParcelNumberHeader, counterpart: "/params/parcel" }], response: [] },
});

export const parcelChapter: Chapter = defineChapter({
  name: "parcels",
  title: "Parcels",
  description: "Where parcels are.",
  specs: [
    ParcelId,
    ParcelScanned,
    ParcelDelivered,
    ParcelEvent,
    ParcelTrackParams,
    ParcelTrackResult,
    ParcelNumberHeader,
    parcelTracked,
    trackParcel,
  ],
});

export const parcelRegistry: Registry = defineRegistry({
  name: "parcels",
  title: "Parcel contracts",
  description: "A team's own contracts.",
  version: "1.0.0",
  schemaIdBase: "urn:parcels:schema",
  chapters: [commonChapter, parcelChapter],
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
