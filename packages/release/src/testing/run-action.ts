import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";

export interface ActionStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly ActionStep[] };
}

export interface RanStep {
  readonly code: number;
  readonly output: string;
  /** What the step said to later ones. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface RanAction {
  /** 0 if no step failed. */
  readonly code: number;
  /** What the steps that ran printed, by their names. */
  readonly steps: Readonly<Record<string, RanStep>>;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface RunActionOptions {
  readonly path: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** What expressions call `github`, by the dots in it: `{ "event.pull_request.number": "7" }`. */
  readonly github: Readonly<Record<string, string>>;
  /** The checkout. */
  readonly workspace: string;
  /** The variables that the runner sets. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs the scripts of a composite action as the runner does: each in bash, with its inputs, outputs, conditions and files.
 * A step that uses another action is left out.
 */
export async function runAction(options: RunActionOptions): Promise<RanAction> {
  const action = readAction(options.path);
  const steps: Record<string, RanStep> = {};
  const values = new Map<string, string>();
  for (const [name, { default: value = "" }] of Object.entries(action.inputs)) {
    values.set(`inputs.${name}`, evaluated(options.inputs[name] ?? value, values));
  }
  for (const [name, value] of Object.entries(options.github)) values.set(`github.${name}`, value);
  let code = 0;
  for (const step of action.runs.steps) {
    if (step.run === undefined || code !== 0 || !holds(step.if ?? "", values)) continue;
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, values)]),
    );
    const environment = { GITHUB_ACTION_PATH: dirname(options.path), ...options.environment, ...env };
    const ran = await runStep(step.run, options.workspace, environment);
    steps[step.name] = ran;
    code = ran.code;
    for (const [name, value] of Object.entries(ran.outputs)) values.set(`steps.${step.id}.outputs.${name}`, value);
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, evaluated(value, values)]);
  return { code, steps, outputs: Object.fromEntries(outputs) };
}

export function readAction(path: string): Action {
  return parse(readFileSync(path, "utf8")) as Action;
}

/** Runs one script as the runner runs `shell: bash`. */
export async function runStep(
  script: string,
  workspace: string,
  environment: Readonly<Record<string, string>>,
): Promise<RanStep> {
  const folder = await mkdtemp(join(tmpdir(), "oap-step-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  await Promise.all([output, summary].map((file) => writeFile(file, "")));
  const runner = { PATH: process.env.PATH ?? "", HOME: folder, RUNNER_TEMP: folder, GIT_CONFIG_NOSYSTEM: "1" };
  const env = { ...runner, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...environment };
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const ran = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile("bash", shell, { cwd: workspace, env, timeout: stepTimeoutMs }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: `${stdout}${stderr}` });
    });
  });
  const said = (await readFile(output, "utf8")).split("\n").filter((line) => line !== "");
  return {
    ...ran,
    outputs: Object.fromEntries(said.map((line) => line.split(/=(.*)/s).slice(0, 2))),
    summary: await readFile(summary, "utf8"),
  };
}

const stepTimeoutMs = 60_000;

/** Puts values in the place of expressions; what has none is empty, as on the runner. */
function evaluated(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{ (\S+) \}\}/g, (_, path: string) => values.get(path) ?? "");
}

/** Conditions are comparisons of a value with a string, all of which must hold. */
function holds(condition: string, values: ReadonlyMap<string, string>): boolean {
  return condition
    .split(" && ")
    .filter((part) => part !== "")
    .every((part) => {
      const {
        path = "",
        operator,
        text,
      } = /^(?<path>\S+) (?<operator>==|!=) '(?<text>[^']*)'$/.exec(part)?.groups ?? {};
      if (operator === undefined) throw new Error(`The condition ${part} is none that is known here.`);
      return ((values.get(path) ?? "") === text) === (operator === "==");
    });
}
