import type { RiskLevel } from "@oap/protocol";

const rank: Readonly<Record<RiskLevel, number>> = { LOW: 0, MEDIUM: 1, HIGH: 2, CRITICAL: 3 };

/** Ascending. */
export const riskLevels = Object.keys(rank) as readonly RiskLevel[];

/** Where several risks meet, the highest counts. */
export function highestRisk(first: RiskLevel, ...others: readonly RiskLevel[]): RiskLevel {
  return others.reduce((highest, each) => (rank[each] > rank[highest] ? each : highest), first);
}
