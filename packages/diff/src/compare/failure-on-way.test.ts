import { describe, expect, it } from "vitest";
import { validatorOf } from "../containment/validators.ts";
import type { JsonSchema } from "../contract.ts";
import { failureOnWay, valuesAt } from "./failure-on-way.ts";
import type { SchemaStep } from "./schema-step.ts";

const property = (name: string): SchemaStep => ({ kind: "property", name });
const item: SchemaStep = { kind: "item", index: 0, keyword: "items" };

/** `keyword at pointer` of the failure that is told of a place. */
function told(schema: JsonSchema, payload: unknown, steps: readonly SchemaStep[], member?: string): string | undefined {
  const { failures } = validatorOf({ schema, definitions: {} });
  const failure = failureOnWay(failures(payload), { steps, ...(member !== undefined && { member }) });
  return failure && `${failure.keyword} at ${failure.pointer}`;
}

const schema = {
  type: "object",
  required: ["x", "y"],
  properties: { "a/b": { type: "array", items: { maxLength: 1 } }, c: { type: "object", additionalProperties: false } },
};

describe("a failure on the way", () => {
  it("is the one at the place or beyond it, whatever fails before", () => {
    expect(told(schema, { "a/b": ["", "long"] }, [property("a/b"), item])).toBe("maxLength at /a~1b/1");
    expect(told(schema, { "a/b": ["", "long"] }, [property("a/b")])).toBe("maxLength at /a~1b/1");
    expect(told(schema, { "a/b": ["", "long"] }, [property("c")])).toBe(undefined);
  });

  it("is the one that names the member which the place is about", () => {
    expect(told(schema, {}, [], "y")).toBe("required at ");
    const { failures } = validatorOf({ schema, definitions: {} });
    expect(failureOnWay(failures({}), { steps: [], member: "y" })?.message).toContain("'y'");
    expect(told(schema, { c: { d: 1 } }, [property("c"), property("d")])).toBe("additionalProperties at /c");
    expect(told(schema, { c: { d: 1 } }, [property("c"), property("e")])).toBe(undefined);
  });

  it("is that of a union around the place, and of none of its branches", () => {
    const branch = { type: "object", required: ["d"], properties: { d: { maxLength: 1 } } };
    for (const keyword of ["oneOf", "anyOf"]) {
      const union = { properties: { u: { [keyword]: [branch, { type: "string" }] } }, required: ["x"] };
      expect(told(union, { u: { d: "long" } }, [property("u"), property("d")])).toBe(`${keyword} at /u`);
      expect(validatorOf({ schema: union, definitions: {} }).failures({ u: {} })).toHaveLength(2);
    }
  });

  it("finds the values at the end of the way", () => {
    expect(valuesAt({ "a/b": [1, 2] }, { steps: [property("a/b"), item] })).toEqual([
      { pointer: "/a~1b/0", value: 1 },
      { pointer: "/a~1b/1", value: 2 },
    ]);
    expect(valuesAt({ "a/b": 1 }, { steps: [property("a/b"), item] })).toEqual([]);
    expect(valuesAt(null, { steps: [] })).toEqual([{ pointer: "", value: null }]);
  });
});
