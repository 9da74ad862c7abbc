import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { migrate, migrations } from "./migrations.ts";

const first = "CREATE TABLE a (x INTEGER) STRICT";
const second = "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x * 2";

describe("migrate", () => {
  const version = (database: DatabaseSync): unknown =>
    database.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get()?.value;

  it("runs only the migrations that the data has not seen, and keeps the data", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, "f", [first]);
    database.exec("INSERT INTO a VALUES (21)");
    migrate(database, "f", [first, second]);
    migrate(database, "f", [first, second]);
    expect(database.prepare("SELECT x, y FROM a").all()).toEqual([{ x: 21, y: 42 }]);
    expect(version(database)).toBe("2");
  });

  it("leaves everything as it was when one fails", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, "f", [first]);
    expect(() => migrate(database, "f", [first, second, "CREATE TABLE a (z)"])).toThrow();
    expect(version(database)).toBe("1");
    expect(() => database.prepare("SELECT y FROM a")).toThrow();
    expect(database.isTransaction).toBe(false);
  });

  it("brings an empty database to the present version", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, "f");
    expect(version(database)).toBe(String(migrations.length));
  });

  it("refuses data of a newer release before it touches it", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, "f", [first, second]);
    expect(() => migrate(database, "f", [first])).toThrow(expect.objectContaining({ code: "NEWER_SCHEMA" }));
    expect(version(database)).toBe("2");
  });

  it("gives what the first release wrote its place in the journal and among the ended runs", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, "f", migrations.slice(0, 1));
    const insertRun = database.prepare(
      `INSERT INTO runs (invocation_id, kind, execution_id, caller, state, mode, accepted_at, deadline_at, completed_at)
       VALUES (?, 'invoke', 'exe', '{}', ?, 'SYNC', 1, 2, ?)`,
    );
    const insertEvent = database.prepare("INSERT INTO events VALUES (?, ?, 't', '{}')");
    for (const [id, state, completedAt] of [
      ["late", "COMPLETED", 9],
      ["open", "RUNNING", null],
      ["early", "FAILED", 5],
    ] as const) {
      insertRun.run(id, state, completedAt);
      insertEvent.run(id, 1);
    }
    database.exec("DELETE FROM events WHERE invocation_id = 'late'");
    migrate(database, "f");
    expect(database.prepare("SELECT invocation_id, finished_no FROM runs ORDER BY rowid").all()).toEqual([
      { invocation_id: "late", finished_no: 2 },
      { invocation_id: "open", finished_no: null },
      { invocation_id: "early", finished_no: 1 },
    ]);
    database.exec("INSERT INTO events (invocation_id, seq, type, payload) VALUES ('new', 1, 't', '{}')");
    expect(database.prepare("SELECT position, invocation_id FROM events ORDER BY position").all()).toEqual([
      { position: 2, invocation_id: "open" },
      { position: 3, invocation_id: "early" },
      { position: 4, invocation_id: "new" },
    ]);
  });
});
