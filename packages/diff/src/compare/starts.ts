import type { Direction } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Position } from "./edit.ts";
import { isUnusedComponent } from "./unused-component.ts";

/** Where the schemas of both versions are compared from: every named schema, and every payload that both have. */
export function* startsOf(comparing: Comparing): Generator<Position> {
  const { base, head, pairs, baseReach, headReach } = comparing;
  for (const [baseName, headName] of pairs.headName) {
    yield {
      ...noWay,
      subject: { part: "type", name: headName },
      directions: directionsOf(baseName, headName, comparing),
      base: base.definitions[baseName]!,
      head: head.definitions[headName]!,
    };
  }
  for (const root of baseReach.roots) {
    const other = headReach.rootOf(root.subject, root.direction);
    if (other === undefined) continue;
    yield { ...noWay, subject: root.subject, directions: [root.direction], base: root.schema, head: other.schema };
  }
}

const noWay = { basePath: undefined, headPath: undefined, isTag: false, crossed: [] } as const;

/** The directions in which both versions carry a named schema; both, if none carries it and it may be used for anything. */
function directionsOf(baseName: string, headName: string, comparing: Comparing): readonly Direction[] {
  const { baseReach, headReach } = comparing;
  const before = baseReach.directionsOf(baseName);
  const after = headReach.directionsOf(headName);
  const inBoth = [...before].filter((direction) => after.has(direction));
  const inEither = [...new Set([...before, ...after])];
  if (inEither.length === 0 && isUnusedComponent(headName, comparing)) return [];
  const directions = inBoth.length > 0 ? inBoth : inEither.length > 0 ? inEither : (["request", "response"] as const);
  return [...directions].sort();
}
