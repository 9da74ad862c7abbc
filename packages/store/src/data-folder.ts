import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { StoreError } from "./store-error.ts";

const databaseName = "control-plane.sqlite";

/**
 * Makes the data folder if there is none, and returns the path of the database file in it.
 * A folder that is made here is its owner's alone (mode 700), and so is the file (600), since both hold inputs and outputs.
 * Throws StoreError UNWRITABLE.
 */
export function prepareDataFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) throw new Error("it is not a folder");
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const file = join(folder, databaseName);
    closeSync(openSync(file, "a+", 0o600));
    return file;
  } catch (error) {
    throw new StoreError("UNWRITABLE", `The data folder ${folder} cannot be written: ${reason(error)}.`, {
      cause: error,
    });
  }
}

/**
 * Node's own recursive making never returns where a parent is there and still nothing can be made in it (`/proc`): it tries for
 * ever, at full load. Here each folder is tried once more after its parent, and that is all.
 */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || existsSync(dirname(folder))) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

function reason(error: unknown): string {
  const code = (error as { code?: string }).code;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
      return "the disk is full";
    case "ENOENT":
      return "nothing can be made there";
    case "EEXIST":
    case "ENOTDIR":
      return "there is a file where a folder should be";
    case "EISDIR":
      return `${databaseName} in it is a folder`;
    default:
      return code ?? (error instanceof Error ? error.message : "the reason is not known");
  }
}
