import type { ControlPlaneOptions } from "@oap/server";
import type { ServeOptions } from "./serve-options.ts";

type RetentionFlags = Pick<ServeOptions, "keepRuns" | "keepDays" | "keepLedgerDays">;

export const dayMs = 24 * 60 * 60 * 1000;

/** How long and how much is kept, as the flags say in days. */
export function retentionOptions({
  keepRuns,
  keepDays,
  keepLedgerDays,
}: RetentionFlags): NonNullable<ControlPlaneOptions["retention"]> {
  return { runsMax: keepRuns, runsMs: keepDays * dayMs, ledgerMs: keepLedgerDays * dayMs };
}
