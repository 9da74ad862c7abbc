import { describe, expect, it } from "vitest";
import type { OpenedStore } from "./opened-store.ts";

export function journalSuite({ store, reopen }: OpenedStore): void {
  describe("the journal as a whole", () => {
    const append = (run: string, seq: number): Promise<void> =>
      store().transact((transaction) => transaction.appendEvent(run, seq, { type: `${run}.${seq}`, at: 10 - seq }));
    const types = (position: number, limit = 100): string[] =>
      store()
        .journalAfter(position, limit)
        .map(({ event }) => event.type);

    it("is read on from any position, over all runs, in the order of writing", async () => {
      expect(store().journalEnd()).toBe(0);
      expect(store().journalAfter(0, 10)).toEqual([]);
      await Promise.all([append("a", 1), append("b", 1), append("a", 2)]);
      const rows = store().journalAfter(0, 100);
      expect(rows.map(({ invocation_id, seq, event }) => [invocation_id, seq, event.type])).toEqual([
        ["a", 1, "a.1"],
        ["b", 1, "b.1"],
        ["a", 2, "a.2"],
      ]);
      expect(store().journalEnd()).toBe(rows.at(-1)!.position);
      expect(types(0, 2)).toEqual(["a.1", "b.1"]);
      expect(types(rows[1]!.position)).toEqual(["a.2"]);
      await reopen();
      expect(types(rows[0]!.position)).toEqual(["b.1", "a.2"]);
      await append("b", 2);
      expect(types(rows[2]!.position)).toEqual(["b.2"]);
      const ofB = store().journalOf("b", 0, 10);
      expect(ofB.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(store().journalOf("b", 1, 10)).toEqual([ofB[1]]);
      expect(store().journalOf("b", 0, 1)).toEqual([ofB[0]]);
    });

    it("has no trace of an event whose work was undone", async () => {
      await append("a", 1);
      const end = store().journalEnd();
      await expect(
        store().transact((transaction) => {
          transaction.appendEvent("a", 2, { type: "undone", at: 0 });
          throw new Error("undone");
        }),
      ).rejects.toThrow();
      expect(store().journalEnd()).toBe(end);
      await append("a", 2);
      expect(types(end)).toEqual(["a.2"]);
    });
  });
}
