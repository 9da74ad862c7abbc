import { build } from "esbuild";
import type { Problem } from "../problem.ts";

/** What a program in a browser may import: these packages are promised to run there. */
export const browserPackages: readonly string[] = ["@oap/client", "@oap/protocol", "@oap/protocol/validators"];

/**
 * Bundles a package as a browser's bundler does, and refuses whatever only Node has. Its imports are resolved in the
 * empty project; nothing is run.
 */
export async function checkBrowserBundle(folder: string, imports: readonly string[]): Promise<readonly Problem[]> {
  const contents = imports.map((name, index) => `export * as entry${index} from "${name}";`).join("\n");
  const problem = (message: string): Problem => ({
    subject: imports.join(", "),
    message,
    mend: "keep what only Node has out of what runs in browsers",
  });
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: folder, loader: "js" },
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const foreign = Object.values(metafile.inputs).flatMap((input) => input.imports.filter(({ external }) => external));
    const text = outputFiles[0]?.text ?? "";
    const globals = ["process", "Buffer", "require", "__dirname"].filter((name) =>
      new RegExp(`(?<![.\\w"'\`])${name}\\s*[.(]`).test(text),
    );
    return [
      ...foreign.map(({ path }) => problem(`import ${path}, which no browser has`)),
      ...globals.map((name) => problem(`use ${name}, which no browser has`)),
    ];
  } catch (error) {
    return [problem(`cannot be bundled for browsers:\n${(error as Error).message}\n`)];
  }
}
