import { registry } from "@oap/contracts";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { checkTypescript } from "../check-typescript.ts";
import { emitters } from "../emitters.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { parcelRegistry } from "../parcel-registry.ts";

const typescriptEmitters = emitters.filter(({ name }) => name.startsWith("emitTypescript"));

async function emit(contracts: typeof registry): Promise<readonly GeneratedFile[]> {
  const model = buildModel(contracts);
  return (await Promise.all(typescriptEmitters.map((emitter) => emitter(model)))).flat();
}

/** The package in an otherwise empty file system, with these files of its user beside it. */
function check(files: readonly GeneratedFile[], user: Readonly<Record<string, string>> = {}): readonly string[] {
  const all = new Map(files.map(({ path, content }) => [`/package/${path.replace("typescript/", "")}`, content]));
  for (const [name, text] of Object.entries(user)) all.set(`/package/src/${name}`, text);
  const roots = [...all.keys()].filter((path) => path.endsWith(".ts"));
  // Whoever puts the sources into a project of their own may have these on.
  const compilerOptions = { noUnusedLocals: true, exactOptionalPropertyTypes: true };
  return checkTypescript({ files: all, roots, compilerOptions });
}

describe.each([
  ["the protocol's registry", registry],
  ["a team's own registry", parcelRegistry],
])("the package of %s", (_, contracts) => {
  let files: readonly GeneratedFile[];
  beforeAll(async () => {
    files = await emit(contracts);
  });

  it("compiles alone under strict, with no package installed", () => {
    expect(check(files)).toEqual([]);
  });

  it("imports nothing but itself", () => {
    for (const { path, content } of files.filter((file) => /\.(ts|js)$/.test(file.path))) {
      const imports = [...content.matchAll(/(?:^|[;\n])\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']/g)].map(
        (match) => match[1],
      );
      expect(
        imports.filter((specifier) => !specifier?.startsWith("./")),
        path,
      ).toEqual([]);
    }
  });

  it("names no place on the machine that generated it", () => {
    for (const { path, content } of files) {
      expect(content.includes("node_modules"), path).toBe(false);
      expect(content.includes(import.meta.dirname.split("/").slice(0, 3).join("/")), path).toBe(false);
    }
  });

  it("is the same when it is generated again", async () => {
    expect(await emit(contracts)).toEqual(files);
  });

  it("lists every file of its exports", () => {
    const manifest = JSON.parse(files.find(({ path }) => path === "typescript/package.json")?.content ?? "{}");
    const written = new Set(files.map(({ path }) => path));
    for (const [subpath, target] of Object.entries<string | Record<string, string>>(manifest.exports)) {
      for (const file of typeof target === "string" ? [target] : Object.values(target)) {
        const source = file.replace("./dist/", "./src/").replace(/(?<!validators)\.js$/, ".ts");
        const candidates = [source, source.replace(/\.d\.ts$/, ".ts")].map((name) => name.replace("./", "typescript/"));
        expect(
          candidates.some((name) => written.has(name)),
          `${subpath} → ${file}`,
        ).toBe(true);
      }
    }
  });
});

describe("the generated types in use", () => {
  let files: readonly GeneratedFile[];
  beforeAll(async () => {
    files = await emit(parcelRegistry);
  });

  it("refuse a server without a handler for an operation", () => {
    const missing = `import type { Handlers } from "./server.ts";
// @ts-expect-error "parcel.track" has no handler
export const handlers: Handlers<unknown> = {};
`;
    expect(check(files, { "missing.ts": missing })).toEqual([]);
    const present = missing.replace("{};", '{ "parcel.track": ({ parcel }) => ({ parcel, events: [] }) };');
    expect(check(files, { "present.ts": present })).toEqual([expect.stringContaining("Unused '@ts-expect-error'")]);
  });

  it("narrow a tagged union by its tag", () => {
    const user = `import type { ParcelEvent } from "./types.ts";
export const place = (event: ParcelEvent): string | undefined => event.kind === "scanned" ? event.depot : event.signed_by;
`;
    expect(check(files, { "user.ts": user })).toEqual([]);
  });

  it("know the codes of this version and leave room for later ones", () => {
    const user = `import { ParcelsError } from "./errors.ts";
export function retry(error: ParcelsError): boolean {
  if (error.code === "OVERLOADED" || error.code === "A_LATER_CODE") return error.retryable;
  return false;
}
// @ts-expect-error an error always has a code
export const without = new ParcelsError();
`;
    expect(check(files, { "user.ts": user })).toEqual([]);
  });
});
