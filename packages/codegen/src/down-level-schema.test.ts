import { expect, it } from "vitest";
import { downLevelSchema } from "./down-level-schema.ts";

const target = (reference: string) => reference.replace("#/$defs/", "#/definitions/");

it("moves what stands beside a reference to a wrapper, as draft-07 would ignore it", () => {
  expect(
    downLevelSchema({ type: "object", properties: { a: { $ref: "#/$defs/A", description: "An A." } } }, target),
  ).toEqual({
    type: "object",
    properties: { a: { description: "An A.", allOf: [{ $ref: "#/definitions/A" }] } },
  });
});

it("leaves a bare reference bare", () => {
  expect(downLevelSchema({ $ref: "#/$defs/A" }, target)).toEqual({ $ref: "#/definitions/A" });
});

it("says a deprecation in words, as draft-07 has no keyword for it", () => {
  expect(
    downLevelSchema(
      {
        anyOf: [
          { type: "string", deprecated: true },
          { $ref: "#/$defs/A", deprecated: true, description: "An A." },
        ],
      },
      target,
    ),
  ).toEqual({
    anyOf: [
      { description: "Deprecated.", type: "string" },
      { description: "An A. Deprecated.", allOf: [{ $ref: "#/definitions/A" }] },
    ],
  });
});

it("keeps values as they are, even if they look like schemas", () => {
  const schema = { const: { $ref: "#/$defs/A" }, default: { deprecated: true }, enum: [{ $ref: "x" }] };
  expect(downLevelSchema(schema, target)).toEqual(schema);
});

it("keeps a forbidden member, which draft-07 has too", () => {
  expect(downLevelSchema({ properties: { error: false } }, target)).toEqual({ properties: { error: false } });
});

it("carries no keyword over that it does not know", () => {
  expect(() => downLevelSchema({ prefixItems: [] }, target)).toThrow(
    "The keyword prefixItems has no form in draft-07.",
  );
  expect(() => downLevelSchema({ items: { unevaluatedProperties: false } }, target)).toThrow("unevaluatedProperties");
});
