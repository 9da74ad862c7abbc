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
});
