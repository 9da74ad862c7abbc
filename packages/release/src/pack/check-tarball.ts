import { isBuiltin } from "node:module";
import ts from "typescript";
import type { Problem } from "../problem.ts";
import { exportedFiles } from "./exported-files.ts";
import type { PackedPackage } from "./packed-package.ts";

/** What every tarball holds beside its code. */
const accompanying: readonly string[] = ["LICENSE", "README.md"];

/** The house rules of a tarball: everything in it that is wrong for whoever installs it. */
export function checkTarball(packed: PackedPackage): readonly Problem[] {
  return [
    ...checkAccompanying(packed),
    ...checkManifest(packed),
    ...checkDependencies(packed),
    ...checkExports(packed),
    ...checkContents(packed),
    ...checkImports(packed),
  ];
}

function checkAccompanying({ name, files }: PackedPackage): readonly Problem[] {
  return accompanying
    .filter((file) => (files.get(file)?.length ?? 0) === 0)
    .map((file) => ({
      subject: name,
      message: `is packed without ${file}`,
      mend: `add the file, or name it in "files"`,
    }));
}

function checkManifest({ name, manifest }: PackedPackage): readonly Problem[] {
  const problems: Problem[] = [];
  const wants = (holds: boolean, message: string, mend: string) => {
    if (!holds) problems.push({ subject: name, message, mend });
  };
  wants(manifest.private !== true, "is private", "publish only packages that are not");
  wants(typeof manifest.license === "string", "names no licence", `set "license" to an SPDX identifier`);
  wants(typeof manifest.description === "string", "describes itself by nothing", `set "description" to one sentence`);
  wants(manifest.sideEffects !== undefined, "does not say whether its modules have side effects", `set "sideEffects"`);
  wants(/^>=\d+/.test(manifest.engines?.node ?? ""), "does not say which Node it needs", `set "engines.node"`);
  wants(
    manifest.publishConfig?.access === "public" && manifest.publishConfig.provenance === true,
    "would be published without provenance",
    `set "publishConfig" to { "access": "public", "provenance": true }`,
  );
  return problems;
}

function checkDependencies({ name, manifest }: PackedPackage): readonly Problem[] {
  const all = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  const foreign = Object.entries(all)
    .filter(([, range]) => /^(workspace|file|link|catalog|portal|git|https?):/.test(range))
    .map(([dependency, range]) => ({
      subject: name,
      message: `depends on ${dependency} as "${range}", which no registry resolves`,
      mend: "pack it with pnpm, which writes versions in place of workspace ranges",
    }));
  const development = Object.keys(manifest.devDependencies ?? {}).map((dependency) => ({
    subject: name,
    message: `publishes its development dependency ${dependency}`,
    mend: "pack it with the workspace's .pnpmfile.mjs, which leaves them out",
  }));
  return [...foreign, ...development];
}

function checkExports({ name, manifest, files }: PackedPackage): readonly Problem[] {
  return exportedFiles(manifest).flatMap(({ subpath, conditions, file }) => {
    const place = `exports ${[subpath, ...conditions].join(" → ")}`;
    if (conditions.includes("source")) {
      return [
        {
          subject: name,
          message: `${place} leads to sources`,
          mend: "pack it with the workspace's .pnpmfile.mjs, which removes the condition",
        },
      ];
    }
    const [start = "", end] = file.split("*");
    const isIt = (path: string) => (end === undefined ? path === file : path.startsWith(start) && path.endsWith(end));
    if ([...files.keys()].some(isIt)) return [];
    const mend = `build the package, or name the file in "files"`;
    return [{ subject: name, message: `${place} leads to ${file}, which is not in the tarball`, mend }];
  });
}

/** Tests, sources and what tools leave behind are nobody's business who installs the package. */
const unwanted = /(^|\/)(node_modules|\.turbo|testing|coverage)\/|\.test(-d)?\.|\.tsbuildinfo$|(?<!\.d)\.[cm]?ts$/;

function checkContents({ name, files }: PackedPackage): readonly Problem[] {
  return [...files.keys()]
    .filter((path) => unwanted.test(path))
    .map((path) => ({
      subject: `${name}/${path}`,
      message: "is packed, and serves only this repository",
      mend: `exclude it in the package's tsconfig.json or "files"`,
    }));
}

/** Every import of the packed code and types is of the package itself, of Node, or of what it declares. */
function checkImports({ name, manifest, files }: PackedPackage): readonly Problem[] {
  const declared = new Set([
    name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
  ]);
  const problems = new Map<string, Problem>();
  for (const [path, content] of files) {
    if (!/\.(js|mjs|d\.ts|d\.mts)$/.test(path)) continue;
    const { importedFiles } = ts.preProcessFile(Buffer.from(content).toString("utf8"), true, true);
    for (const { fileName: specifier } of importedFiles) {
      const problem = importProblem(specifier, path, declared, files);
      if (problem !== undefined) problems.set(`${path} ${specifier}`, { subject: `${name}/${path}`, ...problem });
    }
  }
  return [...problems.values()];
}

function importProblem(
  specifier: string,
  path: string,
  declared: ReadonlySet<string>,
  files: ReadonlyMap<string, Uint8Array>,
): Omit<Problem, "subject"> | undefined {
  if (specifier.startsWith(".")) {
    const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
    // Declarations keep the extension of the source; the compiler reads the declaration beside it.
    const candidates = [target, target.replace(/\.(js|ts)$/, ".d.ts")];
    if (candidates.some((candidate) => files.has(candidate))) return undefined;
    return { message: `imports ${specifier}, which is not in the tarball`, mend: "build the package anew" };
  }
  if (isBuiltin(specifier)) return undefined;
  const [scope = "", rest] = specifier.split("/");
  const imported = scope.startsWith("@") ? `${scope}/${rest}` : scope;
  if (declared.has(imported)) return undefined;
  return { message: `imports ${specifier}, which is no dependency`, mend: `add ${imported} to "dependencies"` };
}
