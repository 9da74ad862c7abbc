import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

export const moduleCapabilitiesMax = defineBound({
  name: "moduleCapabilitiesMax",
  value: 256,
  unit: "capabilities",
  title: "Capabilities of a module",
  description: "A module registers at most this many capabilities, counting each version.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
});

export const queriedCapabilitiesMax = defineBound({
  name: "queriedCapabilitiesMax",
  value: 10_000,
  unit: "capabilities",
  title: "Capabilities in one answer",
  description: "The registry holds, and `control.capability.query` answers, at most this many capabilities.",
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
});

export const capabilityConcurrencyMax = defineBound({
  name: "capabilityConcurrencyMax",
  value: 1024,
  unit: "attempts",
  title: "Concurrent attempts of a capability",
  description: "A capability may ask for at most this many attempts at once.",
  stability: "experimental",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
});

export const killSwitchesMax = defineBound({
  name: "killSwitchesMax",
  value: 10_000,
  unit: "switches",
  title: "Kill switches",
  description: "The control plane keeps at most this many kill switches, counting those that are off.",
  stability: "experimental",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
});
