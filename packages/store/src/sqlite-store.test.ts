import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { storeSuite } from "./store-suite.ts";

storeSuite("SQLite store", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "oap-store-"));
  return { open: () => openSqliteStore({ dataDir }), remove: () => rmSync(dataDir, { recursive: true }) };
});

describe("a data folder", () => {
  let folder: string;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-store-"));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Another process that owns the folder, and writes a line for each execution once `transact` has resolved. */
  async function startOwner(dataDir: string): Promise<{ kill(): Promise<void>; acknowledged: string[] }> {
    const source = `
      import { openSqliteStore } from ${JSON.stringify(new URL("./sqlite-store.ts", import.meta.url).href)};
      const store = openSqliteStore({ dataDir: ${JSON.stringify(dataDir)} });
      for (let number = 0; ; number += 1) {
        const execution_id = "exe_" + number;
        await store.transact((t) => t.putExecution({ execution_id, status: "received", created_at: number, updated_at: number }));
        process.stdout.write(execution_id + "\\n");
      }`;
    const child = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const acknowledged: string[] = [];
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      acknowledged.push(...lines);
    });
    await once(child.stdout, "data");
    return {
      acknowledged,
      async kill() {
        child.kill("SIGKILL");
        await once(child, "close");
      },
    };
  }

  it("is its owner's alone when it is made", async () => {
    const dataDir = join(folder, "a", "b");
    await openSqliteStore({ dataDir }).close();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "control-plane.sqlite")).mode & 0o777).toBe(0o600);
  });

  it("is refused to a second process while the first lives, and holds all that was acknowledged after its SIGKILL", async () => {
    const owner = await startOwner(folder);
    expect(() => openSqliteStore({ dataDir: folder })).toThrow(
      expect.objectContaining({ code: "IN_USE", message: expect.stringContaining("is in use by another process") }),
    );
    await owner.kill();
    const store = openSqliteStore({ dataDir: folder });
    expect(owner.acknowledged.length).toBeGreaterThan(0);
    expect(owner.acknowledged.filter((id) => store.execution(id) === undefined)).toEqual([]);
    await store.close();
  });

  it("is refused to a second store of the same process, and free again after close", async () => {
    const first = openSqliteStore({ dataDir: folder });
    expect(() => openSqliteStore({ dataDir: folder })).toThrow(expect.objectContaining({ code: "IN_USE" }));
    await first.transact((transaction) =>
      transaction.putExecution({ execution_id: "e", status: "received", created_at: 1, updated_at: 1 }),
    );
    await first.close();
    await openSqliteStore({ dataDir: folder }).close();
  });

  it("that cannot be made or written is refused in one clear sentence", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    mkdirSync(join(folder, "taken", "control-plane.sqlite"), { recursive: true });
    for (const dataDir of [file, join(file, "below"), join(folder, "taken")]) {
      expect(() => openSqliteStore({ dataDir })).toThrow(
        expect.objectContaining({
          code: "UNWRITABLE",
          message: expect.stringMatching(/^The data folder \/.+ cannot be written: .+\.$/),
        }),
      );
    }
  });

  it("below a parent in which nothing can be made is refused at once", { skip: process.platform !== "linux" }, () => {
    expect(() => openSqliteStore({ dataDir: "/proc/oap/store" })).toThrow(
      expect.objectContaining({ code: "UNWRITABLE" }),
    );
  });

  it("is made with all its parents", async () => {
    const dataDir = join(folder, "one", "two", "three");
    await openSqliteStore({ dataDir }).close();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it("with something else in the place of the database is refused, and left as it is", () => {
    const file = join(folder, "control-plane.sqlite");
    writeFileSync(file, "This is not a database. ".repeat(100));
    expect(() => openSqliteStore({ dataDir: folder })).toThrow(expect.objectContaining({ code: "NOT_A_STORE" }));
    rmSync(file);
    const foreign = new DatabaseSync(file);
    foreign.exec("CREATE TABLE recipes (name TEXT)");
    foreign.close();
    expect(() => openSqliteStore({ dataDir: folder })).toThrow(expect.objectContaining({ code: "NOT_A_STORE" }));
  });

  it.each(["x", "This is not a database.", "\n".repeat(511)])(
    "with a short file of somebody else's in its place is refused, and the file left as it is",
    (content) => {
      const file = join(folder, "control-plane.sqlite");
      writeFileSync(file, content);
      expect(() => openSqliteStore({ dataDir: folder })).toThrow(expect.objectContaining({ code: "NOT_A_STORE" }));
      expect(readFileSync(file, "utf8")).toBe(content);
    },
  );

  it("of which next to nothing is left is refused as damaged, and left as it is", async () => {
    await openSqliteStore({ dataDir: folder }).close();
    const file = join(folder, "control-plane.sqlite");
    for (const bytes of [300, 10, 1]) {
      truncateSync(file, bytes);
      expect(() => openSqliteStore({ dataDir: folder })).toThrow(expect.objectContaining({ code: "DAMAGED" }));
      expect(statSync(file).size).toBe(bytes);
    }
  });

  it("of a newer release is refused, naming both versions", async () => {
    await openSqliteStore({ dataDir: folder }).close();
    const database = new DatabaseSync(join(folder, "control-plane.sqlite"));
    database.exec(`UPDATE meta SET value = '${migrations.length + 1}' WHERE key = 'schema_version'`);
    database.close();
    expect(() => openSqliteStore({ dataDir: folder })).toThrow(
      expect.objectContaining({
        code: "NEWER_SCHEMA",
        message: expect.stringContaining(
          `has schema version ${migrations.length + 1}; this release knows versions up to ${migrations.length}`,
        ),
      }),
    );
  });

  it("keeps its write-ahead log bounded under a long burst of writes", async () => {
    const store = openSqliteStore({ dataDir: folder });
    const text = "x".repeat(16 * 1024);
    for (let round = 0; round < 24; round += 1) {
      await Promise.all(
        Array.from({ length: 128 }, (_, index) =>
          store.transact((transaction) => transaction.appendEvent(`inv_${round}_${index}`, 1, { type: text, at: 0 })),
        ),
      );
    }
    // 24 × 128 × 2 × 16 KiB = 96 MiB went through it.
    expect(statSync(join(folder, "control-plane.sqlite-wal")).size).toBeLessThan(48 * 1024 * 1024);
    await store.close();
  });
});
