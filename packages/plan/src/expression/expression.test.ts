import type { JsonObject, JsonValue } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkExpression, type ExpressionScope, evaluateExpression } from "./expression.ts";
import { expressionWorkMax } from "./work-limit.ts";

const scopeOf = (output: JsonObject, metadata: JsonObject = {}): ExpressionScope => ({
  metadata,
  step: (stepId) =>
    stepId === "a" ? { state: "COMPLETED", output } : stepId === "gone" ? { state: "CANCELLED" } : undefined,
});
const evaluate = (source: string, output: JsonObject = {}) => evaluateExpression(source, scopeOf(output));
const resultOf = (source: string, output: JsonObject = {}): JsonValue => {
  const outcome = evaluate(source, output);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
};
const problemsOf = (source: string): readonly string[] => {
  const check = checkExpression(source);
  return check.ok ? [] : check.problems;
};

describe("what an expression reads", () => {
  it("reads output and state of a step, and the plan's metadata", () => {
    expect(resultOf("steps.a.output.width", { width: 451 })).toBe(451);
    expect(resultOf("steps.gone.state")).toBe("CANCELLED");
    expect(evaluateExpression("plan.metadata.tier", scopeOf({}, { tier: "gold" }))).toEqual({
      ok: true,
      value: "gold",
    });
  });

  it("lists the steps that it names, by member and by index", () => {
    expect(checkExpression('steps.a.output.x + steps["in"].output.x > 1 && steps.a.state == "COMPLETED"')).toEqual({
      ok: true,
      references: ["a", "in"],
      type: "bool",
    });
  });

  it("has no output for a step that did not complete, and has() says so", () => {
    expect(resultOf("has(steps.gone.output)")).toBe(false);
    expect(resultOf("has(steps.a.output)")).toBe(true);
    expect(evaluate("steps.gone.output.x")).toEqual({
      ok: false,
      message: "`steps.gone.output`: there is no such member.",
    });
  });

  it.each([
    ["steps", "Name the step and what it gives"],
    ["steps.a", "Name the step and what it gives"],
    ["steps[plan.metadata.name].output", "Name the step and what it gives"],
    ["steps.a.error", "only output and state"],
    ["plan", "Only plan.metadata"],
    ["plan.steps", "only plan.metadata"],
    ["env.HOME", "`env` is unknown"],
    ["int", "`int` is unknown"],
    ["steps.a.output.list.map(steps, steps)", "cannot name the variable of a macro"],
  ])("refuses %s", (source, message) => {
    expect(problemsOf(source).join("\n")).toContain(message);
  });

  it("reads members whose names mean something in JavaScript", () => {
    const output = JSON.parse('{"constructor": 1, "__proto__": {"x": 2}, "toString": 3}') as JsonObject;
    expect(resultOf("steps.a.output.constructor", output)).toBe(1);
    expect(resultOf('steps.a.output["__proto__"].x', output)).toBe(2);
    expect(JSON.stringify(resultOf("steps.a.output", output))).toBe(JSON.stringify(output));
    expect(evaluate("steps.a.output.toString").ok).toBe(false);
    expect(evaluate("steps.a.output.hasOwnProperty").ok).toBe(false);
  });
});

describe("numbers", () => {
  it("takes integral numbers as int, and gives ints as numbers", () => {
    expect(resultOf("steps.a.output.n % 2 == 0", { n: 4 })).toBe(true);
    expect(resultOf("steps.a.output.n / 2", { n: 5 })).toBe(2);
    expect(resultOf("steps.a.output.n * 2.0", { n: 1.5 })).toBe(3);
    expect(resultOf("double(steps.a.output.n) / 2.0", { n: 5 })).toBe(2.5);
    expect(resultOf("steps.a.output.n > 1.5", { n: 2 })).toBe(true);
  });

  it("gives 2^53 − 1 and makes anything beyond an error", () => {
    expect(resultOf("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(evaluate("9007199254740991 + 1")).toEqual({
      ok: false,
      message: "Its integer is beyond 2^53 and would not be exact in JSON.",
    });
    expect(evaluate("-9007199254740991 - 1").ok).toBe(false);
  });

  it("keeps integral doubles beyond 2^53 as they are", () => {
    expect(resultOf("steps.a.output.n", { n: 1e300 })).toBe(1e300);
  });

  it("makes what JSON cannot say an error", () => {
    for (const source of ["1.0 / 0.0", 'double("NaN")', 'b"ab"', "{'d': b'x'}"])
      expect(evaluate(source).ok).toBe(false);
  });

  it("gives any JSON value back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(resultOf("steps.a.output.v", { v: json })).toEqual(json);
      }),
    );
  });
});

describe("what is refused before the run", () => {
  it.each([
    ["", "empty"],
    ["1 +", "Unexpected token"],
    ['1 + "a"', "No such overload: int + string"],
    ['"x".matches("(a+)+$")', "matches() is not available"],
    ['matches("x", "y")', "matches() is not available"],
    ["now()", "now() is not available"],
    ["cel.bind(x, 1, x)", "bind() is not available"],
    ['duration("1h")', "duration() is not available"],
    ["timestamp(steps.a.output.at)", "literal RFC 3339 instant"],
    ['timestamp("2030-01-01T00:00:00")', "literal RFC 3339 instant"],
    ['timestamp("2030-01-01T00:00:00Z").getHours("Europe/Berlin")', "getHours() is not available"],
    ['{"constructor": 1}', "plain string literals"],
    ["{1: 2}", "plain string literals"],
  ])("refuses %s", (source, message) => {
    expect(problemsOf(source).join("\n")).toContain(message);
    expect(evaluate(source).ok).toBe(false);
  });

  it("lets macros nest once, and no deeper", () => {
    const once = "steps.a.output.l.map(x, steps.a.output.l.map(y, x * y))";
    expect(resultOf(once, { l: [1, 2] })).toEqual([
      [1, 2],
      [2, 4],
    ]);
    expect(problemsOf("steps.a.output.l.map(x, x.map(y, y.map(z, z)))").join()).toContain("nest once");
    expect(problemsOf("steps.a.output.l.map(x, x).filter(x, x > 1).map(x, x)")).toEqual([]);
  });

  it("takes 4 KiB of UTF-8 and not a byte more", () => {
    const quoted = (bytes: number) => `"${"a".repeat(bytes - 4)}é"`;
    expect(problemsOf(quoted(4096))).toEqual([]);
    expect(problemsOf(quoted(4097))).toEqual(["An expression may have at most 4096 bytes."]);
  });

  it("says where the syntax is wrong", () => {
    expect(problemsOf("1 + # 2")).toEqual(["Unexpected character: # at character 5."]);
  });
});

describe("evaluation", () => {
  it("gives literal instants as RFC 3339 text", () => {
    expect(resultOf('timestamp("2030-01-01T01:00:00+01:00")')).toBe("2030-01-01T00:00:00.000Z");
  });

  it("makes maps, lists and conditionals", () => {
    expect(resultOf('{"big": steps.a.output.n > 3 ? "yes" : "no", "all": [1, "a", null]}', { n: 4 })).toEqual({
      big: "yes",
      all: [1, "a", null],
    });
    expect(resultOf('steps.a.output.tags.exists(t, t == "cat")', { tags: ["dog", "cat"] })).toBe(true);
    expect(resultOf('steps.a.output.tags.join(", ")', { tags: ["dog", "cat"] })).toBe("dog, cat");
  });

  it.each([
    ["steps.a.output.l[7]", "`steps.a.output.l[7]`: the index is outside of the list."],
    ["1 / steps.a.output.zero", "`1 / steps.a.output.zero`: it divides by zero."],
    ["!steps.a.output.zero", "`!steps.a.output.zero`: no such overload: !int."],
    ["int(steps.a.output.secret)", "`int(steps.a.output.secret)`: the text is not an integer."],
    [
      "steps.a.output.map[steps.a.output.secret]",
      "`steps.a.output.map[steps.a.output.secret]`: there is no such member.",
    ],
  ])("makes the failure of %s a value that shows no data", (source, message) => {
    expect(evaluate(source, { l: [], zero: 0, secret: "hunter2", map: {} })).toEqual({ ok: false, message });
  });

  it("stops work without limit, even where CEL would swallow the error", () => {
    const l = Array.from({ length: 2_000 }, (_, index) => index);
    const tooMuch = { ok: false, message: "It would touch too many values: look at shorter lists and texts." };
    expect(evaluate("size(steps.a.output.l.map(x, steps.a.output.l.map(y, x * y)))", { l })).toEqual(tooMuch);
    expect(evaluate("size(steps.a.output.l.map(x, steps.a.output.l + steps.a.output.l))", { l })).toEqual(tooMuch);
    expect(evaluate("steps.a.output.l.all(x, steps.a.output.l == steps.a.output.m)", { l, m: [...l] })).toEqual(
      tooMuch,
    );
    expect(evaluate("steps.a.output.l.all(x, steps.a.output.l.all(y, x + y >= 0)) || true", { l })).toEqual(tooMuch);
    expect(resultOf("steps.a.output.l.filter(x, x > 1997)", { l })).toEqual([1998, 1999]);
    expect(l.length ** 2).toBeGreaterThan(expressionWorkMax);
  });

  it.each([
    "plan.metadata.l.all(i, size(plan.metadata.s) > 0)",
    "plan.metadata.l.all(i, plan.metadata.s.size() > 0)",
    "plan.metadata.l.all(i, !plan.metadata.s.contains('b'))",
    "plan.metadata.l.all(i, plan.metadata.s.endsWith(plan.metadata.s))",
    "plan.metadata.l.all(i, double(plan.metadata.s) > 0.0) || true",
    "plan.metadata.l.all(i, plan.metadata.s >= plan.metadata.t)",
    "plan.metadata.l.all(i, plan.metadata.empty.join() == '')",
    "plan.metadata.s.contains(plan.metadata.mid)",
    "plan.metadata.s.lastIndexOf(plan.metadata.mid) < 0",
    "size(plan.metadata.s.split(plan.metadata.mid)) == 1",
  ])("counts the texts and lists that %s looks through", (source) => {
    const half = "a".repeat(1000);
    const metadata = {
      l: Array.from({ length: 3000 }, () => 0),
      s: "a".repeat(500_000),
      t: "a".repeat(500_000),
      mid: `${half}b${half}`,
      empty: Array.from({ length: 3000 }, () => ""),
    };
    const message = "It would touch too many values: look at shorter lists and texts.";
    expect(evaluateExpression(source, scopeOf({}, metadata))).toEqual({ ok: false, message });
  });

  it("lets a step look through texts as long as a body may be", () => {
    const text = "word ".repeat(800_000);
    expect(resultOf("steps.a.output.text.contains('needle')", { text })).toBe(false);
    expect(resultOf("size(steps.a.output.text)", { text })).toBe(text.length);
    expect(
      resultOf("steps.a.output.l.filter(x, x.contains('7')).size()", {
        l: Array.from({ length: 1000 }, (_, n) => `item ${n}`),
      }),
    ).toBe(271);
  });

  it("refuses values that nest too deep or grow too large", () => {
    let deep: JsonValue = 1;
    for (let depth = 0; depth < 70; depth += 1) deep = [deep];
    expect(evaluate("size(steps.a.output.deep)", { deep })).toEqual({
      ok: false,
      message: "A value that it reads nests deeper than 64.",
    });
    const text = "x".repeat(1_000_000);
    expect(resultOf("steps.a.output.text", { text })).toBe(text);
    const large = evaluate("[1, 2, 3, 4, 5].map(n, steps.a.output.text)", { text });
    expect(large).toEqual({ ok: false, message: "Its value is larger than 4194304 characters." });
  });

  it("gives the same for the same scope", () => {
    const output = { l: [3, 1, 2] };
    const source = "steps.a.output.l.map(x, x * 2)";
    expect(evaluate(source, output)).toEqual(evaluate(source, structuredClone(output)));
  });

  it("never throws, and lets nothing through that the check refuses, whatever the text", () => {
    const tokens = [
      ...["steps", "plan", ".a", ".output", ".state", ".metadata", "x", "1", "2.5", "'t'", "null", "true", "in"],
      ...[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "?",
        "+",
        "-",
        "/",
        "==",
        "<",
        "&&",
        "||",
        "!",
        ".map(x,",
        ".matches(",
      ],
      ...["size(", "has(", "int(", "timestamp(", "//", "\n", '"', "b'", "\\"],
    ] as const;
    const text = fc.array(fc.constantFrom(...tokens), { maxLength: 14 }).map((chosen) => chosen.join(" "));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (source) => {
        const check = checkExpression(source);
        const outcome = evaluate(source, { l: [1, 2] });
        if (!check.ok) expect(outcome.ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
