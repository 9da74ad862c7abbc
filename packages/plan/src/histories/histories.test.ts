import { readdirSync, readFileSync } from "node:fs";
import type { PlanStepState } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import type { RunCommand } from "../run/run-command.ts";
import type { RunEvent } from "../run/run-event.ts";
import { initialRun } from "../run/run-state.ts";
import { type RunSummary, runSummary } from "../run/run-summary.ts";
import { stepStates } from "../run/step-states.ts";
import { transition } from "../run/transition.ts";

/**
 * Runs as they were once recorded, with all that the machine commanded. They are never edited and never recorded again: a journal that
 * an older version wrote must give the same run today. What is new gets a new file.
 */
interface History {
  readonly title: string;
  readonly run_id: string;
  readonly plan: CompiledPlan;
  readonly history: readonly { readonly event: RunEvent; readonly commands: readonly RunCommand[] }[];
  readonly summary: RunSummary;
  readonly step_states: readonly PlanStepState[];
}

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("recorded histories", () => {
  it("are here", () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
  });

  it.each(files)("%s replays to the same commands and the same end", (file) => {
    const recorded = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as History;
    let state = initialRun(recorded.plan, recorded.run_id);
    for (const { event, commands } of recorded.history) {
      const next = transition(state, event);
      expect(next.commands).toEqual(commands);
      state = next.state;
    }
    expect(runSummary(state)).toEqual(recorded.summary);
    expect(stepStates(state)).toEqual(recorded.step_states);
  });
});
