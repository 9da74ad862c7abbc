import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "./testing/oap-process.ts";

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const actionPath = join(import.meta.dirname, "../../../.github/actions/contract-diff/action.yml");
const action = parse(await readFile(actionPath, "utf8"));
const steps: readonly Step[] = action.runs.steps;

interface Ran {
  readonly code: number;
  readonly output: string;
  /** What the step said to later ones. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The arguments of each call of the program that stands for `oap` or `gh`. */
  readonly calls: readonly (readonly string[])[];
  readonly folder: string;
}

/** Runs a step as the runner does, in a folder of its own, with a program in the place of `oap` and `gh`. */
async function runStep(
  name: string,
  environment: Readonly<Record<string, string>>,
  program = "process.exit(0)",
): Promise<Ran> {
  const script = steps.find((step) => step.name === name)?.run ?? "exit 99";
  const folder = await temporaryFolder();
  const bin = join(folder, "node_modules/.bin");
  await mkdir(bin, { recursive: true });
  const record = `require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify(process.argv.slice(2)) + "\\n");`;
  for (const command of ["oap", "gh"]) {
    await writeFile(
      join(bin, command),
      `#!${process.execPath}\nconst folder = ${JSON.stringify(folder)};${record}${program}`,
    );
    await chmod(join(bin, command), 0o755);
  }
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  const env = {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    FOLDER: folder,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_REPOSITORY: "acme/shop",
    ...environment,
  };
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const ran = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile("bash", shell, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
  const lines = async (path: string) =>
    (await readFile(path, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  return {
    ...ran,
    outputs: Object.fromEntries((await lines(output)).map((line) => line.split(/=(.*)/s).slice(0, 2))),
    calls: (await lines(join(folder, "calls"))).map((line) => JSON.parse(line)),
    folder,
  };
}

const inputs = {
  COMMAND: "",
  BASE: "v1.0.0",
  BASE_COMMIT: "",
  HEAD: "",
  CONTRACT: "api.yaml",
  FORMAT: "github",
  SUPPRESSIONS: "",
  FAIL_ON: "unknown",
  ENUM_ADDITIONS: "breaking",
  MARKER: "",
};
const writesReports = `
  const { writeFileSync } = require("node:fs");
  writeFileSync(folder + "/report.json", JSON.stringify({ outcome: "breaking", bump: "major" }));
  writeFileSync(folder + "/report.md", "<!-- oap-diff:shop -->\\n");
  process.exit(1);`;

describe("the action", () => {
  it("takes inputs by the environment alone", () => {
    for (const { name, run = "" } of steps) expect(run, name).not.toContain("${{");
    const passed = steps.flatMap(({ env = {} }) => Object.values(env)).join(" ");
    for (const input of Object.keys(action.inputs)) {
      const used = `${passed} ${JSON.stringify(steps.map(({ name: _, env: __, ...others }) => others))}`;
      expect(used, `${input} is an input that nothing uses`).toContain(`inputs.${input}`);
    }
  });

  it("hands each input on as one argument, whatever is in it", async () => {
    const hostile = '"; touch pwned; $(touch pwned) `touch pwned` && touch pwned #';
    const names = Object.keys(inputs).filter((name) => name !== "COMMAND");
    const all = { ...inputs, ...Object.fromEntries(names.map((name) => [name, `${hostile}${name}`])) };
    const { calls, folder } = await runStep("Compare", all);
    expect(calls.length).toBe(1);
    expect(calls[0]).toContain(`${hostile}CONTRACT`);
    expect(calls[0]?.slice(-3)).toEqual(["--", `${hostile}BASE`, `${hostile}HEAD`]);
    expect(await readdir(folder)).not.toContain("pwned");
  });

  it("tells the outcome and the bump, puts the report into the summary, and concludes with the exit code", async () => {
    const { code, outputs, folder } = await runStep("Compare", inputs, writesReports);
    expect([code, outputs]).toEqual([0, { folder, "exit-code": "1", outcome: "breaking", bump: "major" }]);
    expect(await readFile(join(folder, "summary"), "utf8")).toContain("<!-- oap-diff:shop -->");
    expect((await runStep("Conclude", { CODE: "1" })).code).toBe(1);
    expect((await runStep("Conclude", { CODE: "" })).code).toBe(2);
    expect((await runStep("Conclude", { CODE: "0" })).code).toBe(0);
  });

  it("runs a command of the repository's own, and installs nothing then", async () => {
    const COMMAND = "oap --of-this-repository";
    const installed = await runStep("Install", { COMMAND, CLI_VERSION: "no such version" });
    expect([installed.code, installed.calls]).toEqual([0, []]);
    const { calls } = await runStep("Compare", { ...inputs, COMMAND });
    expect(calls.map((call) => call.slice(0, 2))).toEqual([["--of-this-repository", "diff"]]);
  });

  it("does not pretend to have compared", async () => {
    const { outputs } = await runStep("Compare", inputs, "process.exit(2)");
    expect(outputs).toMatchObject({ "exit-code": "2" });
    expect(outputs.outcome).toBeUndefined();
    const nothing = await runStep("Compare", { ...inputs, BASE: "" });
    expect([nothing.calls, nothing.outputs["exit-code"]]).toEqual([[], "2"]);
    expect(nothing.output).toContain("::error");
  });

  it.each([
    ["updates its comment", "breaking", "17\\n18\\n", ["PATCH", "repos/acme/shop/issues/comments/17"]],
    ["writes a first one", "breaking", "", ["POST", "repos/acme/shop/issues/7/comments"]],
    ["writes none to say that nothing has changed", "unchanged", "", undefined],
    [
      "updates its comment when what it said is no more",
      "unchanged",
      "17\\n",
      ["PATCH", "repos/acme/shop/issues/comments/17"],
    ],
  ])("%s", async (_, outcome, found, call) => {
    const report = join(await temporaryFolder(), "report.md");
    await writeFile(report, "<!-- oap-diff:shop -->\n## No change\n");
    const answers = `if (process.argv[3] === "graphql") {
      if (process.env.MARKER !== "<!-- oap-diff:shop -->") process.exit(9);
      process.stdout.write("${found}");
    }`;
    const { code, calls } = await runStep("Comment", { NUMBER: "7", OUTCOME: outcome, REPORT: report }, answers);
    expect(code).toBe(0);
    expect(calls[0]).toContain("name=shop");
    const written = calls[1] === undefined ? undefined : [calls[1][3], calls[1][4]];
    expect(written).toEqual(call);
    if (call !== undefined) expect(calls[1]).toContain(`body=@${report}`);
  });

  it("warns, and goes on, where it may not comment", async () => {
    const report = join(await temporaryFolder(), "report.md");
    await writeFile(report, "<!-- oap-diff:shop -->\n");
    const { code, output } = await runStep(
      "Comment",
      { NUMBER: "7", OUTCOME: "breaking", REPORT: report },
      "process.exit(1)",
    );
    expect(code).toBe(0);
    expect(output).toContain("::warning title=Contract diff::");
  });
});
