import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSqliteStore } from "../sqlite-store.ts";

/** What was asked of the disk, in order, and when a sync beside the event loop ends. */
const disk = vi.hoisted(() => ({ syncs: [] as string[], hold: undefined as Promise<void> | undefined }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const nameOf = (fd: number) => fs.readlinkSync(`/proc/self/fd/${fd}`).split("/").at(-1) ?? "";
  return {
    ...fs,
    fdatasync: (fd: number, done: (error: Error | null) => void) => {
      disk.syncs.push(nameOf(fd));
      void (disk.hold ?? Promise.resolve()).then(() => fs.fdatasync(fd, done));
    },
    fdatasyncSync: (fd: number) => {
      disk.syncs.push(nameOf(fd));
      fs.fdatasyncSync(fd);
    },
  };
});

const onLinux = { skip: process.platform !== "linux" };

describe("the write-ahead log", onLinux, () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "oap-store-"));
    disk.syncs.length = 0;
    disk.hold = undefined;
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const execution = (number: number) =>
    ({ execution_id: `exe_${number}`, status: "received", created_at: number, updated_at: number }) as const;

  it("is on the disk before anything is read of it: its last process may have been killed before it was", async () => {
    const store = openSqliteStore({ dataDir });
    expect(disk.syncs).toEqual(["control-plane.sqlite-wal"]);
    await store.close();
  });

  it("is on the disk before a store that closes gives the folder free, also when a sync was under way", async () => {
    const store = openSqliteStore({ dataDir });
    const held = Promise.withResolvers<void>();
    disk.hold = held.promise;
    const settled: string[] = [];
    const writing = store.transact((t) => t.putExecution(execution(1))).then(() => settled.push("written"));
    while (store.execution("exe_1") === undefined) await new Promise((resolve) => setImmediate(resolve));
    const told = store.synced().then(() => settled.push("synced"));
    const closing = store.close().then(() => settled.push("closed"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(settled).toEqual([]);
    held.resolve();
    await Promise.all([writing, told, closing]);
    expect(settled.at(-1)).toBe("closed");
    expect(readFileSync(join(dataDir, "control-plane.sqlite")).includes("exe_1")).toBe(true);
  });
});
