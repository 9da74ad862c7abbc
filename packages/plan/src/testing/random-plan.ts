import type { ExecutionErrorInfo, ExecutionPlan, JsonObject, PlanEdge, PlanStep } from "@oap/protocol";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import { compiled, planOf } from "./plan.ts";
import type { Random } from "./random.ts";

/** How an attempt will end, decided before the run: by step and attempt alone, so that a repeated attempt ends the same way. */
export type ScriptedOutcome =
  | { ok: true; output: JsonObject }
  | { ok: false; error: ExecutionErrorInfo; retryable: boolean; timed_out?: boolean };

/** What the plan's author knows of a step, said without CEL: the model that the machine is compared with. */
export interface StepModel {
  readonly id: string;
  readonly dependencies: readonly string[];
  readonly optional: boolean;
  readonly maxAttempts: number;
  readonly conditions: readonly ((world: World) => boolean | "error")[];
  readonly inputFails: (world: World) => boolean;
  readonly outcome: (attempt: number) => ScriptedOutcome;
}

export type ModelEnd = "completed" | "failed" | "timed_out" | "cancelled" | "skipped";

/** How the steps that have ended stand, and their outputs. */
export interface World {
  end(stepId: string): ModelEnd;
  /** The number in the output of a step that completed. */
  n(stepId: string): number | undefined;
}

export interface RandomPlan {
  readonly source: ExecutionPlan;
  readonly plan: CompiledPlan;
  readonly model: readonly StepModel[];
}

/** Makes a plan of up to 14 steps, whose positions say nothing about their order, with a model of it. */
export function randomPlan(random: Random): RandomPlan {
  const ids = shuffle(
    Array.from({ length: 1 + random.below(14) }, (_, index) => `s${index}`),
    random,
  );
  const edges: PlanEdge[] = [];
  const built = ids.map((id, place) => randomStep(id, ids.slice(0, place), edges, random));
  const positions = shuffle(built, random);
  const source = planOf(
    positions.map(({ step }) => step),
    shuffle(edges, random),
    { fail_fast: random.chance(0.15), limit: 5 },
  );
  return {
    source,
    plan: {
      ...compiled(source),
      max_parallel: 1 + random.below(4),
      // Half of them leave all but one expression of a turn to the next.
      ...(random.chance(0.5) && { turn_work_max: 1 }),
    },
    model: built.map(({ model }) => model),
  };
}

function randomStep(
  id: string,
  earlier: readonly string[],
  edges: PlanEdge[],
  random: Random,
): { step: PlanStep; model: StepModel } {
  const dependencies = earlier.filter(() => random.chance(Math.min(0.5, 2 / earlier.length)));
  const viaEdge = dependencies.filter(() => random.chance(0.5));
  const conditions = viaEdge.flatMap((from) => {
    const condition = random.chance(0.5) ? randomCondition(from, random) : undefined;
    edges.push({ from, to: id, ...(condition === undefined ? {} : { condition: { cel: condition.cel } }) });
    return condition === undefined ? [] : [condition.holds];
  });
  const maxAttempts = random.chance(0.4) ? 1 + random.below(4) : 1;
  const reads = dependencies[0];
  const guarded = random.chance(0.7);
  const template: JsonObject =
    reads === undefined
      ? { text: "plan ${plan.metadata.limit}" }
      : {
          n: guarded ? `\${has(steps.${reads}.output) ? steps.${reads}.output.n : -1}` : `\${steps.${reads}.output.n}`,
        };
  const optional = random.chance(0.25);
  return {
    step: {
      step_id: id,
      target: { module_id: "test", capability: random.chance(0.7) ? "echo" : "send" },
      input_template: template,
      depends_on: dependencies.filter((from) => !viaEdge.includes(from) || random.chance(0.3)),
      optional,
      ...(maxAttempts === 1
        ? {}
        : {
            retry_policy: {
              max_attempts: maxAttempts,
              backoff_ms: random.below(200),
              backoff_strategy: random.pick(["CONSTANT", "LINEAR", "EXPONENTIAL"]),
            },
          }),
    },
    model: {
      id,
      dependencies,
      optional,
      maxAttempts,
      conditions,
      inputFails: (world) => reads !== undefined && !guarded && world.n(reads) === undefined,
      outcome: randomScript(random),
    },
  };
}

function randomCondition(from: string, random: Random): { cel: string; holds: (world: World) => boolean | "error" } {
  return random.pick([
    { cel: "true", holds: () => true },
    { cel: "false", holds: () => false },
    { cel: `steps.${from}.state == "COMPLETED"`, holds: (world: World) => world.end(from) === "completed" },
    {
      cel: `steps.${from}.output.n % 3 != 0`,
      holds: (world: World) => {
        const n = world.n(from);
        return n === undefined ? "error" : n % 3 !== 0;
      },
    },
    {
      cel: `has(steps.${from}.output) && steps.${from}.output.n < plan.metadata.limit`,
      holds: (world: World) => (world.n(from) ?? 9) < 5,
    },
  ]);
}

function randomScript(random: Random): StepModel["outcome"] {
  const n = random.below(10);
  const failures = random.chance(0.6) ? 0 : 1 + random.below(3);
  const kind = random.pick(["retryable", "retryable", "timed_out", "final", "invalid"]);
  return (attempt) => {
    if (attempt > failures) return { ok: true, output: { n } };
    const reason = kind === "invalid" ? "VALIDATION_ERROR" : "RUNTIME_ERROR";
    const failed = {
      ok: false as const,
      error: { reason, message: `Attempt ${attempt} broke.` } as const,
      retryable: kind !== "final",
    };
    return kind === "timed_out" ? { ...failed, timed_out: true } : failed;
  };
}

/** How each step must end if nothing disturbs the run: the rules of plans, said once more and as plainly as possible. */
export function modelEnds(model: readonly StepModel[]): ReadonlyMap<string, ModelEnd> {
  const ends = new Map<string, ModelEnd>();
  const outputs = new Map<string, number>();
  const optional = new Set(model.filter((step) => step.optional).map(({ id }) => id));
  const world: World = {
    end: (id) => ends.get(id) ?? "cancelled",
    n: (id) => outputs.get(id),
  };
  for (const step of model) {
    const before = step.dependencies.map((id) => ({ id, end: world.end(id) }));
    const judged = step.conditions.map((holds) => holds(world));
    if (before.some(({ id, end }) => end !== "completed" && end !== "skipped" && !optional.has(id)))
      ends.set(step.id, "cancelled");
    else if (before.some(({ end }) => end === "skipped") && !before.some(({ end }) => end === "completed"))
      ends.set(step.id, "skipped");
    else if (judged.includes("error")) ends.set(step.id, "failed");
    else if (judged.includes(false)) ends.set(step.id, "skipped");
    else if (step.inputFails(world)) ends.set(step.id, "failed");
    else ends.set(step.id, attemptAll(step, outputs));
  }
  return ends;
}

function attemptAll(step: StepModel, outputs: Map<string, number>): ModelEnd {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = step.outcome(attempt);
    if (outcome.ok) {
      outputs.set(step.id, outcome.output.n as number);
      return "completed";
    }
    const again = outcome.retryable && outcome.error.reason !== "VALIDATION_ERROR" && attempt < step.maxAttempts;
    if (!again) return outcome.timed_out === true ? "timed_out" : "failed";
  }
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
