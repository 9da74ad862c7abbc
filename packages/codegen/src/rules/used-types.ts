import { protocolTypes } from "../protocol-types.ts";
import { publishSchema } from "../publish-schema.ts";
import type { Rule } from "../rule.ts";

/** Every type is part of something that is called, answered or told. */
export const usedTypes: Rule = {
  name: "used-types",
  title: "Every type is used by some contract.",
  explanation:
    "What is published is kept for ever. A type that no operation, event, capability, header or other type refers to is kept for nobody. It is off where a registry publishes types for use elsewhere.",
  level: "off",
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ parcel: ref(ParcelId) }) })',
  good: 'defineHeader({ ...rest, name: "Parcel-Label", schema: ref(ParcelId), example: "P00012345" })',
  check: ({ types, operations, events, capabilities, headers }) => {
    const used = new Set<string>([
      ...Object.values(protocolTypes),
      ...types.flatMap(({ spec, published }) => published.references.filter((name) => name !== spec.name)),
      ...operations.flatMap(({ io }) => [io.input.name, io.output.name]),
      ...events.map(({ payload }) => payload.name),
      ...capabilities.flatMap(({ input, output }) => [input.name, output.name]),
      ...headers.flatMap(({ schema }) => publishSchema(schema).references),
    ]);
    return types
      .filter(({ spec, envelopeOf }) => envelopeOf === undefined && !used.has(spec.name))
      .map(({ spec }) => ({
        name: spec.name,
        message: "Nothing refers to it.",
        mend: "Refer to it where it belongs, or remove it.",
      }));
  },
};
