import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { encodeCursor } from "../page-cursor.ts";
import type { Page } from "../records.ts";

export type Row = Record<string, SQLOutputValue>;

/** A row as its record: columns without a value are absent members, and those named in `jsonColumns` are read as JSON. */
export function record<TRecord>(row: Row | undefined, jsonColumns: readonly string[] = []): TRecord | undefined {
  if (row === undefined) return undefined;
  const members: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (value !== null) members[column] = jsonColumns.includes(column) ? JSON.parse(String(value)) : value;
  }
  return members as TRecord;
}

/** The columns' values, in their order; absent members are null, and those named in `jsonColumns` are written as JSON. */
export function columnValues<TRecord extends object>(
  members: TRecord,
  columns: readonly (keyof TRecord)[],
  jsonColumns: readonly (keyof TRecord)[] = [],
): SQLInputValue[] {
  return columns.map((column) => {
    const value = members[column];
    return jsonColumns.includes(column) ? json(value) : ((value ?? null) as SQLInputValue);
  });
}

export function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

export function parsed(text: SQLOutputValue | undefined): unknown {
  return typeof text === "string" ? JSON.parse(text) : undefined;
}

/** The page of rows that were asked for with one more than `limit`, which tells whether there is a next page. */
export function pageOf<TItem>(
  rows: readonly Row[],
  limit: number,
  numberColumn: string,
  itemOf: (row: Row) => TItem,
): Page<TItem> {
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.[numberColumn];
  return {
    items: page.map(({ [numberColumn]: _, ...row }) => itemOf(row)),
    ...(rows.length > page.length && last !== undefined ? { next_cursor: encodeCursor(Number(last)) } : {}),
  };
}
