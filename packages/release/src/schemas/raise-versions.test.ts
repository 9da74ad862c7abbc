import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { raiseVersions } from "./raise-versions.ts";

const text = `export const PlanStep = defineType({
  name: "PlanStep",
  title: "Plan step",
  examples: { valid: [{ title: "a", value: { name: "PlanStep" } }] },
});
export const Other = defineType({ ...meta, name: "Other", title: "Other" });
export const submit = defineCommand({
  meta: {
    key: "plan.submit",
    version: "1.0.0",
    title: "Submit",
  },
});
`;

it("puts a version after the name where the default held", () => {
  const raised = raiseVersions(text, [{ property: "name", value: "PlanStep", version: "1.1.0" }]);
  expect(raised.missed).toEqual([]);
  expect(raised.text).toBe(
    text.replace('name: "PlanStep",\n  title', 'name: "PlanStep",\n  version: "1.1.0",\n  title'),
  );
});

it("replaces a version that is there, of operations too, and several at once", () => {
  const raised = raiseVersions(text, [
    { property: "key", value: "plan.submit", version: "1.1.0" },
    { property: "name", value: "Other", version: "2.0.0" },
  ]);
  expect(raised.missed).toEqual([]);
  expect(raised.text).toContain('key: "plan.submit",\n    version: "1.1.0",');
  expect(raised.text).toContain('name: "Other", version: "2.0.0", title');
  const again = raiseVersions(raised.text, [{ property: "name", value: "Other", version: "2.1.0" }]);
  expect(again.text).toContain('name: "Other", version: "2.1.0", title');
});

it("replaces a version that is a name, and says its own after one that is spread in", () => {
  const raise = { property: "key", value: "a.b", version: "1.1.0" } as const;
  const constant = 'const meta = { key: "a.b", title: "A", version: VERSION };';
  expect(raiseVersions(constant, [raise]).text).toBe(constant.replace("VERSION", '"1.1.0"'));
  const spread = 'const meta = {\n  key: "a.b",\n  title: "A",\n  ...shared,\n  since: "1",\n};';
  expect(raiseVersions(spread, [raise]).text).toBe(spread.replace("...shared,", '...shared,\n  version: "1.1.0",'));
});

it("says what it found no place for, and changes nothing", () => {
  const raise = { property: "name", value: "Nobody", version: "1.1.0" } as const;
  expect(raiseVersions(text, [raise])).toEqual({ text, missed: [raise] });
});

it("finds the place of every type and operation of the protocol's contracts", () => {
  const root = new URL("../../../../", import.meta.url);
  const read = (path: string) => readFileSync(new URL(path, root), "utf8");
  const { types } = JSON.parse(read("generated/contract.json")) as {
    types: Readonly<Record<string, { readonly envelopeOf?: string }>>;
  };
  const places = JSON.parse(read("generated/source-map.json"));
  const missed = Object.entries(types).flatMap(([name, { envelopeOf }]) => {
    const value = envelopeOf ?? name;
    const raise = { property: envelopeOf === undefined ? "name" : "key", value, version: "9.9.9" } as const;
    return raiseVersions(read(places[value].file), [raise]).missed.map((one) => one.value);
  });
  expect(missed).toEqual([]);
});
