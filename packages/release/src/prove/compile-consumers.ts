import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "../problem.ts";
import { plainEnvironment, runCommand } from "../run-command.ts";

const compileTimeoutMs = 120_000;

/** Strict, as the strictest consumer has it; a bundler's users have no other resolution. */
const strict = {
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  resolveJsonModule: true,
  skipLibCheck: false,
  noEmit: true,
};

const resolutions: readonly { readonly name: string; readonly options: object }[] = [
  { name: "nodenext", options: { module: "nodenext" } },
  { name: "bundler", options: { module: "esnext", moduleResolution: "bundler" } },
];

export interface CompileOptions {
  readonly folder: string;
  readonly node: string;
  /** From the folder; globs of TypeScript. */
  readonly include: readonly string[];
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

/** Type-checks programs of the empty project under both resolutions, by the compiler that is installed there. */
export async function compileConsumers(name: string, options: CompileOptions): Promise<readonly Problem[]> {
  const { folder, node, include, lib, types } = options;
  const problems = await Promise.all(
    resolutions.map(async (resolution) => {
      const file = `tsconfig.${name}.${resolution.name}.json`;
      const compilerOptions = { ...strict, ...resolution.options, lib, types };
      await writeFile(join(folder, file), JSON.stringify({ compilerOptions, include }));
      const compiler = join("node_modules", "typescript", "bin", "tsc");
      const env = plainEnvironment(process.env);
      const run = await runCommand(node, [compiler, "-p", file], { cwd: folder, env, timeoutMs: compileTimeoutMs });
      if (run.code === 0) return [];
      return [
        {
          subject: `The ${name} programs`,
          message: `do not compile with module resolution ${resolution.name}:\n${run.output.trim()}\n`,
          mend: "mend the example, or the types that are published",
        },
      ];
    }),
  );
  return problems.flat();
}
