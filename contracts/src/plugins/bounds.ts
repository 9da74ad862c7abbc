import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

/** What the bounds of the built-in capabilities say alike. */
const bound = { stability: "beta", since: "1.0.0", source: source("wire-decisions", "Bounds") } as const;

export const textCharactersMax = defineBound({
  ...bound,
  name: "textCharactersMax",
  value: 1_000_000,
  unit: "characters",
  title: "Text size",
  description: "A text that a built-in capability takes may have at most this many characters.",
});

export const fetchBytesMax = defineBound({
  ...bound,
  name: "fetchBytesMax",
  value: 1024 * 1024,
  unit: "bytes",
  title: "Fetched bytes",
  description: "Of a fetched body, at most this many bytes are read.",
});
