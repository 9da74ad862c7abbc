import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { registry } from "@oap/contracts";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { checkTypescript } from "../check-typescript.ts";
import { locateSpecs } from "../locate-specs.ts";
import type { Model, PublishedType } from "../model.ts";
import { readSources } from "../read-sources.ts";
import { emitTypescriptTypes } from "./typescript-types.ts";

const root = join(import.meta.dirname, "../../../..");
const folder = join(root, "agreement-in-memory");

/** Both directions, and once more with every optional member required: assignability alone does not miss an optional member. */
const comparison = `
type Complete<T> = T extends readonly (infer TItem)[]
  ? Complete<TItem>[]
  : T extends object
    ? { [TKey in keyof T]-?: Complete<Exclude<T[TKey], undefined>> }
    : T;
type Assignable<A, B> = [A] extends [B] ? true : false;
type Agrees<A, B> = [Assignable<A, B>, Assignable<B, A>, Assignable<Complete<A>, Complete<B>>, Assignable<Complete<B>, Complete<A>>];
type Yes = [true, true, true, true];
interface Probe { readonly probe: "probe" }
`;

describe("the published types", () => {
  let model: Model;
  let types: string;

  beforeAll(async () => {
    model = buildModel(registry, locateSpecs(await readSources(join(root, "contracts/src"), root)));
    const [file] = await emitTypescriptTypes(model);
    types = file?.content ?? "";
  });

  it("agree with the contracts' own types in both directions, each one of them", async () => {
    const lines = await Promise.all(model.types.map((type, index) => agreement(type, index)));
    const diagnostics = check(lines.flat());
    expect(diagnostics).toEqual([]);
  });

  it("disagree when a member's type, its optionality or a member is lost", () => {
    const diagnostics = check([
      'export const narrowed: Agrees<{ a: string }, { a: "x" }> = null! as Yes;',
      "export const optional: Agrees<{ a: string }, { a?: string }> = null! as Yes;",
      "export const lost: Agrees<{ a: string; b?: number }, { a: string }> = null! as Yes;",
      "export const same: Agrees<{ a: string; b?: number }, { a: string; b?: number }> = null! as Yes;",
    ]);
    expect(diagnostics).toEqual(["narrowed", "optional", "lost"]);
  });

  it("have no `any`, which would agree with everything", () => {
    const code = types.replaceAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"/g, "");
    expect(code.match(/.*\bany\b.*/g)).toBeNull();
  });

  it("are declared exactly once each, under their own names", () => {
    const declared = [...types.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
    expect(declared).toEqual(model.types.map(({ name }) => name));
  });

  function check(lines: readonly string[]): readonly string[] {
    const test = join(folder, "agreement.ts");
    const imports = [
      'import type * as generated from "./types.ts";',
      `import type * as envelopes from ${specifier("contracts/src/spec/envelopes-of.ts")};`,
      "export type { envelopes, generated };",
    ];
    const text = [...imports, comparison, ...lines].join("\n");
    const diagnostics = checkTypescript({
      files: new Map([
        [test, text],
        [join(folder, "types.ts"), types],
        [join(folder, "package.json"), '{ "type": "module" }'],
      ]),
      roots: [test],
      disk: true,
      compilerOptions: { skipLibCheck: true },
    });
    return diagnostics.map((diagnostic) => {
      const line = diagnostic.match(/agreement\.ts:(\d+) /)?.[1];
      const name = text.split("\n")[Number(line) - 1]?.match(/^export const (\w+)/)?.[1];
      return name ?? diagnostic;
    });
  }
});

/** A module of the repository, as the comparison imports it. */
function specifier(file: string): string {
  return JSON.stringify(`../${file}`);
}

/** The lines that compare one type with its contract's, found by identity in the module that the contract is written in. */
async function agreement(type: PublishedType, index: number): Promise<readonly string[]> {
  if (type.location === undefined) throw new Error(`The source of ${type.name} is not known.`);
  const file = join(root, type.location.file);
  const contract = `contract${index}`;
  const own = await contractType(type, file, contract);
  const probes = type.spec.parameters.map(() => "Probe").join(", ");
  const compare = (name: string, applied: string) =>
    `export const ${name}: Agrees<${own}${applied}, generated.${type.name}${applied}> = null! as Yes;`;
  return [
    `import type * as ${contract} from ${specifier(type.location.file)};`,
    compare(type.name, ""),
    ...(probes === "" || type.envelopeOf !== undefined ? [] : [compare(`${type.name}Applied`, `<${probes}>`)]),
  ];
}

async function contractType(type: PublishedType, file: string, contract: string): Promise<string> {
  if (type.envelopeOf === undefined) return `${contract}.${type.name}`;
  const exported = Object.entries((await import(pathToFileURL(file).href)) as Record<string, unknown>);
  const operation = exported.find(([, value]) => isOperation(value, type.envelopeOf));
  if (operation === undefined) throw new Error(`${file} does not export the operation ${type.envelopeOf}.`);
  const derived = type.name.endsWith("Request") ? "RequestOf" : "SuccessOf";
  const envelope = `envelopes.${derived}<typeof ${contract}.${operation[0]}>`;
  // The key is a string to the contract's type; only its value says which.
  return `(Omit<${envelope}, "envelope_type"> & { envelope_type: ${JSON.stringify(type.envelopeOf)} })`;
}

function isOperation(value: unknown, key: string | undefined): boolean {
  return (value as { meta?: { key?: unknown } } | null)?.meta?.key === key;
}
