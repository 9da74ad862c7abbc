import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../store-error.ts";

// The two files: https://sqlite.org/fileformat2.html, sections 1.2 and 4.1.
const walHeaderBytes = 32;
const frameHeaderBytes = 24;
const saltOffset = 16;
const saltBytes = 8;
/** The byte that locks are taken on: the page that it is in is never used, and need not be there. */
const lockByte = 0x4000_0000;
/** What a database begins with (section 1.3), and the least that a page of it has. */
const magic = Buffer.from("SQLite format 3\0");
const pageBytesMin = 512;

/**
 * Throws DAMAGED for a main file without a byte whose write-ahead log has some: SQLite would take it for a new one, and delete
 * the log. A new file gets its first page before there is a log.
 */
export function assertNotEmptied(file: string): void {
  if (statSync(file).size > 0 || (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new StoreError(
    "DAMAGED",
    `${file} has lost all of its content. Restore the data folder from a copy, or use another one.`,
  );
}

/**
 * Throws for a file that is too short to be a database and not empty: SQLite would take it for a new one, and write over it.
 * DAMAGED where it begins as one does, else NOT_A_STORE.
 */
export function assertNotTooShort(file: string): void {
  const { size } = statSync(file);
  if (size === 0 || size >= pageBytesMin) return;
  const begun = readFileSync(file).subarray(0, magic.length);
  if (begun.equals(magic.subarray(0, begun.length))) {
    throw new StoreError(
      "DAMAGED",
      `${file} was cut off: it has ${size} bytes. Restore the data folder from a copy, or use another one.`,
    );
  }
  throw new StoreError("NOT_A_STORE", `${file} is not a database. Use another data folder.`);
}

/**
 * Throws DAMAGED where pages are neither in the main file nor in the write-ahead log. SQLite notices a file that is too short
 * only when the log is empty; otherwise it would fail at some later read, or fill the hole with zeros.
 */
export function assertNotCut(database: DatabaseSync, file: string): void {
  const pages = pragma(database, "page_count");
  const pageBytes = pragma(database, "page_size");
  const present = Math.floor(statSync(file).size / pageBytes);
  if (present >= pages) return;
  const logged = loggedPages(`${file}-wal`, pageBytes);
  logged.add(Math.floor(lockByte / pageBytes) + 1);
  for (let page = present + 1; page <= pages; page += 1) {
    if (logged.has(page)) continue;
    throw new StoreError(
      "DAMAGED",
      `${file} was cut off: it has ${present} of ${pages} pages. Restore the data folder from a copy, or use another one.`,
    );
  }
}

/** The pages that the log has a version of. Its own descriptor is safe here: the locks are on the main file. */
function loggedPages(wal: string, pageBytes: number): Set<number> {
  const pages = new Set<number>();
  const descriptor = openSync(wal, "r");
  try {
    const { size } = fstatSync(descriptor);
    const salt = Buffer.alloc(saltBytes);
    readSync(descriptor, salt, 0, saltBytes, saltOffset);
    const header = Buffer.alloc(frameHeaderBytes);
    for (let at = walHeaderBytes; at < size; at += frameHeaderBytes + pageBytes) {
      readSync(descriptor, header, 0, frameHeaderBytes, at);
      // What an earlier round of the log left behind has another salt.
      if (!header.subarray(8, 8 + saltBytes).equals(salt)) break;
      pages.add(header.readUInt32BE(0));
    }
  } finally {
    closeSync(descriptor);
  }
  return pages;
}

function pragma(database: DatabaseSync, name: "page_count" | "page_size"): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
