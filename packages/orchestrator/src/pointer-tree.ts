/** Places in a JSON value, told by JSON Pointers (RFC 6901) in which `*` stands for every member or item. */
export interface PointerTree<TMark extends string> {
  readonly marks: ReadonlySet<TMark>;
  readonly children: ReadonlyMap<string, PointerTree<TMark>>;
}

export function pointerTree<TMark extends string>(pointers: Readonly<Record<TMark, readonly string[]>>) {
  const root = grow<TMark>();
  for (const [mark, marked] of Object.entries(pointers) as [TMark, readonly string[]][]) {
    for (const pointer of marked) {
      let place = root;
      for (const token of pointer.split("/").slice(1)) {
        const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
        const next = place.children.get(name) ?? grow<TMark>();
        place.children.set(name, next);
        place = next;
      }
      place.marks.add(mark);
    }
  }
  return root as PointerTree<TMark>;
}

/** The places of one member or item, of those of the value that it is in. */
export function placesBelow<TMark extends string>(
  places: readonly PointerTree<TMark>[],
  name: string,
): readonly PointerTree<TMark>[] {
  if (places.length === 0) return places;
  return places.flatMap(({ children }) =>
    [children.get(name), children.get("*")].filter((found) => found !== undefined),
  );
}

function grow<TMark>() {
  interface Growing {
    readonly marks: Set<TMark>;
    readonly children: Map<string, Growing>;
  }
  return { marks: new Set(), children: new Map() } as Growing;
}
