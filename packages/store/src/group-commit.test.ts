import { describe, expect, it } from "vitest";
import { GroupCommit, type Transactions } from "./group-commit.ts";

/** Writes down what it is asked to do, and can be told that the disk fails. */
class RecordedTransactions implements Transactions {
  readonly calls: string[] = [];
  failCommit = false;
  failSync = false;

  begin(): void {
    this.calls.push("begin");
  }
  commit(): void {
    this.calls.push("commit");
    if (this.failCommit) throw new Error("disk full");
  }
  async sync(): Promise<void> {
    this.calls.push("sync");
    if (this.failSync) throw new Error("input/output error");
  }
  syncNow(): void {
    this.calls.push("syncNow");
    if (this.failSync) throw new Error("input/output error");
  }
  rollback(): void {
    this.calls.push("rollback");
  }
  save(): void {
    this.calls.push("save");
  }
  release(): void {
    this.calls.push("release");
  }
  rollbackToSave(): void {
    this.calls.push("rollbackToSave");
  }
  isDiskFailure(error: unknown): boolean {
    return error instanceof RangeError;
  }
}

/** As long as a group waits for its commit. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("GroupCommit", () => {
  it("tells of every transaction, whether it was written or not, and how many works shared it", async () => {
    const transactions = new RecordedTransactions();
    const told: unknown[] = [];
    const commits = new GroupCommit(transactions, (committed) => told.push(committed));
    await Promise.all([1, 2].map((number) => commits.add(() => number)));
    transactions.failCommit = true;
    await expect(commits.add(() => 3)).rejects.toThrow();
    const durationMs = expect.any(Number);
    expect(told).toEqual([
      { ok: true, works: 2, durationMs },
      { ok: false, works: 1, durationMs },
    ]);
  });

  it("shares one transaction among all works of a turn, and has it on the disk before any promise settles", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    await Promise.all(
      [1, 2].map((number) => commits.add(() => number).then(() => transactions.calls.push(`settled ${number}`))),
    );
    expect(transactions.calls).toEqual([
      "begin",
      "save",
      "release",
      "save",
      "release",
      "commit",
      "sync",
      "settled 1",
      "settled 2",
    ]);
  });

  it("fails every work of a group whose commit fails, keeps nothing, and goes on with the next group", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    transactions.failCommit = true;
    const failed = await Promise.allSettled([commits.add(() => 1), commits.add(() => 2)]);
    expect(failed.map((outcome) => outcome.status === "rejected" && outcome.reason)).toEqual([
      expect.objectContaining({ code: "WRITE_FAILED" }),
      expect.objectContaining({ code: "WRITE_FAILED" }),
    ]);
    expect(transactions.calls.at(-1)).toBe("rollback");
    transactions.failCommit = false;
    await expect(commits.add(() => 3)).resolves.toBe(3);
  });

  it("takes a failure of the disk within a work for the whole group's", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const outcomes = await Promise.allSettled([
      commits.add(() => 1),
      commits.add(() => {
        throw new RangeError("input/output error");
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(transactions.calls).not.toContain("commit");
  });

  it("splits a turn's works over several transactions when they are very many", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const results = await Promise.all(Array.from({ length: 2500 }, (_, number) => commits.add(() => number)));
    expect(results).toEqual(Array.from({ length: 2500 }, (_, number) => number));
    expect(transactions.calls.filter((call) => call === "commit")).toHaveLength(3);
  });

  it("commits at once what is waiting when it is flushed", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const waiting = commits.add(() => 1);
    commits.flush();
    expect(transactions.calls.slice(-2)).toEqual(["commit", "syncNow"]);
    await expect(waiting).resolves.toBe(1);
  });

  it("lets the works that come during a sync share the next transaction", async () => {
    const transactions = new RecordedTransactions();
    const synced = Promise.withResolvers<void>();
    transactions.sync = () => synced.promise;
    const commits = new GroupCommit(transactions);
    const first = commits.add(() => 1);
    await turn();
    const others = [2, 3].map((number) => commits.add(() => number));
    await turn();
    expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(1);
    synced.resolve();
    expect(await Promise.all([first, ...others])).toEqual([1, 2, 3]);
    expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(2);
  });

  it("settles what is on its way to the disk when it is flushed", async () => {
    const transactions = new RecordedTransactions();
    transactions.sync = () => new Promise(() => {});
    const commits = new GroupCommit(transactions);
    const waiting = [1, 2].map((number) => commits.add(() => number));
    await turn();
    waiting.push(commits.add(() => 3));
    commits.flush();
    expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
    expect(transactions.calls.filter((call) => call === "syncNow")).toHaveLength(2);
  });

  it("takes no more work after a sync that failed, since nobody knows what the disk holds", async () => {
    for (const flush of [false, true]) {
      const transactions = new RecordedTransactions();
      transactions.failSync = true;
      const commits = new GroupCommit(transactions);
      const unsynced = commits.add(() => 1);
      if (flush) commits.flush();
      await expect(unsynced).rejects.toMatchObject({ code: "WRITE_FAILED" });
      transactions.failSync = false;
      await expect(commits.add(() => 2)).rejects.toMatchObject({ code: "WRITE_FAILED" });
      expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(1);
    }
  });
});
