import type { ExecutionPlan, JsonObject } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { describe, expect, it } from "vitest";
import { catalog } from "../testing/catalog.ts";
import { LiveRun } from "../testing/live-run.ts";
import { compiled, edgeOf, planOf, stepOf } from "../testing/plan.ts";
import { compilePlan } from "./compile-plan.ts";

const issuesOf = (plan: ExecutionPlan) => {
  const compilation = compilePlan(plan, catalog);
  return compilation.ok ? [] : compilation.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
};
const messagesOf = (plan: ExecutionPlan) => {
  const compilation = compilePlan(plan, catalog);
  return compilation.ok ? [] : compilation.issues.map(({ message }) => message);
};

describe("a plan that is right", () => {
  it("becomes plain JSON with the chosen versions, the graph both ways, and the order of starts", () => {
    const plan = compiled(
      planOf(
        [
          stepOf("join", { depends_on: ["left", "right"] }),
          stepOf("left", { depends_on: ["root"] }),
          stepOf("right"),
          stepOf("root", { optional: true, retry_policy: { max_attempts: 3 }, action: { name: "look" } }),
        ],
        [edgeOf("root", "right", "has(steps.root.output)"), edgeOf("root", "left")],
      ),
    );
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan.order.map((index) => plan.steps[index]?.step_id)).toEqual(["root", "left", "right", "join"]);
    expect(plan.steps.map(({ rank }) => rank)).toEqual([3, 1, 2, 0]);
    expect(plan.steps[0]).toMatchObject({ dependencies: [1, 2], dependents: [] });
    expect(plan.steps[2]).toMatchObject({ dependencies: [3], conditions: ["has(steps.root.output)"] });
    expect(plan.steps[3]).toEqual({
      step_id: "root",
      index: 3,
      rank: 0,
      target: { module_id: "test", capability: "echo", version: "1.2.0" },
      action: { name: "look" },
      idempotent: true,
      risk: "LOW",
      timeout_ms: 5_000,
      optional: true,
      retry_policy: { max_attempts: 3 },
      dependencies: [],
      dependents: [1, 2],
      conditions: [],
      input: { kind: "template", template: {} },
    });
  });

  it("has a hash of what will run: not of who wrote it, nor of the order of members", () => {
    const first = planOf([stepOf("a", { input_template: { x: 1, y: 2 } })]);
    const second = { ...planOf([stepOf("a", { input_template: { y: 2, x: 1 } })]), plan_id: "plan_2", label: "Other" };
    expect(compiled(first).hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(compiled(second).hash).toBe(compiled(first).hash);
    expect(compiled(planOf([stepOf("a", { input_template: { x: 1, y: 3 } })])).hash).not.toBe(compiled(first).hash);
    expect(compiled(planOf(first.steps, [], { fail_fast: true })).hash).not.toBe(compiled(first).hash);
  });

  it("counts a dependency that is said twice once", () => {
    const plan = compiled(planOf([stepOf("a"), stepOf("b", { depends_on: ["a", "a"] })], [edgeOf("a", "b")]));
    expect(plan.steps[1]?.dependencies).toEqual([0]);
    expect(plan.steps[0]?.dependents).toEqual([1]);
  });
});

describe("the graph", () => {
  it("has ids that are unique and well-formed", () => {
    expect(issuesOf(planOf([stepOf("a"), stepOf("a")]))).toEqual(["/steps/1/step_id uniqueItems"]);
    expect(issuesOf(planOf([stepOf("two words")]))).toEqual(["/steps/0/step_id pattern"]);
    expect(issuesOf(planOf([stepOf("a".repeat(129))]))).toEqual(["/steps/0/step_id pattern"]);
  });

  it("lets expressions name a step whatever its id", () => {
    const ids = ["load-picture", "1st", "a.b", 'say"it', "__proto__", "in"];
    for (const id of ids) {
      const template = { text: `\${steps[${JSON.stringify(id)}].output.text}` };
      const plan = planOf([stepOf(id), stepOf("last", { depends_on: [id], input_template: template })]);
      expect(issuesOf(plan)).toEqual([]);
      const run = new LiveRun(plan).accept().succeed(id, { text: "seen" });
      expect(run.commands).toMatchObject([{ type: "start_attempt", step_id: "last", input: { text: "seen" } }]);
      run.succeed("last", { done: true });
      expect(run.state.state).toBe("COMPLETED");
    }
  });

  it("has only ends that exist", () => {
    const plan = planOf([stepOf("a", { depends_on: ["ghost"] })], [edgeOf("a", "nobody"), edgeOf("nowhere", "a")]);
    expect(issuesOf(plan)).toEqual(["/steps/0/depends_on/0 step", "/edges/0/to step", "/edges/1/from step"]);
    expect(messagesOf(plan)[0]).toBe("There is no step `ghost`.");
  });

  it("has no step that waits for itself", () => {
    expect(messagesOf(planOf([stepOf("a", { depends_on: ["a"] })]))).toEqual(["Step `a` waits for itself: a → a."]);
    expect(issuesOf(planOf([stepOf("a")], [edgeOf("a", "a")]))).toEqual(["/edges/0/from cycle"]);
  });

  it("names a long cycle by its ends", () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      stepOf(`s${index}`, { depends_on: [`s${(index + 1) % 10_000}`] }),
    );
    const [message = ""] = messagesOf(planOf(steps));
    expect(message).toMatch(/^The plan has a cycle: s0 → s9999 → .* → … 9981 more … → .* → s1 → s0\.$/);
    expect(message.length).toBeLessThan(300);
  });

  it("has no cycle, and the issue names it in the direction of the work", () => {
    const plan = planOf(
      [
        stepOf("start"),
        stepOf("c", { depends_on: ["b"] }),
        stepOf("a", { depends_on: ["start", "c"] }),
        stepOf("b"),
        stepOf("after"),
      ],
      [edgeOf("a", "b"), edgeOf("c", "after")],
    );
    expect(messagesOf(plan)).toEqual(["The plan has a cycle: c → a → b → c."]);
    expect(messagesOf(planOf([stepOf("a", { depends_on: ["b"] }), stepOf("b", { depends_on: ["a"] })]))).toEqual([
      "The plan has a cycle: a → b → a.",
    ]);
  });
});

describe("bounds", () => {
  it("hold for steps and edges, before anything else is looked at", () => {
    const steps = Array.from({ length: bounds.planStepsMax + 1 }, () => stepOf("same"));
    expect(issuesOf(planOf(steps))).toEqual(["/steps maxItems"]);
    const edges = Array.from({ length: bounds.planEdgesMax + 1 }, () => edgeOf("a", "b"));
    expect(issuesOf(planOf([stepOf("a"), stepOf("b")], edges))).toEqual(["/edges maxItems"]);
    expect(issuesOf(planOf([]))).toEqual(["/steps minItems"]);
  });

  it("hold for retry policies", () => {
    const policy = (max_attempts: number, backoff_ms?: number) =>
      planOf([stepOf("a", { retry_policy: { max_attempts, ...(backoff_ms === undefined ? {} : { backoff_ms }) } })]);
    expect(issuesOf(policy(bounds.attemptsMax, bounds.backoffMsMax))).toEqual([]);
    expect(issuesOf(policy(0))).toEqual(["/steps/0/retry_policy/max_attempts minimum"]);
    expect(issuesOf(policy(bounds.attemptsMax + 1, -1))).toEqual([
      "/steps/0/retry_policy/max_attempts maximum",
      "/steps/0/retry_policy/backoff_ms minimum",
    ]);
    expect(issuesOf(policy(1.5))).toEqual(["/steps/0/retry_policy/max_attempts type"]);
  });

  it("hold for the depth of templates", () => {
    const nested = (depth: number): JsonObject => (depth === 1 ? {} : { in: nested(depth - 1) });
    expect(issuesOf(planOf([stepOf("a", { input_template: nested(bounds.templateDepthMax) })]))).toEqual([]);
    const tooDeep = issuesOf(planOf([stepOf("a", { input_template: nested(bounds.templateDepthMax + 1) })]));
    expect(tooDeep).toEqual([`/steps/0/input_template${"/in".repeat(16)} maxDepth`]);
  });

  it("hold for fail_fast", () => {
    expect(issuesOf(planOf([stepOf("a")], [], { fail_fast: "yes" }))).toEqual(["/metadata/fail_fast type"]);
  });

  it("let a plan at the bounds pass, with references over the whole of it", () => {
    const steps = Array.from({ length: bounds.planStepsMax }, (_, index) =>
      stepOf(`s${index}`, {
        ...(index === 0 ? {} : { depends_on: [`s${index - 1}`] }),
        ...(index === bounds.planStepsMax - 1 ? { input_template: { first: "${steps.s0.output}" } } : {}),
      }),
    );
    expect(issuesOf(planOf(steps))).toEqual([]);
  });
});

describe("targets", () => {
  it("are registered", () => {
    const target = (module_id: string, capability: string, version?: string) =>
      stepOf(`${module_id}_${capability}`, {
        target: { module_id, capability, ...(version === undefined ? {} : { version }) },
      });
    const plan = planOf([target("none", "x"), target("test", "none"), target("test", "echo", "9.0.0")]);
    expect(issuesOf(plan)).toEqual([
      "/steps/0/target MODULE_NOT_FOUND",
      "/steps/1/target CAPABILITY_NOT_FOUND",
      "/steps/2/target VERSION_NOT_FOUND",
    ]);
  });
});

describe("expressions", () => {
  const withTemplate = (text: string) =>
    planOf([stepOf("a"), stepOf("b", { depends_on: ["a"], input_template: { text } }), stepOf("c")]);

  it("may read steps upstream, directly and through others", () => {
    const steps = [stepOf("a"), stepOf("b", { depends_on: ["a"] }), stepOf("c", { depends_on: ["b"] })];
    steps.push(stepOf("d", { depends_on: ["c"], input_template: { text: "${steps.a.output.x}" } }));
    expect(issuesOf(planOf(steps))).toEqual([]);
    expect(issuesOf(planOf(steps, [edgeOf("c", "d", 'steps.a.state == "COMPLETED"')]))).toEqual([]);
  });

  it("may not read steps that need not have ended, nor their own, nor unknown ones", () => {
    expect(messagesOf(withTemplate("${steps.c.output}"))).toEqual([
      "It reads step `c`, which need not have ended before `b` starts: make `b` depend on it.",
    ]);
    expect(issuesOf(withTemplate("${steps.b.output}"))).toEqual(["/steps/1/input_template/text expression"]);
    expect(messagesOf(withTemplate("${steps.ghost.output}"))).toEqual([
      "It reads step `ghost`, which the plan does not have.",
    ]);
  });

  it("must parse, and end", () => {
    expect(issuesOf(withTemplate("a ${1 +}"))).toEqual(["/steps/1/input_template/text expression"]);
    expect(messagesOf(withTemplate("${1"))).toEqual(["The ${ at character 1 has no matching }."]);
    expect(issuesOf(withTemplate("$${1"))).toEqual([]);
  });

  it("have a pointer that leads to them", () => {
    const plan = planOf([stepOf("a", { input_template: { "x/y": [{ "~": "${nope}" }] } })]);
    expect(issuesOf(plan)).toEqual(["/steps/0/input_template/x~1y/0/~0 expression"]);
  });

  it("make a condition that is a boolean", () => {
    const withCondition = (cel: string) => planOf([stepOf("a"), stepOf("b")], [edgeOf("a", "b", cel)]);
    expect(issuesOf(withCondition("steps.a.output.ok"))).toEqual([]);
    expect(issuesOf(withCondition("1 + 1"))).toEqual(["/edges/0/condition/cel expression"]);
    expect(issuesOf(withCondition("steps.b.output.ok"))).toEqual(["/edges/0/condition/cel expression"]);
    expect(messagesOf(withCondition('"x".matches("a*")'))[0]).toContain("matches() is not available");
  });

  it("are not judged by the order of steps where there is a cycle: that is the one issue", () => {
    const steps = [
      stepOf("a", { depends_on: ["b"], input_template: { x: "${steps.b.output}" } }),
      stepOf("b", { depends_on: ["a"] }),
    ];
    expect(issuesOf(planOf(steps))).toEqual(["/steps/0 cycle"]);
  });
});

describe("templates against the target's input schema", () => {
  const measure = (input_template?: JsonObject) =>
    planOf([
      stepOf("a"),
      stepOf("m", {
        depends_on: ["a"],
        target: { module_id: "test", capability: "measure" },
        ...(input_template === undefined ? {} : { input_template }),
      }),
    ]);

  it("accept what only the run can tell", () => {
    expect(
      issuesOf(measure({ image: "${steps.a.output.image}", scale: "${steps.a.output.n}", unit: "p${'x'}" })),
    ).toEqual([]);
    expect(issuesOf(measure({ image: "x", scale: 0.5, marks: ["${steps.a.output}", { x: 1 }] }))).toEqual([]);
  });

  it("find missing and unknown members", () => {
    expect(issuesOf(measure())).toEqual(["/steps/1/input_template required", "/steps/1/input_template required"]);
    expect(issuesOf(measure({ image: "x", scale: 1, colour: 1 }))).toEqual([
      "/steps/1/input_template/colour additionalProperties",
    ]);
    expect(issuesOf(measure({ image: "x", scale: 1, marks: [{}] }))).toEqual([
      "/steps/1/input_template/marks/0 required",
    ]);
  });

  it("find literals of a wrong type or value", () => {
    expect(issuesOf(measure({ image: 5, scale: "1" }))).toEqual([
      "/steps/1/input_template/image type",
      "/steps/1/input_template/scale type",
    ]);
    expect(issuesOf(measure({ image: "", scale: 0, unit: "em", marks: [1, 2, 3] }))).toEqual([
      "/steps/1/input_template/image minLength",
      "/steps/1/input_template/scale exclusiveMinimum",
      "/steps/1/input_template/unit enum",
      "/steps/1/input_template/marks maxItems",
      "/steps/1/input_template/marks/0 type",
      "/steps/1/input_template/marks/1 type",
      "/steps/1/input_template/marks/2 type",
    ]);
  });

  it("know that text with an expression is a string", () => {
    expect(issuesOf(measure({ image: "x", scale: "${1} mm" }))).toEqual(["/steps/1/input_template/scale type"]);
  });
});

describe("every issue is listed", () => {
  it("lists those of all kinds at once", () => {
    const plan = planOf(
      [
        stepOf("a", { input_template: { x: "${now()}" } }),
        stepOf("a"),
        stepOf("b", { depends_on: ["z"], retry_policy: { max_attempts: 99 } }),
      ],
      [edgeOf("a", "b", "1")],
    );
    expect(issuesOf(plan).sort()).toEqual([
      "/edges/0/condition/cel expression",
      "/steps/0/input_template/x expression",
      "/steps/1/step_id uniqueItems",
      "/steps/2/depends_on/0 step",
      "/steps/2/retry_policy/max_attempts maximum",
    ]);
  });

  it("lists as many as a plan can have", () => {
    const count = 200_000;
    expect(issuesOf(planOf([stepOf("a", { input_template: { x: Array(count).fill("${") } })]))).toHaveLength(count);
  });

  it("finds text that has no canonical form", () => {
    expect(issuesOf(planOf([stepOf("a", { input_template: { x: "\ud800" } })]))).toEqual([" wellFormed"]);
    const target = { module_id: "test", capability: "measure" };
    for (const unit of ["\ud800", { x: "\ud800" }]) {
      const input_template = { image: "x", scale: 1, unit };
      expect(issuesOf(planOf([stepOf("a", { target, input_template })]))).toEqual([
        "/steps/0/input_template/unit enum",
      ]);
    }
  });
});
