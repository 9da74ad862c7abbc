import { pointerTo } from "./json-pointer.ts";
import { inputDepthMax, inputValuesMax } from "./read-bounds.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/**
 * Throws for a value that nests or holds more than the bounds allow, or is not JSON, such as the infinities of YAML.
 * Everything that comes after may recurse.
 */
export function measureValue(root: unknown, where: string): void {
  let values = 0;
  visit(root, 0, () => "");

  function visit(value: unknown, depth: number, pointer: () => string): void {
    values += 1;
    if (values > inputValuesMax) throw tooManyValues(where);
    if (value === null || typeof value === "string" || typeof value === "boolean") return;
    if (typeof value === "number" && Number.isFinite(value)) return;
    if (typeof value !== "object" || !isPlain(value)) throw notJson(where, pointer());
    if (depth === inputDepthMax) throw tooDeep(where, pointer());
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, depth + 1, () => pointerTo(pointer(), index));
      return;
    }
    for (const key in value) {
      visit((value as Record<string, unknown>)[key], depth + 1, () => pointerTo(pointer(), key));
    }
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function tooManyValues(where: string): UnreadableContract {
  return new UnreadableContract("TOO_LARGE", {
    where,
    problem: `It has more than ${inputValuesMax} values.`,
    remedy: "Compare a part of it, and repeat less by YAML aliases.",
  });
}

export function tooDeep(where: string, pointer: string): UnreadableContract {
  return new UnreadableContract("TOO_DEEP", {
    where: pointer === "" ? where : `${where}#${pointer.slice(0, 200)}`,
    problem: `Values nest deeper than ${inputDepthMax} levels.`,
    remedy: "Name the inner schemas, and refer to them by $ref.",
  });
}

function notJson(where: string, pointer: string): UnreadableContract {
  return new UnreadableContract("NOT_JSON", {
    where: `${where}#${pointer}`,
    problem: "The value is none that JSON has.",
    remedy: "Write null, a boolean, a finite number, a string, an array or an object.",
  });
}
