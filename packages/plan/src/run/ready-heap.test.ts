import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { popReady, pushReady, type ReadyHeap } from "./ready-heap.ts";

function drain(heap: ReadyHeap): number[] {
  const ranks: number[] = [];
  let left = heap;
  while (left !== null) {
    const { rank, rest } = popReady(left);
    ranks.push(rank);
    left = rest;
  }
  return ranks;
}

describe("ReadyHeap", () => {
  it("gives what was pushed, smallest rank first, and leaves older heaps as they were", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 200 }), (ranks) => {
        const heaps: ReadyHeap[] = [];
        for (const rank of ranks) heaps.push(pushReady(heaps.at(-1) ?? null, rank));
        expect(drain(heaps.at(-1) ?? null)).toEqual([...ranks].sort((a, b) => a - b));
        expect(drain(heaps[0] ?? null)).toEqual(ranks.slice(0, 1));
      }),
    );
  });

  it("stays shallow to the right, so that merging cannot nest deeply", () => {
    let heap: ReadyHeap = null;
    for (let rank = 0; rank < 10_000; rank += 1) heap = pushReady(heap, rank);
    expect(heap?.spine).toBeLessThanOrEqual(14);
  });
});
