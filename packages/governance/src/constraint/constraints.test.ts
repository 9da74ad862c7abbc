import { type JsonObject, type PolicyConstraint, policyConstraintCodes } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enforceOnAttempt, enforceOnOutput, enforceOnRun, violationError } from "./enforce.ts";
import type { GovernedAttempt } from "./enforcement.ts";
import { readConstraints } from "./read-constraints.ts";
import { unionOfConstraints } from "./union-of-constraints.ts";

type Scope = PolicyConstraint["scope"];
const constraint = (code: string, scope: Scope, args?: JsonObject): PolicyConstraint => ({
  code,
  scope,
  ...(args && { args }),
});
const attempt: GovernedAttempt = {
  target: { module_id: "http", capability: "fetch", version: "1.2.0" },
  risk: "LOW",
  idempotent: true,
  input: { url: "https://example.org/a", n: [1, { u: "http://example.org:8080" }] },
  timeout_ms: 1000,
};
const attemptOk = (each: PolicyConstraint, changes: Partial<GovernedAttempt> = {}): boolean =>
  enforceOnAttempt([each], { ...attempt, ...changes }).ok;

describe("READ_ONLY", () => {
  it.each([
    [undefined, "LOW", true, true],
    [undefined, "LOW", false, false],
    [undefined, "MEDIUM", true, false],
    [["http.fetch"], "HIGH", false, true],
    [["http.*"], "HIGH", false, true],
    [["image.*"], "LOW", true, false],
  ] as const)("with %j, risk %s and idempotent %s: %s", (actions, risk, idempotent, passes) => {
    const args = actions && { actions: [...actions] };
    expect(attemptOk(constraint("READ_ONLY", "action", args), { risk, idempotent })).toBe(passes);
  });
});

describe("MAX_DURATION", () => {
  it("caps an attempt or a run, and the least of several counts", () => {
    const each = (ms: number) => constraint("MAX_DURATION", "action", { ms });
    expect(enforceOnAttempt([each(700), each(300), each(2000)], attempt)).toEqual({ ok: true, value: 300 });
    expect(enforceOnAttempt([each(2000)], attempt)).toEqual({ ok: true, value: 1000 });
    const whole = constraint("MAX_DURATION", "request", { ms: 50 });
    expect(enforceOnRun([whole, each(10)], { targets: [], timeout_ms: 100 })).toEqual({ ok: true, value: 50 });
    expect(enforceOnAttempt([whole], attempt)).toEqual({ ok: true, value: 1000 });
  });
});

describe("ALLOWED_TARGETS", () => {
  it.each([
    [["http.fetch"], true],
    [["http.*"], true],
    [["*"], true],
    [["image.analyze", "http.fetch@1.2.0"], true],
    [["http.fetch@1.3.0"], false],
    [["http"], false],
    [["htt.*"], false],
    [["image.*"], false],
  ] as const)("%j: %s", (targets, passes) => {
    const args = { targets: [...targets] };
    expect(attemptOk(constraint("ALLOWED_TARGETS", "action", args))).toBe(passes);
    const run = { targets: [attempt.target], timeout_ms: 1 };
    expect(enforceOnRun([constraint("ALLOWED_TARGETS", "request", args)], run).ok).toBe(passes);
  });

  it("takes every step of a run, and all of several constraints", () => {
    const run = { targets: [attempt.target, { module_id: "image", capability: "analyze" }], timeout_ms: 1 };
    const allowing = (...targets: string[]) => constraint("ALLOWED_TARGETS", "request", { targets });
    expect(enforceOnRun([allowing("http.*")], run)).toMatchObject({
      ok: false,
      violation: { message: expect.stringContaining("image.analyze") },
    });
    expect(enforceOnRun([allowing("http.*", "image.*")], run).ok).toBe(true);
    expect(enforceOnRun([allowing("http.*", "image.*"), allowing("http.*")], run).ok).toBe(false);
  });
});

describe("ALLOWED_ORIGINS", () => {
  it.each([
    ["/url", ["https://example.org"], true],
    ["/url", ["https://example.com", "https://example.org"], true],
    ["/url", ["http://example.org"], false],
    ["/url", ["https://example.org:8443"], false],
    ["/n/1/u", ["http://example.org:8080"], true],
    ["/missing", ["https://example.org"], false],
    ["/n", ["https://example.org"], false],
    ["/toString", ["https://example.org"], false],
  ])("%s in %j: %s", (pointer, origins, passes) => {
    expect(attemptOk(constraint("ALLOWED_ORIGINS", "action", { pointer, origins }))).toBe(passes);
  });

  it.each([
    "https://example.org@evil.example/",
    "//example.org",
    "https:example.org.evil.example",
    "data:text/plain,x",
    "blob:https://example.org/1",
  ])("is not misled by %s", (url) => {
    const each = constraint("ALLOWED_ORIGINS", "action", { pointer: "/url", origins: ["https://example.org"] });
    expect(attemptOk(each, { input: { url } })).toBe(false);
  });
});

describe("outputs", () => {
  const output: JsonObject = { a: { b: 1, c: 2 }, list: [{ s: 1, t: 2 }, { s: 3 }, 5], "x/y": { "~": 1 }, "*": 1 };
  const remaining = (...pointers: string[]) => {
    const enforced = enforceOnOutput([constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers })], output);
    return enforced.ok ? enforced.value : enforced.violation;
  };

  it("REMOVE_OUTPUT_FIELDS takes members out, and leaves the rest and the original alone", () => {
    expect(remaining("/a/b")).toEqual({ ...output, a: { c: 2 } });
    expect(remaining("/list/*/s")).toEqual({ ...output, list: [{ t: 2 }, {}, 5] });
    expect(remaining("/list/0", "/list/2")).toEqual({ ...output, list: [{ s: 3 }] });
    expect(remaining("/list/*", "/a", "/x~1y/~0", "/*")).toEqual({ list: [], "x/y": {} });
    expect(remaining("/list/*/s", "/list/0/t")).toEqual({ ...output, list: [{}, {}, 5] });
    expect(remaining("/nothing", "/a/b/c/d", "/list/9", "/list/01", "/__proto__/x")).toEqual(output);
    expect(output.a).toEqual({ b: 1, c: 2 });
  });

  it("has nothing left at any pointer that was removed", () => {
    const names = fc.constantFrom("a", "b", "0", "1");
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.integer(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(names, tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(names, values), fc.array(names, { minLength: 1, maxLength: 3 }), (value, path) => {
        const wild = path.map((segment) => (/\d/.test(segment) ? "*" : segment));
        const pointers = [`/${wild.join("/")}`];
        const enforced = enforceOnOutput(
          [constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers })],
          value as JsonObject,
        );
        expect(enforced.ok && find(enforced.value, wild)).toBe(false);
      }),
    );
  });

  it("MAX_OUTPUT_BYTES counts the bytes of what is left", () => {
    const most = (bytes: number) => constraint("MAX_OUTPUT_BYTES", "output", { bytes });
    expect(enforceOnOutput([most(11)], { a: "é€" }).ok).toBe(false);
    expect(enforceOnOutput([most(13)], { a: "é€" }).ok).toBe(true);
    const removal = constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers: ["/long"] });
    expect(enforceOnOutput([most(20), removal], { long: "x".repeat(100), a: 1 })).toEqual({
      ok: true,
      value: { a: 1 },
    });
  });
});

/** Whether something is at the path, in which `*` stands for any index of an array. */
function find(value: unknown, [segment, ...rest]: readonly string[]): boolean {
  if (segment === undefined) return true;
  if (Array.isArray(value)) return segment === "*" && value.some((item) => find(item, rest));
  return typeof value === "object" && value !== null && Object.hasOwn(value, segment)
    ? find((value as JsonObject)[segment], rest)
    : false;
}

describe("what cannot be enforced", () => {
  it.each<[string, PolicyConstraint]>([
    ["an unknown code", constraint("NO_NETWORK", "action")],
    ["a code of Object", constraint("CONSTRUCTOR", "action")],
    ["another scope", constraint("READ_ONLY", "session")],
    ["an argument too many", constraint("READ_ONLY", "action", { action: ["http.*"] })],
    ["no pointers", constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers: [] })],
    ["a pointer to everything", constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers: [""] })],
    ["a pointer that is none", constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers: ["a"] })],
    ["a wrong escape", constraint("REMOVE_OUTPUT_FIELDS", "output", { pointers: ["/~2"] })],
    ["no duration", constraint("MAX_DURATION", "action")],
    ["a fraction of a duration", constraint("MAX_DURATION", "action", { ms: 0.5 })],
    ["a duration of nothing", constraint("MAX_DURATION", "action", { ms: 0 })],
    ["no bytes", constraint("MAX_OUTPUT_BYTES", "output", { bytes: -1 })],
    ["a target that is none", constraint("ALLOWED_TARGETS", "action", { targets: [7] })],
    [
      "an origin with a path",
      constraint("ALLOWED_ORIGINS", "action", { pointer: "/url", origins: ["https://a.example/x"] }),
    ],
    ["no pointer", constraint("ALLOWED_ORIGINS", "action", { origins: ["https://a.example"] })],
    ["no constraint at all", 7 as unknown as PolicyConstraint],
  ])("%s is a problem when read and broken at run time", (_, each) => {
    expect(readConstraints([each]).ok).toBe(false);
    expect(enforceOnRun([each], { targets: [], timeout_ms: 1 }).ok).toBe(false);
    expect(enforceOnAttempt([each], attempt).ok).toBe(false);
    expect(enforceOnOutput([each], {}).ok).toBe(false);
  });

  it("is nothing that the contracts publish", () => {
    const args: Record<keyof typeof policyConstraintCodes, JsonObject> = {
      REMOVE_OUTPUT_FIELDS: { pointers: ["/a"] },
      MAX_OUTPUT_BYTES: { bytes: 1 },
      READ_ONLY: { actions: ["a.b"] },
      MAX_DURATION: { ms: 1 },
      ALLOWED_TARGETS: { targets: ["a.b"] },
      ALLOWED_ORIGINS: { pointer: "/a", origins: ["https://a.example"] },
    };
    for (const [code, { scopes }] of Object.entries(policyConstraintCodes)) {
      for (const scope of scopes) {
        expect(readConstraints([constraint(code, scope, args[code as keyof typeof args])])).toMatchObject({ ok: true });
      }
    }
  });

  it("ends a step with the reason CONSTRAINT_VIOLATION", () => {
    const enforced = enforceOnAttempt([constraint("READ_ONLY", "action")], { ...attempt, risk: "HIGH" });
    const error = enforced.ok ? undefined : violationError(enforced.violation);
    expect(error).toMatchObject({ reason: "CONSTRAINT_VIOLATION", underlying_error: { retryable: false } });
    expect(validators.ExecutionErrorInfo(error)).toEqual([]);
  });
});

it("a union has each constraint once, whatever the order of its arguments", () => {
  const first = {
    code: "ALLOWED_ORIGINS",
    scope: "action",
    args: { pointer: "/u", origins: ["https://a.example"] },
  } as const;
  const same = { ...first, args: { origins: ["https://a.example"], pointer: "/u" }, reason: "Another reason." };
  const other = constraint("READ_ONLY", "action");
  expect(
    unionOfConstraints([{ ...first, args: { ...first.args, origins: ["https://a.example"] } }], [same, other]),
  ).toEqual([first, other]);
  expect(unionOfConstraints([], [other], [])).toEqual([other]);
});
