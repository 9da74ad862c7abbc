import type { Table } from "./table.ts";

/** What one part of a soak found. */
export interface SoakReport {
  readonly tables: readonly Table[];
  /** What was not as it must be; nothing, if all is well. */
  readonly failures: readonly string[];
}

/** What every part is given. */
export interface SoakBounds {
  /** When nothing further is begun, in milliseconds since the epoch. */
  readonly until: number;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
