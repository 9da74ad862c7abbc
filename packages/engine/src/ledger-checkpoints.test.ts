import { generateSigningKeyPem, signingKeyFromPem, verifyCheckpoint, verifyLedger } from "@oap/ledger";
import { bounds, type LedgerCheckpoint } from "@oap/protocol";
import type { Store, StoreTransaction } from "@oap/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkpointEntries, checkpointWaitMs, LedgerCheckpoints } from "./ledger-checkpoints.ts";
import { pruneLedger } from "./ledger-retention.ts";
import { until } from "./testing/engine-under-test.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";

const key = signingKeyFromPem(generateSigningKeyPem());

describe("LedgerCheckpoints", () => {
  let records: RecordedRuns;
  let notes: string[];
  beforeEach(() => {
    records = new RecordedRuns();
    notes = [];
  });
  afterEach(() => records.remove());

  const open = (): LedgerCheckpoints =>
    new LedgerCheckpoints({ store: records.store, key, clock: records.clock, log: (note) => notes.push(note) });
  const latest = () => records.store.latestLedgerCheckpoint();
  const append = async (entries: number): Promise<void> => {
    await Promise.all(Array.from({ length: entries }, () => records.entry()));
  };

  it("signs what was appended within a second, once", async () => {
    const checkpoints = open();
    expect(records.clock.pending).toEqual([]);
    await append(3);
    checkpoints.appended();
    checkpoints.appended(2);
    expect(records.clock.pending).toEqual([checkpointWaitMs]);
    records.clock.advance(checkpointWaitMs);
    await until(() => latest() !== undefined);
    expect(latest()).toMatchObject({ sequence: 1, first_entry: 1, last_entry: 3 });
    expect(verifyCheckpoint(latest()!, { publicKeys: [key.publicKey] })).toEqual({ ok: true });
    expect(records.clock.pending).toEqual([]);
  });

  it("does not wait where there are many", async () => {
    const checkpoints = open();
    await append(20);
    checkpoints.appended(checkpointEntries - 1);
    expect(latest()).toBeUndefined();
    checkpoints.appended();
    await until(() => latest() !== undefined);
    expect(latest()).toMatchObject({ last_entry: 20 });
    expect(records.clock.pending).toEqual([]);
  });

  it("may be told from within the transaction that appends", async () => {
    const checkpoints = open();
    const { store } = records;
    await append(1);
    await store.transact(() => checkpoints.appended(checkpointEntries));
    await until(() => latest() !== undefined);
    expect(latest()).toMatchObject({ last_entry: 1 });
  });

  it("makes none where there is nothing new, and answers the latest", async () => {
    const checkpoints = open();
    expect(await checkpoints.make()).toBeUndefined();
    await append(2);
    const first = await checkpoints.make();
    expect(first).toMatchObject({ sequence: 1, last_entry: 2 });
    expect(await checkpoints.make()).toEqual(first);
    await append(1);
    expect(await checkpoints.make()).toMatchObject({
      sequence: 2,
      previous: first!.anchor,
      first_entry: 3,
      last_entry: 3,
    });
  });

  it("follows on itself whoever asks at once, and the whole ledger verifies", async () => {
    const checkpoints = open();
    await Promise.all([append(2), checkpoints.make(), append(1), checkpoints.make(), checkpoints.make(), append(4)]);
    await checkpoints.make();
    const made = records.store.ledgerCheckpoints({ limit: 100 }).items.toReversed();
    const { items } = records.store.ledgerEntries({ limit: 100 });
    const entries = items.map(({ ordinal, entry }) => ({ ordinal, entry }));
    expect(verifyLedger({ entries, checkpoints: [...made], publicKeys: [key.publicKey] })).toMatchObject({ ok: true });
    expect(made.at(-1)?.last_entry).toBe(7);
    expect(items.every(({ entry }) => entry.ledger_anchor !== undefined)).toBe(true);
  });

  it("covers at the next start what an earlier process left", async () => {
    await append(2);
    open();
    expect(records.clock.pending).toEqual([checkpointWaitMs]);
    records.clock.advance(checkpointWaitMs);
    await until(() => latest() !== undefined);
    expect(latest()).toMatchObject({ last_entry: 2 });
    open();
    expect(records.clock.pending).toEqual([]);
  });

  it("signs once more when it is closed, and no more after that", async () => {
    const checkpoints = open();
    await append(1);
    checkpoints.appended();
    await checkpoints.close();
    expect(latest()).toMatchObject({ last_entry: 1 });
    await append(1);
    checkpoints.appended(checkpointEntries);
    await checkpoints.close();
    expect(records.clock.pending).toEqual([]);
    expect(latest()).toMatchObject({ last_entry: 1 });
  });

  it("tries again what could not be signed, and says so", async () => {
    let failing = true;
    const checkpoints = new LedgerCheckpoints({
      store: records.store,
      key: {
        publicKey: key.publicKey,
        sign: (message) => {
          if (failing) throw new Error("The device does not answer.");
          return key.sign(message);
        },
      },
      clock: records.clock,
      log: (note) => notes.push(note),
    });
    await append(1);
    checkpoints.appended();
    records.clock.advance(checkpointWaitMs);
    await until(() => notes.length === 1);
    expect(latest()).toBeUndefined();
    failing = false;
    expect(records.clock.pending).toEqual([checkpointWaitMs]);
    records.clock.advance(checkpointWaitMs);
    await until(() => latest() !== undefined);
    await expect(checkpoints.make()).resolves.toMatchObject({ last_entry: 1 });
  });

  it("lets retention take whole checkpoints only, and nothing that none covers", async () => {
    const checkpoints = open();
    await append(3);
    await checkpoints.make();
    records.clock.advance(10);
    await append(2);
    await checkpoints.make();
    records.clock.advance(10);
    await append(4);
    const now = records.clock.now();
    expect(await pruneLedger(records.store, now - 10)).toBe(3);
    expect(await pruneLedger(records.store, now + 1)).toBe(2);
    expect(await pruneLedger(records.store, now + 1)).toBe(0);
    expect(records.store.ledgerEntries({ limit: 10 }).items.map(({ ordinal }) => ordinal)).toEqual([6, 7, 8, 9]);
    expect(await checkpoints.make()).toMatchObject({ sequence: 3, first_entry: 6, last_entry: 9 });
  });

  it("covers a long ledger by several, since one covers only so many", async () => {
    const end = bounds.checkpointEntriesMax + 2;
    const made: LedgerCheckpoint[] = [];
    const transaction = {
      latestLedgerCheckpoint: () => made.at(-1),
      ledgerEnd: () => end,
      ledgerHashes: (first: number, last: number) => Array.from({ length: last - first + 1 }, () => hash),
      insertLedgerCheckpoint: (checkpoint: LedgerCheckpoint) => made.push(checkpoint),
    };
    const hash = `sha256:${"0".repeat(64)}`;
    const store = {
      ...transaction,
      transact: async <T>(work: (each: StoreTransaction) => T) => work(transaction as unknown as StoreTransaction),
    } as unknown as Store;
    await new LedgerCheckpoints({ store, key, clock: records.clock, log: () => {} }).make();
    expect(made.map(({ first_entry, last_entry }) => [first_entry, last_entry])).toEqual([
      [1, bounds.checkpointEntriesMax],
      [bounds.checkpointEntriesMax + 1, end],
    ]);
  });
});
