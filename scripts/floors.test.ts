import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, matchesGlob, normalize, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** The floors of the repository. An import runs to a lower floor, or stays on its own without making a cycle. */
const floors: readonly (readonly string[])[] = [
  ["contracts"],
  ["packages/codegen", "packages/diff", "generated"],
  ["packages/plan", "packages/governance", "packages/orchestrator", "packages/ledger", "packages/release"],
  ["packages/plugins", "packages/identity", "packages/telemetry", "packages/store", "packages/client"],
  ["packages/engine"],
  ["packages/server", "packages/conformance"],
  ["packages/cli", "packages/console"],
  ["packages/examples", "packages/bench", "packages/docs"],
];

const root = new URL("..", import.meta.url).pathname;
const files = globSync("{contracts,packages,generated}/**/src/**/*.ts", {
  cwd: root,
  exclude: (path) => path.includes("node_modules") || path.includes("dist"),
}).sort();
const packages = readPackages();
const excludes = new Map<string, readonly string[]>();

describe("floors", () => {
  it("finds every package on exactly one floor", () => {
    const folders = [...packages.values()].map((place) => place.folder).sort();
    for (const folder of folders) expect(floorOf(folder), `${folder} is on no floor`).toBeGreaterThanOrEqual(0);
    expect(files.length).toBeGreaterThan(50);
  });

  it("lets no import run upward", () => {
    const upward = edges()
      .filter(({ from, to }) => floorOf(from) < floorOf(to))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(upward).toEqual([]);
  });

  it("keeps contracts out of the runtime: only codegen, tests and scripts read them", () => {
    const readers = edges().filter(
      ({ to, from, file }) => to === "contracts" && from !== to && from !== "packages/codegen" && !isTest(file),
    );
    expect(readers.map(({ file }) => file)).toEqual([]);
  });

  it("imports TypeBox in contracts and codegen alone, and nothing else in contracts", () => {
    const external = importsOfAll().filter(({ specifier }) => !specifier.startsWith("."));
    const typebox = external.filter(({ specifier }) => specifier.startsWith("@sinclair/typebox"));
    expect(
      typebox.map(({ from }) => from).filter((from) => from !== "contracts" && from !== "packages/codegen"),
    ).toEqual([]);
    const inContracts = external.filter(({ from, file }) => from === "contracts" && !isTest(file));
    expect([...new Set(inContracts.map(({ specifier }) => specifier))]).toEqual(["@sinclair/typebox"]);
  });

  it("declares every package it imports", () => {
    const undeclared = importsOfAll()
      .filter(({ specifier, file }) => !specifier.startsWith(".") && !specifier.startsWith("node:") && !isTest(file))
      .filter(({ from, specifier, file }) => {
        const declared = packageAt(file)?.dependencies ?? [];
        return (
          from !== "" && !declared.includes(packageName(specifier)) && packageAt(file)?.name !== packageName(specifier)
        );
      })
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(undeclared).toEqual([]);
  });

  it("has no cycle between packages", () => {
    const graph = new Map<string, Set<string>>();
    for (const { from, to, file } of edges()) {
      if (isTest(file) || from === to) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
    expect(cycles(graph)).toEqual([]);
  });

  it("has no cycle between the files of a package, types aside", () => {
    const graph = new Map<string, Set<string>>();
    for (const { file, specifier, typeOnly } of importsOfAll()) {
      if (!specifier.startsWith(".") || typeOnly) continue;
      graph.set(file, (graph.get(file) ?? new Set()).add(normalize(join(dirname(file), specifier))));
    }
    expect(cycles(graph)).toEqual([]);
  });
});

interface Import {
  readonly file: string;
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importsOfAll(): Import[] {
  return files.flatMap((file) => importsOf(file).map((found) => ({ ...found, file, from: folderOf(file) })));
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest);
  const found: { specifier: string; typeOnly: boolean }[] = [];
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const typeOnly = ts.isImportDeclaration(statement)
      ? (statement.importClause?.isTypeOnly ?? false)
      : statement.isTypeOnly;
    found.push({ specifier: statement.moduleSpecifier.text, typeOnly });
  }
  return found;
}

/** The imports that cross or stay within packages of this repository. */
function edges(): { file: string; from: string; to: string; specifier: string }[] {
  return importsOfAll().flatMap((found) => {
    const to = found.specifier.startsWith(".")
      ? folderOf(normalize(join(dirname(found.file), found.specifier)))
      : packages.get(packageName(found.specifier))?.folder;
    return to === undefined ? [] : [{ ...found, to }];
  });
}

function readPackages(): Map<string, { folder: string; name: string; dependencies: string[] }> {
  const found = new Map<string, { folder: string; name: string; dependencies: string[] }>();
  for (const path of globSync(
    [
      "contracts/package.json",
      "generated/package.json",
      "generated/typescript/package.json",
      "packages/*/package.json",
    ],
    { cwd: root },
  )) {
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
    found.set(manifest.name, {
      folder: folderOf(`${dirname(path)}/`),
      name: manifest.name,
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    });
  }
  return found;
}

function packageAt(file: string) {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    const manifest = join(root, folder, "package.json");
    if (existsSync(manifest)) return packages.get(JSON.parse(readFileSync(manifest, "utf8")).name);
  }
  return undefined;
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `packages/plan/src/x.ts` → `packages/plan`; `generated/typescript/…` → `generated`. */
function folderOf(file: string): string {
  const [first, second] = relative("", file).split("/");
  return first === "packages" ? `${first}/${second}` : (first ?? "");
}

function floorOf(folder: string): number {
  return floors.findIndex((floor) => floor.includes(folder));
}

/** Tests and what serves them are the files that a package's build leaves out. */
function isTest(file: string): boolean {
  const [folder = "", path = ""] = file.split("/src/");
  return buildExcludes(folder).some((pattern) =>
    [pattern, `${pattern}/**`].some((glob) => matchesGlob(`src/${path}`, glob)),
  );
}

function buildExcludes(folder: string): readonly string[] {
  const known = excludes.get(folder);
  if (known !== undefined) return known;
  const found: readonly string[] = JSON.parse(readFileSync(join(root, folder, "tsconfig.json"), "utf8")).exclude ?? [];
  excludes.set(folder, found);
  return found;
}

/** Every cycle, each named once by its nodes in order. */
function cycles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      found.add([...path.slice(start), node].join(" → "));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return [...found];
}
