import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merkleLevels, merklePath, merkleRoot, rootByPath } from "./merkle-tree.ts";

const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 70 });

describe("the Merkle tree", () => {
  it("leads from each leaf to the root, and from no other leaf, place or size", () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (all, random, other) => {
        const index = random % all.length;
        const path = merklePath(merkleLevels(all), index);
        const root = merkleRoot(all);
        expect(rootByPath(all[index]!, index, all.length, path)).toEqual(root);
        const changed = all[index]!.with(other % 32, all[index]![other % 32]! ^ 1);
        expect(rootByPath(changed, index, all.length, path)).not.toEqual(root);
        const elsewhere = other % all.length;
        fc.pre(elsewhere !== index && !Buffer.from(all[elsewhere]!).equals(all[index]!));
        expect(rootByPath(all[index]!, elsewhere, all.length, path)).not.toEqual(root);
      }),
    );
  });

  it("does not take a path that is too long or too short", () => {
    fc.assert(
      fc.property(leaves, fc.nat(), (all, random) => {
        const index = random % all.length;
        const path = merklePath(merkleLevels(all), index);
        expect(rootByPath(all[index]!, index, all.length, [...path, all[0]!])).toBeUndefined();
        if (path.length > 0) expect(rootByPath(all[index]!, index, all.length, path.slice(1))).toBeUndefined();
      }),
    );
  });

  it("does not take a node for a leaf", () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const nodes = Buffer.concat(
      merklePath(merkleLevels([two, one]), 1)
        .concat(merklePath(merkleLevels([one, two]), 1))
        .map((each) => Buffer.from(each)),
    );
    expect(merkleRoot([nodes])).not.toEqual(merkleRoot([two, one]));
  });

  it("changes with the order and the number of leaves", () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const distinct = all.filter((leaf, index) => !Buffer.from(leaf).equals(all[index + 1] ?? Buffer.alloc(0)));
        expect(merkleRoot([...distinct, distinct[0]!])).not.toEqual(merkleRoot(distinct));
        fc.pre(distinct.length > 1);
        expect(merkleRoot([distinct[1]!, distinct[0]!, ...distinct.slice(2)])).not.toEqual(merkleRoot(distinct));
      }),
    );
  });
});
