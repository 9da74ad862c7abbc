import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { migrate } from "../migrations.ts";
import { openSqliteStore, sqliteStore } from "../sqlite-store.ts";

/** The syncs that were asked for and have not ended: each ends when the test says so. */
const disk = vi.hoisted(() => ({ syncing: [] as (() => void)[] }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return {
    ...fs,
    fdatasync: (descriptor: number, done: (error: Error | null) => void) =>
      disk.syncing.push(() => fs.fdatasync(descriptor, done)),
  };
});

const databaseName = "control-plane.sqlite";
const walHeaderBytes = 32;
/** What a disk writes whole. */
const sectorBytes = 512;

/** The two files, as bytes. */
interface Image {
  readonly main: Buffer;
  readonly log: Buffer;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oap-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The same numbers for the same seed, from 0 to below `end`. */
function numbers(seed: number): (end: number) => number {
  let state = seed >>> 0;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/**
 * A log of which each sector that was not synced is as it was or as it was to be, and empty where it was none; its length is either,
 * or between. A sector that was written again never loses what it had, which SQLite takes for granted as well (`psow`).
 */
function afterPowerCut(synced: Buffer, written: Buffer, random: (end: number) => number): Buffer {
  const after = Buffer.from(written);
  for (let at = 0; at < written.length; at += sectorBytes) {
    const end = Math.min(at + sectorBytes, written.length);
    if (random(2) === 0) continue;
    after.fill(0, at, end);
    if (at < synced.length) synced.copy(after, at, at, Math.min(end, synced.length));
  }
  return after.subarray(0, Math.max(synced.length, random(2) === 0 ? written.length : random(written.length)));
}

/*
 * What SQLite syncs by itself with `synchronous = NORMAL`: the log before a checkpoint and the main file after it, and the log's header
 * before the first frame of another round (https://sqlite.org/wal.html#checkpointing, wal.c). The rest is on the disk when `sync` says so.
 */
it("has all that was acknowledged after a power cut at any time, and nothing by halves, over many rounds of the log", async () => {
  const seed = Date.now() % 1_000_000;
  const random = numbers(seed);
  const file = join(folder, databaseName);
  const image = (): Image => ({ main: readFileSync(file), log: readFileSync(`${file}-wal`) });
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 24`);
  migrate(database, file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.exec("BEGIN; UPDATE meta SET value = value; COMMIT");
  const store = sqliteStore(database, { log: openSync(`${file}-wal`, "r+") });
  let synced = image();
  let logRounds = 0;
  const acknowledged: string[] = [];
  for (let round = 0; round < 80; round += 1) {
    const ids = Array.from({ length: 1 + random(6) }, (_, index) => `inv_${round}_${index}`);
    const text = "x".repeat(random(6000));
    const writing = ids.map(async (id) => {
      await store.transact((transaction) => {
        transaction.appendEvent(id, 1, { type: `first ${text}`, at: 0 });
        transaction.appendEvent(id, 2, { type: "second", at: 0 });
      });
      acknowledged.push(id);
    });
    while (disk.syncing.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));

    const written = image();
    if (!written.main.equals(synced.main)) synced = written;
    const header = written.log.subarray(0, walHeaderBytes);
    if (!header.equals(synced.log.subarray(0, walHeaderBytes))) {
      logRounds += 1;
      synced = { ...synced, log: Buffer.concat([header, synced.log.subarray(walHeaderBytes)]) };
    }
    const cut = join(folder, `cut-${round}`);
    mkdirSync(cut);
    writeFileSync(join(cut, databaseName), synced.main);
    writeFileSync(join(cut, `${databaseName}-wal`), afterPowerCut(synced.log, written.log, random));
    const after = openSqliteStore({ dataDir: cut });
    const eventsOf = (id: string) => after.events(id).length;
    const about = `round ${round} of seed ${seed}`;
    expect(
      acknowledged.filter((id) => eventsOf(id) !== 2),
      about,
    ).toEqual([]);
    // All works of a group are there, or none is.
    expect([0, 2 * ids.length], about).toContain(ids.reduce((sum, id) => sum + eventsOf(id), 0));
    const closing = after.close();
    while (disk.syncing.length < 2) await new Promise((resolve) => setImmediate(resolve));
    for (const end of disk.syncing.splice(0)) end();
    await Promise.all([closing, ...writing]);
    rmSync(cut, { recursive: true });
    synced = { ...synced, log: written.log };
  }
  expect(logRounds).toBeGreaterThan(5);
  const closed = store.close();
  while (disk.syncing.length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (const end of disk.syncing.splice(0)) end();
  await closed;
});
