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

/** Longer than a group waits for its commit. */
async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

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
    expect(transactions.calls).toEqual(["begin", "commit", "sync", "settled 1", "settled 2"]);
  });

  it("waits some turns for works to share a transaction, and no longer where there are none", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const works = [commits.add(() => 1)];
    await new Promise((resolve) => setImmediate(resolve));
    works.push(commits.add(() => 2));
    await Promise.all(works);
    expect(transactions.calls).toEqual(["begin", "commit", "sync"]);
    void commits.add(() => 3);
    await someTurns();
    expect(transactions.calls.slice(3)).toEqual(["begin", "commit", "sync"]);
  });

  it("runs a group in which a work throws again, with a savepoint for each, and undoes that one alone", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const outcomes = await Promise.allSettled([
      commits.add(() => transactions.calls.push("first")),
      commits.add(() => {
        throw new Error("no such run");
      }),
      commits.add(() => transactions.calls.push("third")),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(transactions.calls).toEqual([
      ...["begin", "first", "rollback"],
      ...["begin", "save", "first", "release", "save", "rollbackToSave", "save", "third", "release", "commit", "sync"],
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

  it("has settled everything that was added before when a flush resolves, be it kept or not", async () => {
    const transactions = new RecordedTransactions();
    const commits = new GroupCommit(transactions);
    const settled: number[] = [];
    for (const number of [1, 2, 3]) void commits.add(() => settled.push(number));
    await commits.flush();
    expect(settled).toEqual([1, 2, 3]);
    transactions.failCommit = true;
    const failing = commits.add(() => 4).catch(() => settled.push(4));
    await commits.flush();
    await failing;
    expect(settled).toEqual([1, 2, 3, 4]);
  });

  it("lets the works that come during a sync share the next transaction", async () => {
    const transactions = new RecordedTransactions();
    const synced = Promise.withResolvers<void>();
    transactions.sync = () => synced.promise;
    const commits = new GroupCommit(transactions);
    const first = commits.add(() => 1);
    await someTurns();
    const others = [2, 3].map((number) => commits.add(() => number));
    await someTurns();
    expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(1);
    synced.resolve();
    expect(await Promise.all([first, ...others])).toEqual([1, 2, 3]);
    expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(2);
  });

  it("believes the sync that is under way when it is flushed, since a disk tells of a failure once", async () => {
    const transactions = new RecordedTransactions();
    const disk = Promise.withResolvers<void>();
    const syncs = [disk.promise, Promise.resolve()];
    transactions.sync = () => syncs.shift() ?? Promise.resolve();
    const commits = new GroupCommit(transactions);
    const unsynced = commits.add(() => 1);
    await someTurns();
    const flushed = commits.flush();
    disk.reject(new Error("input/output error"));
    await expect(unsynced).rejects.toMatchObject({ code: "WRITE_FAILED" });
    await flushed;
  });

  it("says when all that was committed is on the disk, and that nobody knows once a sync failed", async () => {
    const transactions = new RecordedTransactions();
    const disks = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [first, second] = disks as [PromiseWithResolvers<void>, PromiseWithResolvers<void>];
    transactions.sync = () => disks.shift()!.promise;
    const commits = new GroupCommit(transactions);
    await commits.synced();
    void commits.add(() => 1);
    await someTurns();
    let isSynced = false;
    const synced = commits.synced().then(() => {
      isSynced = true;
    });
    await someTurns();
    expect(isSynced).toBe(false);
    first.resolve();
    await synced;
    const lost = commits.add(() => 2);
    await someTurns();
    const unknown = [commits.synced(), lost, lost.catch(() => commits.synced())];
    second.reject(new Error("input/output error"));
    for (const each of unknown) await expect(each).rejects.toMatchObject({ code: "WRITE_FAILED" });
  });

  it("takes no more work after a sync that failed, since nobody knows what the disk holds", async () => {
    const transactions = new RecordedTransactions();
    transactions.failSync = true;
    const commits = new GroupCommit(transactions);
    await expect(commits.add(() => 1)).rejects.toMatchObject({ code: "WRITE_FAILED" });
    transactions.failSync = false;
    await expect(commits.add(() => 2)).rejects.toMatchObject({ code: "WRITE_FAILED" });
    expect(transactions.calls.filter((call) => call === "begin")).toHaveLength(1);
  });
});
