import type { SchemaInContext } from "../containment.ts";
import { locateKeyword } from "./locate-keyword.ts";

/** What kept a search from an answer. */
export interface Obstacle {
  /** The keyword, where it was one. */
  readonly keyword?: string;
  /** Its value, where that tells it from others. */
  readonly value?: unknown;
  /** What is the matter, as a sentence goes on after the keyword. */
  readonly matter: string;
}

/** The obstacle in words, with the keyword's place on the side where it stands: on the right first, which is what must be refuted. */
export function describeObstacle(
  { keyword, value, matter }: Obstacle,
  left: SchemaInContext,
  right: SchemaInContext,
): string {
  if (keyword === undefined) return matter;
  const said = value === undefined ? keyword : `${keyword} ${JSON.stringify(value)}`;
  for (const [side, schema] of [
    ["right", right],
    ["left", left],
  ] as const) {
    const pointer = locateKeyword(keyword, value, schema);
    if (pointer !== undefined) return `${said} at "${pointer}" on the ${side} ${matter}`;
  }
  return `${said} ${matter}`;
}
