import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";

export const policyConstraintCodes = defineTable({
  name: "policyConstraintCodes",
  title: "Codes of policy constraints",
  description:
    "The constraints that the control plane enforces, by `code`: in which `scope` each may be set, its `args`, and what it does. Any other code, scope or argument is a denial. Names of actions are `<module_id>.<capability>`, `<module_id>.*` or `*`; several constraints of one code all hold.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  value: {
    REMOVE_OUTPUT_FIELDS: {
      scopes: ["output"],
      args: {
        pointers:
          "JSON Pointers into the output, at least one; `*` in place of an index stands for every item of an array.",
      },
      effect: "The named members are taken out of the output before it is stored, passed on or answered.",
    },
    MAX_OUTPUT_BYTES: {
      scopes: ["output"],
      args: { bytes: "The most bytes that the output may have as JSON in UTF-8, from 1." },
      effect: "A larger output fails the attempt; it is measured after members were removed.",
    },
    READ_ONLY: {
      scopes: ["action"],
      args: { actions: "Optional: the names of actions that count as reading, whatever they declare." },
      effect:
        "Only an action that reads may run. Without `actions`, one does if its capability is declared idempotent and its risk is LOW.",
    },
    MAX_DURATION: {
      scopes: ["action", "request"],
      args: { ms: "The most milliseconds, from 1." },
      effect:
        "Caps the time of each attempt (`action`) or of the whole run (`request`); at its end the work is TIMED_OUT.",
    },
    ALLOWED_TARGETS: {
      scopes: ["action", "request"],
      args: {
        targets: "Names of actions, each with `@` and an exact version behind it where only that version is meant.",
      },
      effect:
        "The attempt's target (`action`), or the target of every step of the run (`request`), must be one of them.",
    },
    ALLOWED_ORIGINS: {
      scopes: ["action"],
      args: {
        pointer: "JSON Pointer into the input, to a text that is an absolute URL.",
        origins: "The origins that it may have, such as `https://api.example.org`.",
      },
      effect: "The attempt's input must name one of these origins; an input without that member is refused.",
    },
  },
});
