import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

/** What the bounds of this chapter say alike. */
const bound = {
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
} as const;

export const intentTextMax = defineBound({
  ...bound,
  name: "intentTextMax",
  value: 32_768,
  unit: "characters",
  title: "Intent text",
  description: "The text of an intent may have at most this many characters.",
});

export const noteTextMax = defineBound({
  ...bound,
  name: "noteTextMax",
  value: 4096,
  unit: "characters",
  title: "Note text",
  description: "A note or a reason that a person gives may have at most this many characters.",
});

export const traceEntriesMax = defineBound({
  ...bound,
  name: "traceEntriesMax",
  value: 10_000,
  unit: "entries",
  title: "Trace entries",
  description: "A trace answers at most this many entries, the latest of them; `truncated` says when there are more.",
});

export const evidenceEntriesMax = defineBound({
  ...bound,
  name: "evidenceEntriesMax",
  value: 200_000,
  unit: "entries",
  title: "Evidence entries",
  description:
    "An evidence bundle holds at most this many entries of each kind: as many as the longest plan with the most attempts can have.",
});

export const evidenceDigestsMax = defineBound({
  ...bound,
  name: "evidenceDigestsMax",
  value: 1_500_000,
  unit: "entries",
  title: "Evidence digests",
  description:
    "An evidence bundle holds at most this many digests of its parts: as many as the largest can have parts.",
});
