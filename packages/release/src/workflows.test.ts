import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintAction, lintWorkflow } from "./testing/lint-workflow.ts";

const root = new URL("../../../", import.meta.url).pathname;
const workflows = globSync(".github/workflows/*.{yml,yaml}", { cwd: root }).sort();
const actions = globSync(".github/actions/*/action.yml", { cwd: root }).sort();

describe("the workflows", () => {
  it("are there", () => {
    expect(workflows).toEqual(["ci", "pull-request", "release"].map((name) => `.github/workflows/${name}.yml`));
    expect(actions).toEqual([".github/actions/contract-diff/action.yml"]);
  });

  it.each(workflows)("%s is good", async (path) => {
    expect(await lintWorkflow(readFileSync(join(root, path), "utf8"), path)).toEqual([]);
  });

  it.each(actions)("%s is good", async (path) => {
    expect(await lintAction(readFileSync(join(root, path), "utf8"), path)).toEqual([]);
  });

  it("give the action only inputs that it has, and all that it needs", async () => {
    const { inputs } = await read(actions[0]!);
    for (const path of workflows) {
      for (const job of Object.values((await read(path)).jobs ?? {})) {
        for (const { uses, with: given = {} } of job.steps) {
          if (uses !== "./.github/actions/contract-diff") continue;
          expect(Object.keys(given).filter((name) => !Object.hasOwn(inputs ?? {}, name))).toEqual([]);
        }
      }
    }
  });

  it("run programs by the commands of package.json, which say how, under a pnpm that runners have not", async () => {
    const steps = (await Promise.all(workflows.map(read)))
      .flatMap((workflow) => Object.values(workflow.jobs ?? {}))
      .flatMap(({ steps }) => steps);
    const commands = steps.flatMap(({ run, with: given }) => [run, given?.command].filter((it) => it !== undefined));
    expect(commands).toContain("npx -y pnpm@12 oap");
    const { scripts } = await manifest();
    const programs = Object.values(scripts).flatMap(
      (script) => script.match(/scripts\/(?!release-publish)\S+\.ts/)?.[0] ?? [],
    );
    expect(programs).toContain("scripts/oap.ts");
    for (const command of commands) expect(programs.filter((file) => String(command).includes(file))).toEqual([]);
  });

  it("publish only where nothing is installed, and comment only where nothing is published", async () => {
    const jobs = (await Promise.all(workflows.map(read))).flatMap((workflow) => Object.values(workflow.jobs ?? {}));
    const publishing = jobs.filter(({ permissions }) => permissions?.["id-token"] === "write");
    expect(publishing).toHaveLength(1);
    const runs = publishing[0]?.steps.map(({ run = "" }) => run).join("\n") ?? "";
    expect(runs).toContain("release-publish.ts");
    expect(runs).not.toMatch(/install|pnpm/);
    expect(jobs.filter(({ permissions }) => permissions?.["pull-requests"] === "write")).toHaveLength(2);
  });
});

describe("the lint of workflows", () => {
  const good = `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v5
      - run: echo "$TITLE"
`;

  it("finds nothing in a good one", async () => {
    expect(await lintWorkflow(good, "x.yml")).toEqual([]);
  });

  it.each([
    ["a misspelt key", good.replace("- run:", "- rum:"), /unexpected key "rum"/],
    ["a permission that there is not", good.replace("{}", "{ contents: all }"), /"all" is invalid for permission/],
    ["a job that needs nobody", good.replace("    runs-on", "    needs: nobody\n    runs-on"), /nobody/],
    [
      "the title of a pull request in a script",
      good.replace('"$TITLE"', github("event.pull_request.title")),
      /untrusted/,
    ],
    ["any expression in a script", good.replace('"$TITLE"', github("ref_name")), /pass it by env/],
    ["an action without a version", good.replace("@v5", "@main"), /actions\/checkout@main names no version/],
    [
      "a version that can be moved where a job may write",
      good.replace("{}", "{ contents: write }"),
      /@v5 can be moved/,
    ],
    ["no permissions", good.replace("permissions: {}\n", ""), /name those that it needs/],
    ["no bound of time", good.replace("    timeout-minutes: 5\n", ""), /six hours/],
    ["no YAML", "jobs: [", /parse/],
  ])("finds %s", async (_, text, message) => {
    expect((await lintWorkflow(text, "x.yml")).join("\n")).toMatch(message);
  });

  it("finds the same in a composite action, and a step without a shell", async () => {
    const action = (step: string) => `inputs:
  base: { description: The base. }
runs:
  using: composite
  steps:
    - ${step}
`;
    expect(await lintAction(action('{ shell: bash, run: "true" }'), "action.yml")).toEqual([]);
    expect((await lintAction(action("{ uses: actions/checkout@v5 }"), "action.yml")).join()).toMatch(
      /pin it to a commit/,
    );
    expect(await lintAction(action('{ run: "true" }'), "action.yml")).toEqual([
      'action.yml: the step "true" names no shell',
    ]);
    const unknown = action(`{ shell: bash, env: { BASE: "${github("x")}" }, run: "true" }`).replace(
      "github.x",
      "inputs.bas",
    );
    expect((await lintAction(unknown, "action.yml")).join("\n")).toMatch(/property "bas" is not defined/);
  });
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Read {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly jobs?: Readonly<
    Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

async function read(path: string): Promise<Read> {
  const { parse } = await import("yaml");
  return parse(readFileSync(join(root, path), "utf8")) as Read;
}

async function manifest(): Promise<{ readonly scripts: Readonly<Record<string, string>> }> {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}

function github(property: string): string {
  return `\${{ github.${property} }}`;
}
