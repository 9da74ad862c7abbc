import type { Finding } from "../finding.ts";
import { BrokenParts } from "./broken-parts.ts";
import type { Comparing } from "./comparing.ts";
import { compositePlaces } from "./composite-places.ts";
import type { Edit, Position } from "./edit.ts";
import { pointerOf } from "./schema-step.ts";

/**
 * The edits that nobody made at a place but that come to it from schemas that it refers to: `allOf`, `oneOf` and the like can make of
 * a harmless change one that is not. Asked only where nothing that the place refers to breaks anyway.
 */
export function* compositeEdits(
  starts: Iterable<Position>,
  findings: readonly Finding[],
  comparing: Comparing,
): Generator<Edit> {
  const broken = new BrokenParts(findings, comparing);
  for (const start of starts) {
    if (!refersToChanged(start, comparing)) continue;
    for (const position of placesOf(start, comparing)) {
      const directions = position.directions.filter(
        (side) => !position.names.some((name) => broken.hasType(name, side)),
      );
      if (directions.length === 0) continue;
      yield {
        rule: "schema-changed",
        quiet: true,
        position: { ...position, directions },
        pointer: pointerOf(position.headPath),
        message: "What it refers to was changed, and together with what is said here it accepts other values.",
        claims: {
          ...(directions.includes("request") && {
            forward: { left: position.base, right: comparing.fromHead(position.head) },
          }),
          ...(directions.includes("response") && {
            backward: { left: comparing.fromHead(position.head), right: position.base },
          }),
        },
      };
    }
  }
}

function refersToChanged({ head }: Position, comparing: Comparing): boolean {
  return comparing.referencesOf(head, "head").some((name) => comparing.changedInHead.has(name));
}

type Place = Position & { readonly names: readonly string[] };

/** The composite places of both versions; where they were edited themselves, the whole schema is the place. */
function placesOf(start: Position, comparing: Comparing): readonly Place[] {
  const before = new Map(
    compositePlaces(start.base, comparing.base).map((place) => [comparing.baseIdentity.numberOf(place.schema), place]),
  );
  const places: Place[] = [];
  for (const { schema, path, names } of compositePlaces(start.head, comparing.head)) {
    const changed = [...names].filter((name) => comparing.changedInHead.has(name));
    if (changed.length === 0) continue;
    const was = before.get(comparing.headIdentity.numberOf(schema));
    if (was === undefined) return [{ ...start, names: comparing.referencesOf(start.head, "head") }];
    places.push({ ...start, base: was.schema, head: schema, basePath: was.path, headPath: path, names: changed });
  }
  return places;
}
