import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect } from "@oap/client";
import { describe, expect, it } from "vitest";
import { readPlugins } from "./read-plugins.ts";
import { oap, serve, temporaryFolder } from "./testing/oap-process.ts";

const frontPage = new URL("../../../README.md", import.meta.url);
const contract = {
  name: "greet",
  version: "1.0.0",
  type: "text",
  description: "Greets somebody.",
  input: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
  output: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  risk: "LOW",
  idempotent: true,
};

const greetings = (changed: object = {}) => `{
  module: "greetings",
  capabilities: {
    greet: { contract: ${JSON.stringify({ ...contract, ...changed })}, run: ({ name }) => ({ text: \`Hello, \${name}!\` }) },
  },
}`;

async function plugin(source: string, name = "plugin.mjs"): Promise<string> {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, source);
  return file;
}

describe("readPlugins", () => {
  it("takes a plugin, or a list of them, in JavaScript and in TypeScript", async () => {
    const one = await plugin(`export default ${greetings()};`);
    const list = await plugin(`const all: object[] = []; export default all;`, "none.ts");
    expect(await readPlugins([one, list])).toMatchObject([{ module: "greetings" }]);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ["what cannot be loaded", "export default {", /plugin\.mjs cannot be loaded: \w*Error: /],
    ["no default export", `export const mine = ${greetings()};`, /It must export a plugin by default, such as `export/],
    [
      "a capability without a run",
      `export default { module: "m", capabilities: { a: {} } };`,
      /It must export a plugin/,
    ],
    [
      "a contract that is none",
      `export default ${greetings({ risk: "low", version: undefined })};`,
      /cannot be used:\n\/capabilities\/greet\/contract: `version` is missing\.\n\/capabilities\/greet\/contract\/risk: .*"LOW"/,
    ],
    [
      "a name that is not its contract's",
      `export default ${greetings({ name: "meet" })};`,
      /"meet" under the name "greet"/,
    ],
    [
      "what is built in already",
      `export default ${greetings({ name: "render" }).replace("greetings", "text").replace("greet:", "render:")};`,
      /text\.render 1\.0\.0 is registered already/,
    ],
  ];
  it.each(wrong)("refuses %s, and says what would be right", async (_, source, says) => {
    await expect(readPlugins([await plugin(source)])).rejects.toThrow(says);
  });
});

describe("oap policy check --plugin", { timeout: 60_000 }, () => {
  const policies = fileURLToPath(new URL("../../governance/policies/default", import.meta.url));

  it("takes a package that modules of the working folder can import, and says which name is neither that nor a file", async () => {
    const folder = await temporaryFolder();
    const installed = join(folder, "node_modules", "@acme", "greetings");
    await mkdir(join(installed, "dist"), { recursive: true });
    await writeFile(
      join(installed, "package.json"),
      `{ "type": "module", "exports": { "import": "./dist/index.js" } }`,
    );
    await writeFile(join(installed, "dist", "index.js"), `export default ${greetings()};`);
    await mkdir(join(folder, "apps", "@acme", "greetings"), { recursive: true });
    await writeFile(join(folder, "apps", "own.mjs"), `export { default } from "@acme/greetings";`);
    const check = (name: string) => oap(["policy", "check", policies, "--plugin", name], {}, join(folder, "apps"));
    for (const name of ["@acme/greetings", "own.mjs", "./own.mjs"])
      expect.soft(await check(name), name).toMatchObject({ code: 0, stderr: "" });
    const wrong = await check("greetings.mjs");
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^oap: The plugin greetings\.mjs is no file, and no package that loads: .*apps\/\n$/),
    ]);
  });
});

describe("oap serve --plugin", { timeout: 60_000 }, () => {
  it("runs the example of the front page under the same policies and checks as what is built in", async () => {
    const [, example] = /```js\n(.*?)```/s.exec(await readFile(frontPage, "utf8")) ?? [];
    const file = await plugin(example ?? "");
    const { url } = await serve("--data-dir", await temporaryFolder(), "--plugin", file);
    const { exec } = connect({ baseUrl: url });
    const target = { module_id: "greetings", capability: "greet" };
    expect(await exec.invoke({ target, input: { name: "Ada" } })).toMatchObject({
      state: "COMPLETED",
      output: { text: "Hello, Ada!" },
      governance: { allowed_actions: ["greetings.greet"] },
    });
    expect(await exec.invoke({ target, input: {} })).toMatchObject({ error: { reason: "VALIDATION_ERROR" } });
  });
});
