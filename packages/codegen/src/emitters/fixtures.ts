import { banner } from "../banner.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model, PublishedType } from "../model.ts";
import { derivedCases, type FixtureCase } from "./fixtures-derived.ts";
import { fixturesReadme } from "./fixtures-readme.ts";

/** The conformance fixtures: for each named type, instances with the verdict that every implementation must reach. */
export function emitFixtures(model: Model): readonly GeneratedFile[] {
  const documents = model.types.map((type) => fixtureDocument(type, model));
  return [
    { path: "fixtures/index.json", content: jsonText(fixtureIndex(documents, model)) },
    { path: "fixtures/README.md", content: `${banner(model, "html")}\n${fixturesReadme(model)}` },
    ...documents.map((document) => ({ path: fixturePath(document.type), content: documentText(document) })),
  ];
}

interface FixtureDocument {
  readonly type: string;
  /** The `$id` of its schema. */
  readonly schema: string;
  readonly protocol_version: string;
  /** Of an envelope: the operation, and whether it is sent or answered. */
  readonly operation?: string;
  readonly envelope?: "request" | "success";
  readonly cases: readonly FixtureCase[];
}

function fixtureDocument(type: PublishedType, model: Model): FixtureDocument {
  const operation = model.operations.find(({ key }) => key === type.envelopeOf);
  const isRequest = operation?.request.name === type.name;
  return {
    type: type.name,
    schema: type.id,
    protocol_version: model.registry.version,
    ...(operation === undefined ? {} : { operation: operation.key, envelope: isRequest ? "request" : "success" }),
    // Requests are what a server is judged by, so theirs reach into the types they carry.
    cases: distinct([...exampleCases(type), ...derivedCases(type, model, isRequest ? "params" : undefined)]),
  };
}

function exampleCases({ spec }: PublishedType): readonly FixtureCase[] {
  const { valid, invalid } = spec.examples;
  return [
    ...valid.map(({ title, value }): FixtureCase => ({ name: title, verdict: "valid", instance: value })),
    ...invalid.map(
      ({ title, value, pointer, keyword }): FixtureCase => ({
        name: title,
        verdict: "invalid",
        instance: value,
        pointer,
        keyword,
      }),
    ),
  ];
}

/** Keeps the first case of each instance, and numbers names that come twice. */
function distinct(cases: readonly FixtureCase[]): readonly FixtureCase[] {
  const instances = new Set<string>();
  const names = new Map<string, number>();
  return cases.flatMap((one) => {
    const text = JSON.stringify(one.instance);
    if (instances.has(text)) return [];
    instances.add(text);
    const count = (names.get(one.name) ?? 0) + 1;
    names.set(one.name, count);
    return [count === 1 ? one : { ...one, name: `${one.name} (${count})` }];
  });
}

function fixtureIndex(documents: readonly FixtureDocument[], model: Model) {
  return {
    protocol: model.registry.name,
    protocol_version: model.registry.version,
    types: documents.map(({ type, schema, operation, envelope, cases }) => ({
      type,
      schema,
      file: fixturePath(type).slice("fixtures/".length),
      ...(operation === undefined ? {} : { operation, envelope }),
      valid: cases.filter(({ verdict }) => verdict === "valid").length,
      invalid: cases.filter(({ verdict }) => verdict === "invalid").length,
    })),
  };
}

function fixturePath(type: string): string {
  return `fixtures/types/${type}.json`;
}

/** One case a line: a change of the contracts then changes the lines of the cases that it is about. */
function documentText({ cases, ...head }: FixtureDocument): string {
  const lines = cases.map((one) => `    ${JSON.stringify(one)}`);
  const opened = jsonText({ ...head, cases: [] });
  return lines.length === 0 ? opened : opened.replace('"cases": []', () => `"cases": [\n${lines.join(",\n")}\n  ]`);
}
