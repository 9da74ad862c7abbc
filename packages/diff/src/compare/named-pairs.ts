import type { Contract } from "../contract.ts";
import { referencesIn } from "./reach.ts";
import { SchemaIdentity } from "./schema-identity.ts";

/** Which named schema of the head goes on from which of the base. */
export interface NamedPairs {
  /** From a name of the base to its name in the head: the same, or the new one of a renamed schema. */
  readonly headName: ReadonlyMap<string, string>;
  readonly baseName: ReadonlyMap<string, string>;
}

/** How like the properties of two schemas must be, of 1, for a rename to be seen where the schema was edited too. */
const likenessMin = 0.6;
/** Names gone and names new, beyond which edited renames are not searched for: the search is a product. */
const searchedPairsMax = 40_000;
/** Rounds of renames that become visible by the renames of what they refer to. */
const roundsMax = 4;

/** Pairs named schemas by name, then renamed ones by what they say, then by what they nearly say. */
export function pairNames(base: Contract, head: Contract): NamedPairs {
  const headName = new Map<string, string>();
  const baseName = new Map<string, string>();
  const pair = (from: string, to: string) => {
    headName.set(from, to);
    baseName.set(to, from);
  };
  for (const name of Object.keys(base.definitions)) if (Object.hasOwn(head.definitions, name)) pair(name, name);
  for (let round = 0; round < roundsMax; round += 1) {
    const found = sayingTheSame(base, head, { headName, baseName });
    if (found.length === 0) break;
    for (const [from, to] of found) pair(from, to);
  }
  for (const [from, to] of sayingNearlyTheSame(base, head, { headName, baseName })) pair(from, to);
  return { headName, baseName };
}

function unpaired({ definitions }: Contract, paired: ReadonlyMap<string, string>): readonly string[] {
  return Object.keys(definitions)
    .filter((name) => !paired.has(name))
    .sort();
}

/** Renamed without another change: exactly one gone and one new say the same, each calling itself by its own name. */
function sayingTheSame(base: Contract, head: Contract, pairs: NamedPairs): readonly (readonly [string, string])[] {
  const table = new SchemaIdentity();
  const itself = "#";
  const numbers = (contract: Contract, names: readonly string[], known: (name: string) => string) => {
    const byNumber = new Map<number, string[]>();
    for (const name of names) {
      const identity = new SchemaIdentity({ nameOf: (each) => (each === name ? itself : known(each)), table });
      const number = identity.numberOf(contract.definitions[name]!);
      byNumber.set(number, [...(byNumber.get(number) ?? []), name]);
    }
    return byNumber;
  };
  const gone = numbers(base, unpaired(base, pairs.headName), (name) => name);
  const added = numbers(head, unpaired(head, pairs.baseName), (name) => pairs.baseName.get(name) ?? name);
  return [...gone].flatMap(([number, from]) => {
    const to = added.get(number) ?? [];
    return from.length === 1 && to.length === 1 ? [[from[0]!, to[0]!] as const] : [];
  });
}

/** Renamed and edited: the only new one that has most of the properties of one gone. */
function sayingNearlyTheSame(
  base: Contract,
  head: Contract,
  pairs: NamedPairs,
): readonly (readonly [string, string])[] {
  const gone = unpaired(base, pairs.headName);
  const added = unpaired(head, pairs.baseName);
  if (gone.length * added.length > searchedPairsMax) return [];
  const like = gone.flatMap((from) =>
    added.flatMap((to) => {
      const likeness = likenessOf(propertiesOf(base, from), propertiesOf(head, to));
      return likeness >= likenessMin ? [{ from, to, likeness }] : [];
    }),
  );
  like.sort((left, right) => right.likeness - left.likeness || (left.from + left.to < right.from + right.to ? -1 : 1));
  const used = new Set<string>();
  return like.flatMap(({ from, to }) => {
    if (used.has(`base ${from}`) || used.has(`head ${to}`)) return [];
    used.add(`base ${from}`).add(`head ${to}`);
    return [[from, to] as const];
  });
}

function propertiesOf({ definitions }: Contract, name: string): ReadonlySet<string> {
  const schema = definitions[name];
  const properties = typeof schema === "object" ? schema.properties : undefined;
  return new Set(typeof properties === "object" && properties !== null ? Object.keys(properties) : []);
}

/** Jaccard's index; schemas of less than two properties are like none. */
function likenessOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size < 2 || right.size < 2) return 0;
  let both = 0;
  for (const name of left) if (right.has(name)) both += 1;
  return both / (left.size + right.size - both);
}

/** The names from which a named schema is reached that is not the same in both versions, itself included. */
export function changedThroughout(contract: Contract, changed: Iterable<string>): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const [from, schema] of Object.entries(contract.definitions)) {
    for (const { name } of referencesIn(schema)) users.set(name, [...(users.get(name) ?? []), from]);
  }
  const reached = new Set(changed);
  const open = [...reached];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const user of users.get(name) ?? []) {
      if (reached.has(user)) continue;
      reached.add(user);
      open.push(user);
    }
  }
  return reached;
}
