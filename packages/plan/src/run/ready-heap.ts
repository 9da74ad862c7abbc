/**
 * The ranks of the steps that are ready and have no slot yet: an immutable leftist heap, smallest rank first. Push and pop take
 * O(log n) and share what they do not change.
 */
export type ReadyHeap = ReadyNode | null;

export interface ReadyNode {
  readonly rank: number;
  /** Length of the right spine: kept short by putting the deeper child left. */
  readonly spine: number;
  readonly left: ReadyHeap;
  readonly right: ReadyHeap;
}

export function pushReady(heap: ReadyHeap, rank: number): ReadyHeap {
  return merge(heap, nodeOf(rank, null, null));
}

export function popReady(heap: ReadyNode): { readonly rank: number; readonly rest: ReadyHeap } {
  return { rank: heap.rank, rest: merge(heap.left, heap.right) };
}

function merge(a: ReadyHeap, b: ReadyHeap): ReadyHeap {
  if (a === null) return b;
  if (b === null) return a;
  const [first, second] = a.rank <= b.rank ? [a, b] : [b, a];
  return nodeOf(first.rank, first.left, merge(first.right, second));
}

function nodeOf(rank: number, a: ReadyHeap, b: ReadyHeap): ReadyNode {
  const [left, right] = (a?.spine ?? 0) >= (b?.spine ?? 0) ? [a, b] : [b, a];
  return Object.freeze({ rank, spine: (right?.spine ?? 0) + 1, left, right });
}
