import { describe, expect, it } from "vitest";
import { locateSpecs } from "./locate-specs.ts";

const located = (...texts: readonly string[]) =>
  Object.fromEntries(
    [...locateSpecs(texts.map((text, index) => ({ path: `contracts/src/${index}.ts`, text })))].map(
      ([name, { file, line }]) => [name, `${file}:${line}`],
    ),
  );

describe("locateSpecs", () => {
  it("finds each kind of spec by its name", () => {
    expect(
      located(`import { defineType } from "x";
/** A comment above. */
export const OrchId = defineType({ title: "x", name: "OrchId" });
export const header = defineHeader({ name: "Orch-Id" });
export const stepsMax = defineBound({ name: "stepsMax", value: 1 });
export const states = defineTable({ name: "states", value: {} });
export const received = defineEvent({ key: "intent.received" });
export const invoke = defineCommand({
  meta: {
    key: "exec.invoke",
  },
});
export const get = defineQuery({ meta: { ...shared, "title": "x", key: "exec.get" } });
export const analyze = defineCapability({ module: "image", name: "analyze" });`),
    ).toEqual({
      OrchId: "contracts/src/0.ts:3",
      "Orch-Id": "contracts/src/0.ts:4",
      stepsMax: "contracts/src/0.ts:5",
      states: "contracts/src/0.ts:6",
      "intent.received": "contracts/src/0.ts:7",
      "exec.invoke": "contracts/src/0.ts:8",
      "exec.get": "contracts/src/0.ts:13",
      "image.analyze": "contracts/src/0.ts:14",
    });
  });

  it("finds specs made by a function of the same file", () => {
    expect(
      located(`const bound = (name: string, value: number) =>
  defineBound({
    name,
    value,
  });

export const stepsMax = bound("stepsMax", 1);
export const edgesMax = bound("edgesMax", 2);`),
    ).toEqual({ stepsMax: "contracts/src/0.ts:7", edgesMax: "contracts/src/0.ts:8" });
  });

  it("finds specs made by a function of another file, from an object, a constant or a template", () => {
    expect(
      located(
        `export function command({ key, title }: Definition) {
  return defineCommand({ meta: { key: \`\${family}.\${key}\`, title } });
}
export const family = "control";
export const wrapped = (definition: Definition) => defineHeader({ ...shared, ...definition });
export const event = (definition: Definition) => defineEvent({ key: definition.meta.key });`,
        `export const ping = command({ key: "ping", title: "Ping" });
export const header = wrapped({ name: "Orch-Scope" });
const key = "intent.received" as const;
export const received = event({ meta: { key } });`,
      ),
    ).toEqual({
      "control.ping": "contracts/src/1.ts:1",
      "Orch-Scope": "contracts/src/1.ts:2",
      "intent.received": "contracts/src/1.ts:4",
    });
  });

  it("finds each error code in its table", () => {
    expect(
      located(`export const errorCodes = defineErrorCodes({
  PARSE_ERROR: { httpStatus: 400 },
  INTERNAL: { httpStatus: 500 },
});`),
    ).toEqual({ PARSE_ERROR: "contracts/src/0.ts:2", INTERNAL: "contracts/src/0.ts:3" });
  });

  it("has no place for a name that is computed", () => {
    expect(located("export const X = defineType({ name: makeName() });")).toEqual({});
  });

  it("ends on functions and constants that go in circles", () => {
    expect(located("const a = b; const b = a; const f = (n: string) => f(n); f(a); defineType({ name: a });")).toEqual(
      {},
    );
  });

  it("keeps the first place of a name", () => {
    const text = 'export const A = defineType({ name: "A" });';
    expect(located(text, text)).toEqual({ A: "contracts/src/0.ts:1" });
  });
});
