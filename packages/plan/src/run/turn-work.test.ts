import { describe, expect, it } from "vitest";
import { LiveRun } from "../testing/live-run.ts";
import { compiled, edgeOf, planOf, stepOf } from "../testing/plan.ts";

/** `count` steps behind one, each with a condition that looks at the list that it gives. */
const fan = (count: number, cel = "steps.root.output.list.all(n, n >= 0)") =>
  compiled(
    planOf(
      [stepOf("root"), ...Array.from({ length: count }, (_, index) => stepOf(`s${index}`))],
      Array.from({ length: count }, (_, index) => edgeOf("root", `s${index}`, cel)),
    ),
  );
const list = Array.from({ length: 1000 }, (_, index) => index);

describe("what an event leads to (INV-RUN-13)", () => {
  it("is left to further turns where it is more than one may do, and comes out the same", () => {
    const plan = fan(200);
    const { turn_work_max: _, ...unbounded } = plan;
    const whole = new LiveRun(unbounded).accept().succeed("root", { list });
    expect(whole.commands.filter(({ type }) => type === "continue")).toEqual([]);
    expect(whole.started).toHaveLength(64);

    const run = new LiveRun(plan).accept().succeed("root", { list });
    const started = [...run.started];
    let turns = 0;
    while (run.state.undecided !== undefined) {
      expect(run.commands.at(-1)).toEqual({ type: "continue" });
      run.apply({ type: "run.continued", at: run.now });
      started.push(...run.started);
      turns += 1;
    }
    expect(turns).toBeGreaterThan(3);
    expect(started).toEqual(whole.started);
    expect(run.steps).toEqual(whole.steps);
  });

  it("goes on with whatever event comes next, and a turn that nobody needs any more changes nothing", () => {
    const run = new LiveRun({ ...fan(2), turn_work_max: 1 }).accept().succeed("root", { list });
    expect(run.started).toEqual([]);
    run.apply({ type: "run.recovered", at: run.now });
    run.apply({ type: "run.pause_requested", at: run.now });
    run.apply({ type: "run.resume_requested", at: run.now });
    run.apply({ type: "run.continued", at: run.now });
    expect(run.steps).toEqual({ root: "COMPLETED", s0: "RUNNING", s1: "RUNNING" });
    const { state } = run;
    expect(run.apply({ type: "run.continued", at: run.now }).state).toBe(state);
  });

  it("is void where the run ends before", () => {
    const run = new LiveRun({ ...fan(9), turn_work_max: 1 }).accept().succeed("root", { list });
    run.apply({ type: "run.cancel_requested", at: run.now });
    expect(run.commands.map(({ type }) => type)).toEqual(["finish"]);
    expect(run.apply({ type: "run.continued", at: run.now }).commands).toEqual([]);
    expect(run.steps.s8).toBe("CANCELLED");
  });

  it("is done at once in a plan that was compiled before there was a bound", () => {
    const { turn_work_max: _, ...earlier } = fan(300);
    const run = new LiveRun(earlier).accept().succeed("root", { list });
    expect(run.state.undecided).toBeUndefined();
    expect(run.started).toHaveLength(64);
  });
});
