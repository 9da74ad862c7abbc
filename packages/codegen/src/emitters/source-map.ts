import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Location, Model } from "../model.ts";

/**
 * Where each contract is written. It stands apart from the other files, so that moving code changes this file alone.
 * Without sources there is nothing to say, and no file.
 */
export function emitSourceMap(model: Model): readonly GeneratedFile[] {
  const named: readonly (readonly [string, Location | undefined])[] = [
    ...model.types.map((type) => [type.name, type.location] as const),
    ...model.operations.map((operation) => [operation.key, operation.location] as const),
    ...model.events.map((event) => [event.key, event.location] as const),
    ...model.capabilities.map((capability) => [capability.key, capability.location] as const),
    ...[...model.headers, ...model.bounds, ...model.tables].map(({ spec, location }) => [spec.name, location] as const),
    ...model.errorCodes.map(({ code, location }) => [code, location] as const),
  ];
  const located = named
    .flatMap(([name, location]) => (location === undefined ? [] : [[name, location] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (located.length === 0) return [];
  return [{ path: "source-map.json", content: jsonText(Object.fromEntries(located)) }];
}
