import { beforeAll, describe, expect, it } from "vitest";
import { type RecoveryReport, recoveryTrial } from "./testing/recovery-trial.ts";

/** How many processes are killed here; `pnpm soak` kills hundreds. */
const kills = 25;

/** Some twenty seconds of work; where others work beside, the clock runs on. It is for what hangs, and not for what is slow. */
const recoveryMsMax = 600_000;

/** OAP_SEED repeats what was done and killed in a run that failed, though not every moment of it. */
const seed = process.env.OAP_SEED === undefined ? {} : { seed: Number(process.env.OAP_SEED) };

describe("a control plane under load that is killed at any moment", () => {
  let report: RecoveryReport;
  beforeAll(async () => {
    report = await recoveryTrial({ kills, ...seed });
    console.log(`seed ${report.seed}: ${JSON.stringify(report.figures)}`);
  }, recoveryMsMax);

  const promises: readonly (readonly [keyof RecoveryReport["findings"], string])[] = [
    ["lost", "finds every invocation that was acknowledged, ended, and as it was acknowledged"],
    ["answers", "answers every acknowledged command alike when it is sent again"],
    ["doneTwice", "does a command once, also when its first answer was lost"],
    ["refusedAndDone", "refuses nobody what their own command did before its answer was lost"],
    ["ranAgain", "runs no step again whose completion is on disk"],
    ["onceRanAgain", "never runs an attempt again of what is not idempotent"],
    ["ranUnjournaled", "calls no capability before it is on disk that it will"],
    ["journal", "has a journal that replays to what its tables say"],
    ["ledger", "has a ledger that verifies, with an entry for each answer, decision and end"],
    ["approvals", "keeps every request for approval and every decision, each once"],
    ["events", "tells a reader who comes back every event, once"],
    ["integrity", "leaves a store that SQLite finds whole"],
    ["stuck", "starts again each time, and brings all work to its end"],
  ];
  it.each(promises)("%s: %s", (name) => {
    expect(report.findings[name]).toEqual([]);
  });

  it("was really killed at work", () => {
    const { acknowledged = 0, runs = 0, events = 0, ...others } = report.figures;
    expect(others).toMatchObject({ kills: kills + 1 });
    expect(others["sent more than once before an answer"]).toBeGreaterThan(10);
    expect(acknowledged).toBeGreaterThan(50);
    expect(runs).toBeGreaterThan(20);
    expect(events).toBeGreaterThan(runs);
  });
});
