import type { Model } from "../model.ts";

/** Who refers to a type directly. */
export interface TypeUsage {
  readonly types: readonly string[];
  readonly operations: readonly string[];
  readonly events: readonly string[];
  readonly capabilities: readonly string[];
}

/** For each type, who refers to it, each list in registry order; for each error code and event, the operations that name it. */
export interface Usage {
  readonly ofType: (name: string) => TypeUsage;
  readonly ofErrorCode: (code: string) => readonly string[];
  readonly ofEvent: (key: string) => readonly string[];
  readonly ofHeader: (name: string) => readonly string[];
}

/** Turns the model's references round. An envelope counts as its operation, not as a type of its own. */
export function usageOf(model: Model): Usage {
  const types = group(
    model.types
      .filter((type) => type.envelopeOf === undefined)
      .flatMap((type) => type.references.map((name) => [name, type.name])),
  );
  const operations = group(
    model.operations.flatMap(({ key, input, output, request, success }) =>
      [input, output, request, success].map((type) => [type.name, key] as const),
    ),
  );
  const events = group(model.events.map(({ key, payload }) => [payload.name, key]));
  const capabilities = group(
    model.capabilities.flatMap(({ key, input, output }) => [input, output].map((type) => [type.name, key] as const)),
  );
  const errorCodes = group(
    model.operations.flatMap(({ key, spec }) => Object.keys(spec.io.errors).map((code) => [code, key] as const)),
  );
  const emitted = group(
    model.operations.flatMap(({ key, spec }) => spec.sideEffects.emits.map(({ event }) => [event.key, key] as const)),
  );
  const headers = group(
    model.operations.flatMap(({ key, requestHeaders, responseHeaders }) =>
      [...requestHeaders, ...responseHeaders].map(({ header }) => [header.name, key] as const),
    ),
  );
  return {
    ofType: (name) => ({
      types: types(name),
      operations: operations(name),
      events: events(name),
      capabilities: capabilities(name),
    }),
    ofErrorCode: errorCodes,
    ofEvent: emitted,
    ofHeader: headers,
  };
}

function group(pairs: readonly (readonly [key: string, value: string])[]): (key: string) => readonly string[] {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return (key) => [...(groups.get(key) ?? [])];
}
