import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FakeGitHub, fakeGitHub } from "./testing/fake-github.ts";
import { type RanStep, readAction, runAction, runStep } from "./testing/run-action.ts";
import { type TemporaryRepository, temporaryRepository } from "./testing/temporary-repository.ts";

const root = new URL("../../../", import.meta.url).pathname;
const path = join(root, ".github/actions/contract-diff/action.yml");
const action = readAction(path);

/** The command of the checkout in which the tests run, from its sources. */
const oap = `${process.execPath} --conditions=source ${join(root, "packages/cli/src/bin.ts")}`;

const shop = (maximum: number) => `openapi: 3.1.0
info: { title: Shop, version: 1.4.0 }
paths:
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, properties: { amount: { type: integer, maximum: ${maximum} } } }
      responses: { "204": { description: Placed. } }
`;

const tokens = {
  writer: { login: "github-actions", writes: true },
  fork: { login: "github-actions", writes: false },
};

describe("the action", { timeout: 60_000 }, () => {
  it("takes inputs by the environment alone, and uses each", () => {
    const { steps } = action.runs;
    for (const { name, run = "" } of steps) expect(run, name).not.toContain("${{");
    const used = JSON.stringify(steps.map(({ run: _, ...others }) => others));
    for (const input of Object.keys(action.inputs)) expect(used, input).toContain(`inputs.${input} `);
  });

  describe("on a pull request", () => {
    let repository: TemporaryRepository;
    let gitHub: FakeGitHub;
    beforeEach(async () => {
      gitHub = await fakeGitHub(tokens);
      repository = temporaryRepository();
      repository.write({ "api.yaml": shop(100) });
      repository.commit("Say what the shop takes");
      repository.git("switch", "--quiet", "--create", "work");
    });
    afterEach(async () => {
      repository.remove();
      await gitHub.close();
    });

    it("comments what breaks, and updates the comment in place, until nothing breaks any more", async () => {
      push(10);
      const broken = await run();
      expect(broken.steps.Comment?.output).toBe("");
      expect(broken.code).toBe(1);
      expect(broken.outputs).toMatchObject({ outcome: "breaking", bump: "major", "exit-code": "1" });
      expect(JSON.parse(await readFile(broken.outputs.json ?? "", "utf8"))).toMatchObject({ outcome: "breaking" });
      expect(broken.steps.Compare?.output).toMatch(/^::error file=api\.yaml,line=11,title=maximum-lowered::/);
      expect(gitHub.comments).toMatchObject([
        { author: "github-actions", body: expect.stringMatching(/^<!-- oap-diff:Shop -->\n## ❌ 1 breaking change\n/) },
      ]);
      expect(broken.steps.Compare?.summary).toBe(gitHub.comments[0]?.body);

      push(100);
      const mended = await run();
      expect([mended.code, mended.outputs.outcome]).toEqual([0, "unchanged"]);
      expect(gitHub.comments).toMatchObject([{ body: expect.stringContaining("No change") }]);
    });

    it("says so by the summary alone where the token of a fork may not write", async () => {
      push(10);
      const ran = await run({ token: "fork" });
      expect(ran.code).toBe(1);
      expect(ran.steps.Compare?.summary).toContain("1 breaking change");
      expect(ran.steps.Comment?.output).toMatch(
        /^::warning .*\(GitHub answered 200: Resource not accessible by integration\)\. A pull request from a fork/,
      );
      expect(gitHub.comments).toEqual([]);
    });

    it("comments nothing where it could not compare, and fails with 2", async () => {
      push(10);
      const ran = await run({ suppressions: "gone.json" });
      expect([ran.code, ran.outputs["exit-code"], ran.outputs.outcome]).toEqual([2, "2", ""]);
      expect(ran.steps.Compare?.output).toMatch(/^::error title=Contract diff::.*gone\.json cannot be read/m);
      expect(gitHub.requests()).toBe(0);
    });

    it("asks the ledger that it is given", async () => {
      push(10);
      expect((await run({ released: "gone.json" })).steps.Compare?.output).toContain("gone.json cannot be read");
    });

    function push(maximum: number): void {
      repository.write({ "api.yaml": shop(maximum) });
      repository.commit(`Take ${maximum}`);
    }

    function run(inputs: Readonly<Record<string, string>> = {}) {
      const [base = "", head = ""] = ["main", "HEAD"].map((revision) => repository.git("rev-parse", revision).trim());
      return runAction({
        path,
        inputs: { contract: "api.yaml", command: oap, token: "writer", ...inputs },
        github: { "event.pull_request.number": "7", "event.pull_request.base.sha": base },
        workspace: repository.root,
        environment: { ...ofRunner, GITHUB_GRAPHQL_URL: gitHub.url, GITHUB_SHA: head },
      });
    }
  });
});

/** What GitHub's runner sets, as the steps read it. */
const ofRunner = {
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_SERVER_URL: "https://git.example",
  GITHUB_RUN_ID: "42",
};

describe("the comparison of the action", () => {
  const inputs = {
    COMMAND: "",
    BASE: "v1.0.0",
    BASE_COMMIT: "",
    HEAD: "",
    CONTRACT: "api.yaml",
    FORMAT: "github",
    SUPPRESSIONS: "",
    RELEASED: "",
    FAIL_ON: "unknown",
    ENUM_ADDITIONS: "breaking",
    ACROSS_MAJORS: "false",
    MARKER: "",
  };

  it("compares major versions where that is asked for alone", async () => {
    expect((await compare({})).calls[0]).not.toContain("--across-majors");
    expect((await compare({ ACROSS_MAJORS: "true" })).calls[0]).toContain("--across-majors");
  });

  it("hands each input on as one argument, whatever is in it", async () => {
    const hostile = '"; touch pwned; $(touch pwned) `touch pwned` && touch pwned #';
    const names = Object.keys(inputs).filter((name) => name !== "COMMAND");
    const all = Object.fromEntries(names.map((name) => [name, `${hostile}${name}`]));
    const { calls, folder } = await compare(all);
    expect(calls.length).toBe(1);
    for (const name of ["CONTRACT", "SUPPRESSIONS", "RELEASED", "MARKER"]) expect(calls[0]).toContain(hostile + name);
    expect(calls[0]?.slice(-3)).toEqual(["--", `${hostile}BASE`, `${hostile}HEAD`]);
    expect(await readdir(folder)).not.toContain("pwned");
  });

  it("runs a command of the repository's own, and installs nothing then", async () => {
    const COMMAND = "node_modules/.bin/oap --of-this-repository";
    const environment = { COMMAND, CLI_VERSION: "no such version" };
    const installed = await runStep(scriptOf("Install"), tmpdir(), environment);
    expect([installed.code, installed.output]).toEqual([0, ""]);
    const { calls } = await compare({ COMMAND });
    expect(calls.map((call) => call.slice(0, 2))).toEqual([["--of-this-repository", "diff"]]);
  });

  it("does not pretend to have compared", async () => {
    const failed = await compare({}, "process.exit(2)");
    expect(failed.outputs).toMatchObject({ "exit-code": "2" });
    expect(failed.outputs.outcome).toBeUndefined();
    const nothing = await compare({ BASE: "" });
    expect([nothing.calls, nothing.outputs["exit-code"]]).toEqual([[], "2"]);
    expect(nothing.output).toContain("::error");
  });

  it("concludes with the exit code, and with 2 where there is none", async () => {
    for (const [CODE, code] of [
      ["1", 1],
      ["", 2],
      ["0", 0],
    ] as const) {
      expect((await runStep(scriptOf("Conclude"), tmpdir(), { CODE })).code).toBe(code);
    }
  });

  it("lets nothing that a contract says be a command of the runner", async () => {
    const says = 'console.log("::error::It was me\\n ##[add-mask]a")';
    const said = await compare({ FORMAT: "text" }, says);
    expect(said.output).toMatch(/^::stop-commands::([0-9a-f]{32})\n::error::It was me\n ##\[add-mask\]a\n::\1::\n$/);
    expect((await compare({}, says)).output).not.toContain("stop-commands");
  });

  describe("finds its base", () => {
    let repository: TemporaryRepository;
    let checkout: string;
    beforeEach(async () => {
      repository = temporaryRepository();
      checkout = await mkdtemp(join(tmpdir(), "oap-checkout-"));
      repository.commit("First");
      repository.git("switch", "--quiet", "--create", "work");
      repository.commit("Work");
      repository.git("switch", "--quiet", "main");
      repository.commit("Second");
      repository.git("switch", "--quiet", "--create", "merge");
      repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "work");
    });
    afterEach(async () => {
      repository.remove();
      await rm(checkout, { recursive: true });
    });
    const commit = (revision: string) => repository.git("rev-parse", revision).trim();

    it("where the merge is checked out, though the base went on since the last push", async () => {
      clone("merge");
      expect(await baseOf({ BASE_COMMIT: commit("main^"), GITHUB_SHA: commit("merge") })).toBe(commit("main"));
    });

    it("where one commit is checked out, which does not have it", async () => {
      clone("merge", "--depth=1");
      expect(await baseOf({ BASE_COMMIT: commit("main^"), GITHUB_SHA: commit("merge") })).toBe(commit("main"));
    });

    it("where the branch itself is checked out, which lacks what came to the base since", async () => {
      clone("work");
      const environment = { BASE_COMMIT: commit("main"), GITHUB_SHA: commit("merge") };
      expect(await baseOf(environment)).toBe(commit("main^"));
    });

    it("or says how it would be there", async () => {
      clone("merge", "--depth=1");
      repository.git("update-ref", "-d", "refs/heads/main");
      const environment = { BASE: "", BASE_COMMIT: "0".repeat(40), GITHUB_SHA: "another" };
      const { code, calls, outputs, output } = await compare(environment, undefined, checkout);
      expect([code, calls, outputs["exit-code"]]).toEqual([0, [], "2"]);
      expect(output).toMatch(/::error title=Contract diff::The commit 0{40}, .* check out with fetch-depth: 0\./);
    });

    function clone(branch: string, ...options: readonly string[]): void {
      repository.git("clone", "--quiet", "--branch", branch, ...options, `file://${repository.root}`, checkout);
    }

    async function baseOf(environment: Readonly<Record<string, string>>): Promise<string | undefined> {
      const { calls, output } = await compare({ BASE: "", ...environment }, undefined, checkout);
      expect(calls, output).toHaveLength(1);
      return calls[0]?.at(-1);
    }
  });

  interface Compared extends RanStep {
    /** The arguments of each call of the program that stands for `oap`. */
    readonly calls: readonly (readonly string[])[];
    readonly folder: string;
  }

  /** Runs the step with a program in the place of `oap`. */
  async function compare(
    environment: Readonly<Record<string, string>>,
    program = "",
    workspace?: string,
  ): Promise<Compared> {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
    const calls = join(folder, "calls");
    const record = `require("node:fs").appendFileSync(${JSON.stringify(calls)}, JSON.stringify(process.argv.slice(2)) + "\\n");`;
    writeFileSync(join(folder, "node_modules/.bin/oap"), `#!${process.execPath}\n${record}${program}`);
    chmodSync(join(folder, "node_modules/.bin/oap"), 0o755);
    writeFileSync(calls, "");
    const all = { ...inputs, FOLDER: folder, ...ofRunner, ...environment };
    const ran = await runStep(scriptOf("Compare"), workspace ?? folder, all);
    const lines = (await readFile(calls, "utf8")).split("\n").filter((line) => line !== "");
    return { ...ran, calls: lines.map((line) => JSON.parse(line)), folder };
  }
});

describe("the comment of the action", () => {
  let gitHub: FakeGitHub;
  beforeEach(async () => {
    gitHub = await fakeGitHub(tokens);
  });
  afterEach(() => gitHub.close());
  const report = "<!-- oap-diff:shop -->\n## 2 breaking changes\n";

  it("is found among more of them than one page holds, and nobody else's is touched", async () => {
    for (let number = 0; number < 250; number += 1) gitHub.comment("ada", `${report}${number}`);
    gitHub.comment("github-actions", "<!-- oap-diff:shop-2 -->\n");
    gitHub.comment("github-actions", `${report.replaceAll("\n", "\r\n")}before`);
    expect(await comment()).toBe("");
    expect(gitHub.comments.map(({ body }) => body).filter((body) => body === report)).toHaveLength(1);
    expect(gitHub.comments.at(-1)?.body).toBe(report);
    expect(gitHub.comments).toHaveLength(252);
    expect(gitHub.requests()).toBe(4);
  });

  it("is not begun to say that nothing has changed", async () => {
    expect(await comment({ OUTCOME: "unchanged" })).toBe("");
    expect(gitHub.comments).toEqual([]);
  });

  it("says where the whole is when it is longer than GitHub takes", async () => {
    const long = `${report}${"x".repeat(65_537 - report.length)}`;
    expect(await comment({}, long.slice(0, -1))).toBe("");
    expect(gitHub.comments[0]?.body).toHaveLength(65_536);
    expect(await comment({}, long)).toBe("");
    expect(gitHub.comments).toHaveLength(1);
    expect(gitHub.comments[0]?.body).toBe(
      `${report}\nThe report is longer than a comment may be. [The summary of the run](https://git.example/acme/shop/actions/runs/42) has it.\n`,
    );
  });

  it.each([
    ["the token is of nobody", { TOKEN: "stolen" }, "(GitHub answered 401: Bad credentials)"],
    ["there is no token", { TOKEN: "" }, "(TOKEN is not set)"],
    ["there is no such pull request", { NUMBER: "8" }, "a PullRequest with the number of 8."],
    ["GitHub cannot be reached", { GITHUB_GRAPHQL_URL: "http://127.0.0.1:1/graphql" }, "fetch failed"],
  ])("is left out with a warning where %s", async (_, environment, reason) => {
    const output = await comment(environment);
    expect(output).toMatch(/^::warning title=Contract diff::There is no new comment .*\n$/);
    expect(output).toContain(reason);
  });

  async function comment(environment: Readonly<Record<string, string>> = {}, text = report): Promise<string> {
    const REPORT = join(await temporaryFolder(), "report.md");
    writeFileSync(REPORT, text);
    const { code, output } = await runStep(scriptOf("Comment"), tmpdir(), {
      ...ofRunner,
      GITHUB_ACTION_PATH: join(path, ".."),
      GITHUB_GRAPHQL_URL: gitHub.url,
      TOKEN: "writer",
      NUMBER: "7",
      OUTCOME: "breaking",
      REPORT,
      ...environment,
    });
    expect(code).toBe(0);
    return output;
  }
});

function scriptOf(name: string): string {
  return action.runs.steps.find((step) => step.name === name)?.run ?? "exit 99";
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "oap-action-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
