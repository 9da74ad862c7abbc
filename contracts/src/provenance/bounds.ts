import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

/** What the bounds of this chapter say alike. */
const bound = {
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
} as const;

export const checkpointEntriesMax = defineBound({
  ...bound,
  name: "checkpointEntriesMax",
  value: 65_536,
  unit: "entries",
  title: "Checkpoint entries",
  description: "A ledger checkpoint covers at most this many entries.",
});

export const inclusionPathMax = defineBound({
  ...bound,
  name: "inclusionPathMax",
  value: 16,
  unit: "hashes",
  title: "Inclusion path",
  description: "The path from a ledger entry to the root of its checkpoint has at most this many hashes.",
});
