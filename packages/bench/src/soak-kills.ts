import { reportOf } from "./report-of.ts";
import type { SoakBounds, SoakReport } from "./soak-report.ts";

/** As much of the report of a trial as is told here. */
interface TrialReport {
  readonly seed: number;
  readonly findings: Readonly<Record<string, readonly string[]>>;
  readonly figures: Readonly<Record<string, number>>;
}

/** Kills of one trial, which has a data folder of its own: what is looked at after each kill stays small. */
const killsOfTrial = 25;

/** The trial of the server's own tests, until so many processes were killed. */
export async function soakKills(kills: number, { until }: SoakBounds): Promise<SoakReport> {
  const sums = new Map<string, number>();
  const failures: string[] = [];
  let trials = 0;
  for (let killed = 0; killed < kills && Date.now() < until; killed += killsOfTrial) {
    const { seed, findings, figures } = await trial(Math.min(killsOfTrial, kills - killed));
    trials += 1;
    for (const [name, count] of Object.entries(figures)) sums.set(name, (sums.get(name) ?? 0) + count);
    for (const [name, found] of Object.entries(findings)) {
      failures.push(...found.map((each) => `seed ${seed}, ${name}: ${each}`));
      for (const each of found) console.error(`seed ${seed}, ${name}: ${each}`);
    }
    console.error(
      `${sums.get("kills")} kills, ${sums.get("acknowledged")} commands acknowledged, ${failures.length} findings`,
    );
  }
  const rows = [["trials", String(trials)], ...[...sums].map(([name, sum]) => [name, String(sum)])];
  return {
    failures,
    tables: [
      {
        title: "Recovery: a server under load, killed with SIGKILL at random points",
        note: "Nothing acknowledged is lost, changed or done twice; no completed step ran again, no step that is not idempotent was re-run; journal, ledger, tables and events agree.",
        head: ["", "number"],
        rows: [...rows, ["findings", String(failures.length)]],
      },
    ],
  };
}

function trial(kills: number): Promise<TrialReport> {
  return reportOf("../../server/src/testing/recovery-trial-program.ts", ["--kills", String(kills)]);
}
