import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../migrations.ts";
import { openSqliteStore, sqliteStore } from "../sqlite-store.ts";
import type { Store } from "../store.ts";

const databaseName = "control-plane.sqlite";
const walHeaderBytes = 32;

describe("a store whose disk fails", () => {
  let folder: string;
  let store: Store;
  let written: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-store-"));
    written = 0;
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const main = (): string => join(folder, databaseName);
  const wal = (): string => `${main()}-wal`;
  const open = (): void => {
    store = openSqliteStore({ dataDir: folder });
  };
  const idOf = (number: number): string => `inv_${String(number).padStart(9, "0")}`;
  /** One finished run of about 4 KiB, in two commits as an invocation has. */
  const write = async (): Promise<void> => {
    const invocation_id = idOf(written);
    await store.transact((transaction) =>
      transaction.insertRun({
        invocation_id,
        kind: "invoke",
        execution_id: "exe",
        caller: { id: "ann", roles: ["user"] },
        state: "RUNNING",
        mode: "SYNC",
        accepted_at: written,
        deadline_at: written,
        compiled: { text: "x".repeat(4000) },
      }),
    );
    await store.transact((transaction) => {
      transaction.appendEvent(invocation_id, 1, { type: "t", at: written });
      transaction.finishRun(invocation_id, { state: "COMPLETED", completed_at: written });
    });
    written += 1;
  };
  /** Whole runs that are there, from the first on; each with its event, or the store would contradict itself. */
  const there = (): number => {
    let count = 0;
    while (store.run(idOf(count))?.state === "COMPLETED" && store.events(idOf(count)).length === 1) count += 1;
    return count;
  };
  /** Goes on with a copy of the files as they are now: what a process leaves behind that is killed now. */
  const crash = async (): Promise<void> => {
    const after = mkdtempSync(join(tmpdir(), "oap-store-"));
    for (const file of [databaseName, `${databaseName}-wal`]) copyFileSync(join(folder, file), join(after, file));
    await store.close();
    rmSync(folder, { recursive: true });
    folder = after;
  };
  const refusal = (): unknown => {
    try {
      open();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  describe("because it is full", () => {
    /** SQLite's own limit of pages fails as a full disk does, with SQLITE_FULL. */
    const openWithRoomFor = (pages: number): DatabaseSync => {
      const database = new DatabaseSync(main());
      database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      migrate(database, main());
      const { page_count } = database.prepare("PRAGMA page_count").get() as { page_count: number };
      database.exec(`PRAGMA max_page_count = ${page_count + pages}`);
      store = sqliteStore(database);
      return database;
    };
    const fill = async (): Promise<unknown> => {
      for (;;) {
        try {
          await write();
        } catch (error) {
          return error;
        }
      }
    };

    it("refuses writes with WRITE_FAILED, keeps all that was acknowledged, and goes on to be read", async () => {
      openWithRoomFor(40);
      expect(await fill()).toMatchObject({
        name: "StoreError",
        code: "WRITE_FAILED",
        cause: expect.objectContaining({ message: expect.stringContaining("full") }),
      });
      expect(written).toBeGreaterThan(5);
      expect(there()).toBe(written);
      await store.close();
      open();
      expect(there()).toBe(written);
    });

    it("fails all works of the turn, since they share the commit, and leaves nothing of them", async () => {
      openWithRoomFor(40);
      await fill();
      const small = store.transact((transaction) => transaction.appendEvent("small", 1, { type: "t", at: 0 }));
      const large = store.transact((transaction) =>
        transaction.appendEvent("large", 1, { type: "x".repeat(100_000), at: 0 }),
      );
      expect(await Promise.allSettled([small, large])).toMatchObject([
        { status: "rejected", reason: { code: "WRITE_FAILED" } },
        { status: "rejected", reason: { code: "WRITE_FAILED" } },
      ]);
      expect(store.events("small")).toEqual([]);
    });

    it("takes writes again once something was pruned, and numbers and chains go on", async () => {
      openWithRoomFor(40);
      const append = (): Promise<number> =>
        store.transact(
          (transaction) =>
            transaction.appendLedgerEntry("a", (prev_event_hash) => ({
              event_id: "e",
              timestamp: "2026-03-01T09:30:00.000Z",
              actor: "ann",
              module_id: "m",
              envelope_type: "t",
              status: "SUCCESS",
              input_ref: "sha256:in",
              prev_event_hash,
              event_hash: "sha256:one",
            })).ordinal,
        );
      expect(await append()).toBe(1);
      await fill();
      await expect(
        store.transact((transaction) => {
          transaction.appendLedgerEntry("a", () => {
            transaction.appendEvent("large", 1, { type: "x".repeat(1_000_000), at: 0 });
            throw new Error("not reached");
          });
        }),
      ).rejects.toMatchObject({ code: "WRITE_FAILED" });
      await store.transact((transaction) =>
        transaction.pruneFinishedRuns({ olderThan: 0, keepAtMost: written - 3, batch: 100 }),
      );
      expect(await append()).toBe(2);
      expect(store.ledgerHead("a")).toBe("sha256:one");
      written += 1;
      await write();
    });
  });

  describe("because it can only be read", () => {
    it("refuses writes with WRITE_FAILED, goes on to be read, and takes writes again when it can", async () => {
      const database = new DatabaseSync(main());
      migrate(database, main());
      store = sqliteStore(database);
      await write();
      database.exec("PRAGMA query_only = ON");
      await expect(write()).rejects.toMatchObject({ name: "StoreError", code: "WRITE_FAILED" });
      expect(there()).toBe(1);
      database.exec("PRAGMA query_only = OFF");
      await write();
      expect(there()).toBe(2);
    });

    it("is refused in one clear sentence when it is opened", async () => {
      open();
      await store.close();
      chmodSync(folder, 0o555);
      chmodSync(main(), 0o444);
      const privileged = process.getuid?.() === 0;
      // Nothing is read-only for the superuser: be somebody else for the moment.
      if (privileged) process.seteuid?.(65_534);
      const error = refusal();
      if (privileged) process.seteuid?.(0);
      chmodSync(folder, 0o700);
      expect(error).toMatchObject({
        code: "UNWRITABLE",
        message: expect.stringMatching(/^The data folder \/.+ cannot be written: permission denied\.$/),
      });
      expect(statSync(main()).size).toBeGreaterThan(0);
    });
  });

  describe("because its write-ahead log is damaged", () => {
    /** Some runs in the main file, and some that are in the log alone. */
    const fillBoth = async (): Promise<void> => {
      open();
      for (let number = 0; number < 5; number += 1) await write();
      await store.close();
      open();
      for (let number = 0; number < 20; number += 1) await write();
      await crash();
    };
    const flip = (at: number): void => {
      const bytes = readFileSync(wal());
      bytes[at]! ^= 0x40;
      writeFileSync(wal(), bytes);
    };

    it("recovers to the commit before a last page that is damaged, and writes on", async () => {
      await fillBoth();
      flip(statSync(wal()).size - 100);
      open();
      // The last commit ended the last run, so that it is open again, as its acceptance is there.
      expect(there()).toBe(24);
      expect(store.run(idOf(24))?.state).toBe("RUNNING");
      expect(store.events(idOf(24))).toEqual([]);
      await store.transact((transaction) => {
        transaction.appendEvent(idOf(24), 1, { type: "t", at: 0 });
        transaction.finishRun(idOf(24), { state: "COMPLETED", completed_at: 0 });
      });
      await crash();
      open();
      expect(there()).toBe(25);
    });

    it("loses what came after the damage and nothing before it, wherever a byte is wrong or the log ends", async () => {
      await fillBoth();
      const [wholeMain, wholeWal] = [readFileSync(main()), readFileSync(wal())];
      const survivors = async (): Promise<number> => {
        open();
        const count = there();
        const later = Array.from({ length: 25 - count }, (_, index) => store.run(idOf(count + index))?.state);
        // What follows the last whole run is the half of one run at most.
        expect(later.slice(1).filter((state) => state !== undefined)).toEqual([]);
        await store.close();
        return count;
      };
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: walHeaderBytes, max: wholeWal.length - 1 }),
          fc.boolean(),
          async (at, cut) => {
            writeFileSync(main(), wholeMain);
            writeFileSync(wal(), wholeWal);
            if (cut) truncateSync(wal(), at);
            else flip(at);
            const count = await survivors();
            expect(count).toBeGreaterThanOrEqual(5);
            // A commit takes nearly the same space each time: no more is lost than the damage explains.
            expect(count).toBeGreaterThanOrEqual(5 + Math.floor((20 * at) / wholeWal.length) - 2);
            expect(count).toBeLessThanOrEqual(25);
          },
        ),
        { numRuns: 25 },
      );
    });
  });

  describe("because its main file is cut off", () => {
    const damaged = { name: "StoreError", code: "DAMAGED", message: expect.stringContaining(databaseName) };

    it("is refused in one clear sentence, however it was left and wherever it ends", async () => {
      open();
      for (let number = 0; number < 20; number += 1) await write();
      await store.close();
      open();
      await write();
      await crash();
      const [wholeMain, wholeWal] = [readFileSync(main()), readFileSync(wal())];
      for (const part of [0.999, 0.5, 0.1, 100 / wholeMain.length]) {
        for (const log of [wholeWal, Buffer.alloc(0)]) {
          writeFileSync(main(), wholeMain);
          writeFileSync(wal(), log);
          truncateSync(main(), Math.floor(wholeMain.length * part));
          expect(refusal(), `${part} of the file, ${log.length} bytes of log`).toMatchObject(
            part * wholeMain.length > 4096 ? damaged : { code: expect.stringMatching(/DAMAGED|NOT_A_STORE/) },
          );
        }
      }
      writeFileSync(main(), "");
      writeFileSync(wal(), wholeWal);
      expect(refusal()).toMatchObject(damaged);
      expect(readFileSync(wal())).toEqual(wholeWal);
      writeFileSync(main(), wholeMain);
      open();
      expect(there()).toBe(21);
    });

    it("is not suspected when the missing pages are in the write-ahead log, as after any crash of a growing store", async () => {
      open();
      for (let number = 0; number < 30; number += 1) await write();
      await crash();
      expect(statSync(wal()).size).toBeGreaterThan(statSync(main()).size);
      open();
      expect(there()).toBe(30);
    });
  });

  it("keeps everything in its write-ahead log when there is no room to close it, and says so", async () => {
    const database = new DatabaseSync(main());
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
    migrate(database, main());
    store = sqliteStore(database);
    await write();
    const { exec } = database;
    database.exec = (sql) => {
      if (sql.includes("wal_checkpoint")) throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
      exec.call(database, sql);
    };
    await expect(store.close()).rejects.toMatchObject({
      code: "WRITE_FAILED",
      message: expect.stringContaining("the next start reads it"),
    });
    open();
    expect(there()).toBe(1);
  });

  it("gives the folder free when it is closed, also where closing fails", async () => {
    const database = new DatabaseSync(main());
    migrate(database, main());
    const failing = sqliteStore(database);
    database.exec("PRAGMA journal_mode = WAL");
    // A read that is not at its end keeps the log from being emptied.
    const reading = database.prepare("SELECT name FROM sqlite_schema").iterate();
    reading.next();
    await expect(failing.close()).rejects.toMatchObject({
      code: "WRITE_FAILED",
      cause: expect.objectContaining({ message: expect.stringContaining("locked") }),
    });
    open();
    await write();
  });
});
