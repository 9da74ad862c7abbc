import { removalOf } from "../compare/part-changes.ts";
import type { Contract, ContractPart, Subject } from "../contract.ts";

/** Both versions, and the day of the comparison, `YYYY-MM-DD`. */
export interface ComparedContracts {
  readonly base: Contract;
  readonly head: Contract;
  readonly today: string;
}

/**
 * Whether a part is gone on or after its sunset. Whoever used it was told in time: the comparison of the contracts warns
 * of it, and that programs with it stop compiling is what was announced.
 */
export function isAnnouncedRemoval(subject: Subject, { base, head, today }: ComparedContracts): boolean {
  const part = partOf(base, subject);
  return part !== undefined && partOf(head, subject) === undefined && removalOf(part, today) === "after sunset";
}

function partOf(contract: Contract, { part, name }: Subject): ContractPart | undefined {
  switch (part) {
    case "type":
      return contract.types.get(name);
    case "operation":
      return contract.operations.get(name);
    case "event":
      return contract.events.get(name);
    case "capability":
      return contract.capabilities.get(name);
    case "header":
      return contract.headers.get(name);
    case "bound":
      return contract.bounds.get(name);
    case "table":
      return contract.tables.get(name);
    default:
      return undefined;
  }
}
