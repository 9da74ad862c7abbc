import type { TypeSpec } from "@oap/contracts";
import type { LintContext } from "./lint-context.ts";

/** The types that payloads reach, by who sends them. A type may be in both sets, and in neither. */
export interface TypeUses {
  /** Sent by clients: inputs of operations and capabilities. */
  readonly asked: ReadonlySet<string>;
  /** Sent to clients: outputs, and payloads of events. */
  readonly answered: ReadonlySet<string>;
}

export function typeUses({ operations, capabilities, events, typesByName }: LintContext): TypeUses {
  const reached = (roots: readonly TypeSpec[]): ReadonlySet<string> => {
    const names = new Set<string>();
    const open = roots.map(({ name }) => name);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (names.has(name)) continue;
      names.add(name);
      open.push(...(typesByName.get(name)?.published.references ?? []));
    }
    return names;
  };
  return {
    asked: reached([...operations.map(({ io }) => io.input), ...capabilities.map(({ input }) => input)]),
    answered: reached([
      ...operations.map(({ io }) => io.output),
      ...capabilities.map(({ output }) => output),
      ...events.map(({ payload }) => payload),
    ]),
  };
}
