import { compilePlan, initialRun, type RunCommand, type RunEvent, runSummary, stepStates, transition } from "@oap/plan";
import { builtinPlugins, PluginRegistry, PluginService } from "@oap/plugins";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { examplePlan, unreachableOrigin } from "./example-plan.ts";
import { readPicture } from "./picture.ts";

function setUp() {
  const registry = new PluginRegistry();
  for (const plugin of builtinPlugins({ allowedOrigins: [unreachableOrigin] })) registry.register(plugin);
  const setTimer = (at: number, fire: () => void) => {
    const timer = setTimeout(fire, at - Date.now());
    return () => clearTimeout(timer);
  };
  return { registry, service: new PluginService(registry, { clock: { now: () => Date.now(), setTimer } }) };
}

/** Runs the plan on the real machine and the real plugins, one attempt after the other; its clock moves only by the waits. */
async function run(picture: { base64: string; mimeType: string }) {
  const { registry, service } = setUp();
  const compiled = compilePlan(examplePlan(picture), registry);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  let state = initialRun(compiled.plan, "inv_1");
  const waits: number[] = [];
  const attempts: string[] = [];
  const commands: RunCommand[] = [];
  let now = Date.UTC(2026, 0, 1);
  const step = (event: RunEvent) => {
    const next = transition(state, event);
    state = next.state;
    commands.push(...next.commands);
  };
  step({ type: "run.accepted", at: now, deadline_at: now + 60_000 });
  for (let command = commands.shift(); command !== undefined; command = commands.shift()) {
    if (command.type === "wait") {
      waits.push(command.until - now);
      now = command.until;
      step({ type: "step.retry_due", at: now, step_id: command.step_id, attempt: command.attempt });
    } else if (command.type === "start_attempt") {
      const { step_id, attempt } = command;
      attempts.push(`${step_id}#${attempt}`);
      const outcome = await service.run({ ...command, signal: new AbortController().signal });
      step(
        outcome.ok
          ? { type: "step.succeeded", at: now, step_id, attempt, output: outcome.output }
          : { type: "step.failed", at: now, step_id, attempt, error: outcome.error, retryable: outcome.retryable },
      );
    }
  }
  return { summary: runSummary(state), steps: stepStates(state), attempts, waits };
}

describe("the example plan", () => {
  it("has the same bytes each time, and compiles against the built-in plugins to the same hash", async () => {
    const { registry } = setUp();
    const [first, second] = [examplePlan(await readPicture()), examplePlan(await readPicture())];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    expect(validators.ExecutionPlan(first)).toEqual([]);
    const hashes = [first, second].map((plan) => {
      const compiled = compilePlan(plan, registry);
      expect(compiled).not.toHaveProperty("issues");
      return compiled.ok && compiled.plan.hash;
    });
    expect(hashes[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(hashes[0]).toBe(hashes[1]);
  });

  it("reports the true size of the picture, skips one side of the branch, and goes on without the optional step", async () => {
    const { summary, steps, attempts, waits } = await run(await readPicture());
    expect(summary.state).toBe("COMPLETED");
    const { text } = (summary.output as { report: { text: string } }).report;
    expect(text.split("\n")).toEqual([
      "Report on a picture",
      expect.stringMatching(/^A png picture of 451 × 300 pixels in \d main colours, #[0-9a-f]{6} before all\.$/),
      "It is wide: hang it above the sofa.",
      expect.stringMatching(/^The caption has \d+ words\.$/),
      "The note from elsewhere: there is none, as nobody answered",
      "",
    ]);
    const states = Object.fromEntries(steps.map((step) => [step.step_id, step]));
    expect(states.landscape_note?.state).toBe("COMPLETED");
    expect(states.portrait_note).toMatchObject({ state: "CANCELLED" });
    expect(states.portrait_note).not.toHaveProperty("error");
    expect(states.remote_note).toMatchObject({ state: "FAILED", error: { reason: "UPSTREAM_UNAVAILABLE" } });
    expect(attempts.filter((attempt) => attempt.startsWith("remote_note"))).toEqual([
      "remote_note#1",
      "remote_note#2",
      "remote_note#3",
    ]);
    expect(waits).toEqual([300, 600]);
  });

  it("takes the other side of the branch for an upright picture", async () => {
    const upright =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAACCAIAAAAW4yFwAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQImWOoinFmqIpxBgAJPgIzCmGhrgAAAABJRU5ErkJggg==";
    const { summary, steps } = await run({ base64: upright, mimeType: "image/png" });
    expect(summary.state).toBe("COMPLETED");
    expect((summary.output as { report: { text: string } }).report.text).toContain("It is upright");
    expect(steps.find(({ step_id }) => step_id === "landscape_note")).toMatchObject({ state: "CANCELLED" });
  });
});

describe("readPicture", () => {
  it("reads the PNG that comes with the examples", async () => {
    const picture = await readPicture();
    expect(picture).toMatchObject({ name: "chelsea.png", mimeType: "image/png" });
    expect(Buffer.from(picture.base64, "base64").subarray(1, 4).toString("latin1")).toBe("PNG");
  });
});
