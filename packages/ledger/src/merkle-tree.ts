import { hash } from "node:crypto";

// The Merkle tree of RFC 9162, section 2.1, with SHA-256. Leaves and nodes are hashed apart, so that neither passes for the other.

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** Section 2.1.1. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  return rootOf(leaves.map(leafHash));
}

/** All nodes of a tree, level by level, from the leaves to the root: made once for as many paths as are asked for. */
export type MerkleLevels = readonly (readonly Uint8Array[])[];

export function merkleLevels(leaves: readonly Uint8Array[]): MerkleLevels {
  const levels = [leaves.map(leafHash)];
  for (let nodes = levels[0]!; nodes.length > 1; ) {
    nodes = level(nodes);
    levels.push(nodes);
  }
  return levels;
}

/** Section 2.1.3.1: the nodes beside the path from leaf `index` to the root, from below. */
export function merklePath(levels: MerkleLevels, index: number): Uint8Array[] {
  let place = index;
  return levels.slice(0, -1).flatMap((nodes) => {
    const beside = nodes[place % 2 === 0 ? place + 1 : place - 1];
    place = half(place);
    return beside === undefined ? [] : [beside];
  });
}

/** Section 2.1.3.2: the root that `leaf` at `index` of `size` has by this path; undefined if the path has not the right length. */
export function rootByPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  let node = leafHash(leaf);
  let used = 0;
  for (let place = index, last = size - 1; last > 0; place = half(place), last = half(last)) {
    // The rightmost node of a level without one beside it goes up as it is.
    if (place === last && place % 2 === 0) continue;
    const beside = path[used++];
    if (beside === undefined) return undefined;
    node = place % 2 === 0 ? nodeHash(node, beside) : nodeHash(beside, node);
  }
  return used === path.length ? node : undefined;
}

function rootOf(leafHashes: Uint8Array[]): Uint8Array {
  let nodes = leafHashes;
  while (nodes.length > 1) nodes = level(nodes);
  return nodes[0] ?? hash("sha256", "", "buffer");
}

/** Pairs from the left; the one that is left over goes up as it is. That is the tree of the RFC, level by level. */
function level(nodes: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let index = 0; index < nodes.length; index += 2) {
    const right = nodes[index + 1];
    above.push(right === undefined ? nodes[index]! : nodeHash(nodes[index]!, right));
  }
  return above;
}

function leafHash(leaf: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([leafPrefix, leaf]), "buffer");
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([nodePrefix, left, right]), "buffer");
}

/** Not a shift, which would be wrong beyond 2^31. */
function half(place: number): number {
  return Math.floor(place / 2);
}
