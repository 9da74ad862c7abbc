import type { Contract, JsonSchema, Subject } from "../contract.ts";

/** What a contract says of a payload; undefined if it has none such. */
export function payloadSchema({ part, name, payload }: Subject, contract: Contract): JsonSchema | undefined {
  const { operations, events, headers, capabilities, definitions } = contract;
  if (part === "operation") return operations.get(name)?.payloads.find((each) => each.name === payload)?.schema;
  if (part === "capability") return capabilities.get(name)?.[payload === "input" ? "input" : "output"];
  if (part === "event") return events.get(name)?.payload;
  return part === "header" ? headers.get(name)?.schema : definitions[name];
}
