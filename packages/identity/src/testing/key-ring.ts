import { createHash } from "node:crypto";
import { ApiKeys } from "../api-keys.ts";
import { memoryRecords } from "./memory-records.ts";

/** For tests: API keys over memory, with a clock that is set by hand and bytes that are always the same. */
export function keyRing() {
  const memory = memoryRecords();
  const clock = { now: Date.parse("2026-03-01T09:30:00.000Z") };
  let made = 0;
  const apiKeys = new ApiKeys({
    records: memory.records,
    ids: { next: (prefix) => `${prefix}_0199b1f4-7c55-7d0e-9a52-${String(++made).padStart(12, "0")}` },
    randomBytes: (size) => createHash("sha256").update(`random ${made}`).digest().subarray(0, size),
    now: () => clock.now,
  });
  return { ...memory, apiKeys, clock };
}

export const operator = { id: "user:grace", roles: ["user", "admin"] } as const;
