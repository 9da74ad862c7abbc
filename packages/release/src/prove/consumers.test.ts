import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBrowserBundle } from "./browser-bundle.ts";
import { readmeProgram } from "./readme-program.ts";
import { runConsumers } from "./run-consumers.ts";

describe("the program of a front page", () => {
  it("is the first fence that says so, with what the next one says it prints", () => {
    const readme = "# A\n\n```ts\nnot(this);\n```\n\n```ts program\nconsole.log(1);\n```\n\n```text\n1\n```\n";
    expect(readmeProgram(readme)).toEqual({ language: "ts", code: "console.log(1);\n", prints: "1\n" });
  });

  it("may be told of in one sentence before its output", () => {
    const readme = "```js program\nrun();\n```\n\nIt prints this:\n\n```text\n1\n```\n";
    expect(readmeProgram(readme)).toEqual({ language: "js", code: "run();\n", prints: "1\n" });
  });

  it("promises nothing where the next fence is another's", () => {
    const readme = "```ts program\nrun();\n```\n\n## Else\n\nMore.\n\n```text\n1\n```\n";
    expect(readmeProgram(readme)).toEqual({ language: "ts", code: "run();\n" });
    expect(readmeProgram("```ts\nrun();\n```\n")).toBeUndefined();
  });
});

describe("a program in the empty project", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "oap-consumers-"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("passes if it prints what is promised, types and all", async () => {
    expect(await run("const text: string = `1`;\nconsole.log(text);\n", "1\n")).toEqual([]);
  });

  it("is refused if it prints something else, fails, or imports what is not installed", async () => {
    expect(await run("console.log(2);\n", "1\n")).toEqual([expect.stringContaining("prints\n2\nand not\n1\n")]);
    expect(await run("throw new Error('lost');\n", "")).toEqual([expect.stringContaining("Error: lost")]);
    expect(await run("import '@oap/nowhere';\n", "")).toEqual([expect.stringContaining("ERR_MODULE_NOT_FOUND")]);
  });

  it("is refused in a browser if it needs what only Node has", async () => {
    await install("portable", "export const send = () => fetch('/');");
    await install("files", 'import "node:fs"; export const send = 1;');
    await install("globals", "export const send = () => process.env.HOME;");
    expect(await checkBrowserBundle(folder, ["portable"])).toEqual([]);
    for (const [name, message] of [
      ["files", /node:fs/],
      ["globals", /use process/],
      ["nowhere", /cannot be bundled/],
    ] as const) {
      expect(await checkBrowserBundle(folder, [name]), name).toMatchObject([
        { message: expect.stringMatching(message) },
      ]);
    }
  });

  async function run(code: string, prints: string): Promise<readonly string[]> {
    await writeFile(join(folder, "program.ts"), code);
    const problems = await runConsumers(folder, process.execPath, [{ packageName: "a", file: "program.ts", prints }]);
    return problems.map(({ message }) => message);
  }

  async function install(name: string, code: string): Promise<void> {
    const target = join(folder, "node_modules", name);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, "package.json"), JSON.stringify({ name, type: "module", exports: "./index.js" }));
    await writeFile(join(target, "index.js"), code);
  }
});
