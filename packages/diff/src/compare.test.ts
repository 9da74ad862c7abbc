import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Contains } from "./compare/comparing.ts";
import { compare, mergeFindings } from "./compare.ts";
import type { Containment } from "./containment.ts";
import type { Contract, JsonSchema } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { readContract } from "./read-contract.ts";
import { type ContractSketch, sketchContract } from "./rules/contract-sketch.ts";
import { schemaCases } from "./testing/schema-cases.ts";
import { wrongWitness } from "./testing/wrong-witness.ts";

const today = "2030-06-01";
const repository = join(import.meta.dirname, "../../..");
let ours: Contract;

beforeAll(async () => {
  ours = await readContract("generated/contract.json", { folder: repository });
});

describe("compare", () => {
  it("finds nothing between our contract and itself, asking no proof", () => {
    const contains = () => {
      throw new Error("A proof was asked for.");
    };
    expect(compare(ours, ours, { today, contains }).findings).toEqual([]);
    expect(compare(ours, reordered(ours), { today, contains }).findings).toEqual([]);
  });

  it("sees that `const` and `enum` beside each other leave less than either", () => {
    const verdicts = (base: JsonSchema, head: JsonSchema) =>
      compare(sketchContract({ request: base }), sketchContract({ request: head }), { today }).findings.map(
        ({ rule, verdict }) => `${rule} ${verdict}`,
      );
    const [only, both] = [{ const: "card" }, { const: "card", enum: ["coin"] }];
    expect(verdicts(only, both)).toEqual(["enum-value-removed BREAKING"]);
    expect(verdicts(both, only)).toEqual(["enum-value-added COMPATIBLE"]);
    expect(verdicts(only, { const: "card", enum: ["card", "coin"] })).toEqual([]);
  });

  it("sees `null` that comes beside a reference, and goes, wherever the reference stands", () => {
    const reference = { $ref: "#/$defs/Size" };
    const nullable = { anyOf: [reference, { type: "null" }] };
    const verdicts = (size: JsonSchema, [base, head]: readonly [JsonSchema, JsonSchema]) =>
      compare(
        sketchContract({ response: base, types: { Size: size } }),
        sketchContract({ response: head, types: { Size: size } }),
        { today },
      ).findings.map(({ rule, verdict }) => `${rule} ${verdict}`);
    for (const around of [
      (schema: JsonSchema) => ({ type: "object", properties: { size: schema } }),
      (schema: JsonSchema) => ({ type: "array", items: schema }),
      (schema: JsonSchema) => ({ type: "array", prefixItems: [schema] }),
    ]) {
      const [before, after] = [around(reference), around(nullable)];
      expect(verdicts({ type: "number" }, [before, after])).toEqual(["null-added BREAKING"]);
      expect(verdicts({ type: "number" }, [after, before])).toEqual(["null-removed COMPATIBLE"]);
      expect(verdicts({ type: ["number", "null"] }, [before, after])).toEqual([]);
    }
  });

  it("says of versions what it was given", () => {
    const { base, head } = compare(ours, { ...ours, label: "new", version: "9.0.0" }, { today });
    expect(base).toEqual({ form: "contract", label: ours.label, name: "oap", version: ours.version });
    expect(head).toEqual({ form: "contract", label: "new", name: "oap", version: "9.0.0" });
  });

  it("finds the same in the same order, whatever the order of keys, every time", () => {
    const edited = fc.shuffledSubarray([...schemaCases], { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(edited, (cases) => {
        const members = (at: 2 | 3) => Object.fromEntries(cases.map((each, index) => [`m${index}`, each[at]]));
        const contract = (at: 2 | 3) => {
          const schema = { type: "object", properties: members(at) };
          return sketchContract({ request: schema, response: { $ref: "#/$defs/Whole" }, types: { Whole: schema } });
        };
        const [base, head] = [contract(2), contract(3)];
        const { findings } = compare(base, head, { today });
        expect(compare(base, head, { today }).findings).toEqual(findings);
        expect(compare(reordered(base), reordered(head), { today }).findings.map(summary)).toEqual(
          findings.map(summary),
        );
        for (const finding of findings) expect(wrongWitness(finding, base, head)).toBeUndefined();
      }),
      { numRuns: 40, seed: 20300601 },
    );
  });

  it("takes the renaming of a schema that no client sees by name for no change", () => {
    const hidden = (names: Readonly<Record<string, string>>): Contract => {
      const renamed = (schema: JsonSchema): JsonSchema =>
        JSON.parse(
          JSON.stringify(schema).replaceAll(/#\/\$defs\/(\w+)/g, (_, name) => `#/$defs/${names[name] ?? name}`),
        );
      const definitions = Object.entries(ours.definitions).map(([name, schema]) => [
        names[name] ?? name,
        renamed(schema),
      ]);
      return {
        ...ours,
        types: new Map(),
        definitions: Object.fromEntries(definitions),
        operations: new Map(
          [...ours.operations].map(([name, operation]) => [
            name,
            {
              ...operation,
              payloads: operation.payloads.map((payload) => ({ ...payload, schema: renamed(payload.schema) })),
            },
          ]),
        ),
        events: new Map([...ours.events].map(([name, event]) => [name, { ...event, payload: renamed(event.payload) }])),
        capabilities: new Map(),
      };
    };
    const names = Object.keys(ours.definitions);
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1, maxLength: 5 }), (some) => {
        const to = Object.fromEntries(some.map((name, index) => [name, `Generated${index}`]));
        expect(compare(hidden({}), hidden(to), { today }).findings).toEqual([]);
      }),
      { numRuns: 10, seed: 20300601 },
    );
  });

  it("shows a break of a shared type in the payload of an operation that carries it, and lists all of them", () => {
    const sketch = (status: JsonSchema): ContractSketch => ({
      types: {
        Status: status,
        Order: { type: "object", properties: { status: { $ref: "#/$defs/Status" } }, required: ["status"] },
      },
      operations: {
        "order.place": {
          request: { type: "object", properties: { order: { $ref: "#/$defs/Order" } }, required: ["order"] },
        },
        "order.list": { response: { type: "array", items: { $ref: "#/$defs/Order" } } },
      },
      events: { "order.changed": { payload: { $ref: "#/$defs/Order" } } },
    });
    const base = sketchContract(sketch({ enum: ["open", "closed"] }));
    const head = sketchContract(sketch({ enum: ["open", "closed", "lost"] }));
    const { findings } = compare(base, head, { today });
    expect(findings).toMatchObject([
      {
        rule: "enum-value-added",
        verdict: "BREAKING",
        directions: ["request", "response"],
        breaks: ["response"],
        affected: ["order.changed", "order.list", "order.place"],
        subject: { part: "type", name: "Status" },
        witness: { acceptedBy: "head", rejectedBy: "base", keyword: "enum" },
      },
    ]);
    expect(wrongWitness(findings[0]!, base, head)).toBeUndefined();
  });

  it("takes an edit for compatible that something else in the payload makes up for", () => {
    const contract = (least: number) =>
      sketchContract({
        request: { type: "object", properties: { count: { allOf: [{ $ref: "#/$defs/Count" }, { minimum: 5 }] } } },
        types: { Count: { type: "integer", minimum: least } },
      });
    expect(compare(contract(0), contract(3), { today }).findings.map(({ rule, level }) => [rule, level])).toEqual([
      ["minimum-raised", "info"],
    ]);
    expect(compare(contract(0), contract(6), { today }).findings[0]).toMatchObject({
      rule: "minimum-raised",
      verdict: "BREAKING",
    });
  });

  it("tells an edit of a named schema at its name alone, where a reference became a part of something", () => {
    const order = (sku: JsonSchema) => ({ type: "object", properties: { sku }, required: ["sku"] });
    const base = sketchContract({ request: { $ref: "#/$defs/Order" }, types: { Order: order({ type: "string" }) } });
    const note = { type: "object", properties: { note: { type: "string" } } };
    const together = { allOf: [{ $ref: "#/$defs/Order" }, note] };
    const head = sketchContract({ request: together, types: { Order: order({ type: "string", minLength: 1 }) } });
    const places = compare(base, head, { today }).findings.map(({ rule, subject, verdict }) => [
      rule,
      subject.part,
      verdict,
    ]);
    expect(places).toEqual([
      ["allof-added", "operation", "COMPATIBLE"],
      ["min-length-raised", "type", "BREAKING"],
    ]);
  });

  it("says that it does not know where containment does not, and why", () => {
    const contract = (maximum: number) =>
      sketchContract({ request: { type: "object", properties: { a: { type: "integer", maximum } } } });
    const contains = () => ({ verdict: "unknown", reason: "it is dark" }) as const;
    const { findings } = compare(contract(2), contract(1), { today, contains });
    expect(findings).toMatchObject([
      {
        rule: "maximum-lowered",
        verdict: "UNKNOWN",
        level: "error",
        effect: "unknown",
        breaks: ["request"],
        reason: "it is dark",
      },
    ]);
  });

  it("proves of open producers what cannot be proven of closed ones, and takes no witness from there", () => {
    const contract = (maximum: number) =>
      sketchContract({ request: { type: "object", additionalProperties: { type: "integer", maximum } } });
    const verdict = (ofOpen: Containment) => {
      const contains: Contains = (_, __, options) =>
        options?.closeLeft === true ? { verdict: "unknown", reason: "it is closed" } : ofOpen;
      return compare(contract(2), contract(1), { today, contains }).findings[0]!.verdict;
    };
    expect(verdict({ verdict: "contained" })).toBe("COMPATIBLE");
    expect(verdict({ verdict: "witness", instance: { a: 2 }, pointer: "", keyword: "", message: "" })).toBe("UNKNOWN");
  });

  it("ends for types that contain themselves, renamed and rewritten", () => {
    const tree = (name: string, more: object): ContractSketch => ({
      response: { $ref: `#/$defs/${name}` },
      types: {
        [name]: {
          type: "object",
          properties: {
            leaf: { type: "string", ...more },
            left: { $ref: `#/$defs/${name}` },
            right: { $ref: `#/$defs/${name}` },
          },
        },
      },
    });
    const rules = (base: ContractSketch, head: ContractSketch) =>
      compare(sketchContract(base), sketchContract(head), { today }).findings.map(({ rule }) => rule);
    expect(rules(tree("Tree", {}), tree("Tree", { maxLength: 3 }))).toEqual(["max-length-lowered"]);
    expect(rules(tree("Tree", {}), tree("Bush", {}))).toEqual(["exported-type-renamed"]);
    expect(rules(tree("Tree", { maxLength: 3 }), tree("Bush", {}))).toContain("max-length-raised");
  });

  it("goes down deep schemas, and says so where a payload is too deep to be checked", () => {
    const deep = (innermost: JsonSchema, levels: number) => {
      let schema = innermost;
      for (let depth = 0; depth < levels; depth += 1) schema = { type: "array", items: schema };
      return schema;
    };
    const verdict = (levels: number) => {
      const [base, head] = ["integer", "string"].map((type) => sketchContract({ request: deep({ type }, levels) }));
      const { findings } = compare(base!, head!, { today });
      expect(findings.map(({ rule }) => rule)).toEqual(["type-incomparable"]);
      return findings[0]!.verdict;
    };
    expect(verdict(100)).toBe("BREAKING");
    expect(["BREAKING", "UNKNOWN"]).toContain(verdict(1500));
  });

  it("puts findings of others in their places", () => {
    const contract = (type: string) => sketchContract({ request: { type: "object", properties: { b: { type } } } });
    const comparison = compare(contract("string"), contract("integer"), { today });
    const [found] = comparison.findings as [Finding];
    const others = ["/properties/c", "/properties/a"].map(
      (pointer): Finding => ({ ...found, axis: "SOURCE", pointer }),
    );
    const { findings } = mergeFindings(comparison, others);
    expect(findings.map(({ pointer }) => pointer)).toEqual(["/properties/a", "/properties/b", "/properties/c"]);
  });
});

function summary({ rule, axis, verdict, level, effect, subject, message }: Finding): unknown {
  return { rule, axis, verdict, level, effect, subject, message };
}

/** The same contract with every key, every map and every list without an order the other way round. */
function reordered(contract: Contract): Contract {
  const back = <Part>(map: ReadonlyMap<string, Part>) =>
    new Map([...map].reverse().map(([name, part]) => [name, turned(part)]));
  return {
    ...contract,
    types: back(contract.types),
    operations: back(contract.operations),
    events: back(contract.events),
    capabilities: back(contract.capabilities),
    headers: back(contract.headers),
    definitions: turned(contract.definitions),
  };
}

function turned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [
        name,
        name === "required" && Array.isArray(member) ? [...member].reverse() : turned(member),
      ]),
  ) as Value;
}
