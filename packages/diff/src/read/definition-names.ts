import { tokensOf } from "./json-pointer.ts";

/**
 * Names for the schemas at the pointers of a document: of `/components/schemas/Pet` it is `Pet`, of any other the
 * pointer with dots. A name is the same in every version that has the schema in that place, and safe in a `$ref`.
 */
export function definitionNames(pointers: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const pointer of pointers) {
    const tokens = tokensOf(pointer);
    const inComponents = tokens[0] === "components" && tokens[1] === "schemas" && tokens.length > 2;
    const plain = (inComponents ? tokens.slice(2) : tokens).join(".").replace(/[^\w.-]/g, "_") || "document";
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${plain}_${count}`;
    taken.add(name);
    names.set(pointer, name);
  }
  return names;
}
