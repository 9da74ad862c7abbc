import ts from "typescript";

export interface ToolRunnerMutant {
  readonly title: string;
  /** The rules that it breaks; none for a change that is allowed. */
  readonly breaks: readonly string[];
  readonly text: string;
}

/** Changed versions of the real tool-runner.ts, made on its syntax tree, so that they follow it as it changes. */
export function toolRunnerMutants(text: string): readonly ToolRunnerMutant[] {
  const source = ts.createSourceFile("tool-runner.ts", text, ts.ScriptTarget.Latest, true);
  return mutations.map(({ title, breaks = [], edit }) => ({ title, breaks, text: applied(edit(source), text, title) }));
}

interface Mutation {
  readonly title: string;
  readonly breaks?: readonly string[];
  readonly edit: (source: ts.SourceFile) => readonly Edit[];
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const mutations: readonly Mutation[] = [
  { title: "as it is", edit: (source) => [{ from: source.end, to: source.end, text: "\n" }] },
  {
    title: "with metrics under another name",
    edit: (source) => [
      ...all(source, isImportOf("updateExecutionMetrics"), (name) => `${name} as count`),
      ...all(source, isCallOf("updateExecutionMetrics"), (call) => call.replace("updateExecutionMetrics", "count")),
    ],
  },
  {
    title: "without its finally",
    breaks: ["unmeasured-run"],
    edit: (source) => {
      const { finallyBlock } = tryOf(source);
      return [{ from: source.text.lastIndexOf("finally", finallyBlock!.getStart()), to: finallyBlock!.end, text: "" }];
    },
  },
  {
    title: "without the metrics in its finally",
    breaks: ["unmeasured-run"],
    edit: (source) => all(source, isCallOf("updateExecutionMetrics"), () => "module.metrics"),
  },
  {
    title: "one that drops the metrics",
    breaks: ["unmeasured-run"],
    edit: (source) =>
      all(
        source,
        (node) => ts.isBinaryExpression(node) && isCallOf("updateExecutionMetrics")(node.right),
        (assignment) => assignment.slice(assignment.indexOf("=") + 1),
      ),
  },
  {
    title: "one that measures only sometimes",
    breaks: ["unmeasured-run"],
    edit: (source) => replaced(tryOf(source).finallyBlock!, (block) => `{ if (startedAt > 0) ${block} }`),
  },
  {
    title: "one that measures before it runs",
    breaks: ["unmeasured-run"],
    edit: (source) => {
      const { tryBlock, finallyBlock } = tryOf(source);
      const statements = finallyBlock!.getText().slice(1, -1);
      return [insert(tryBlock.getStart() + 1, statements), ...replaced(finallyBlock!, () => "{}")];
    },
  },
  {
    title: "without the check of the input",
    breaks: ["unvalidated-run"],
    edit: (source) => all(source, isCallOf("checkInput"), (_, call) => argumentOf(call, 1)),
  },
  {
    title: "one that checks the input and gives the plugin another",
    breaks: ["unvalidated-run"],
    edit: (source) => all(source, isCallOf("checkInput"), (call, node) => `(${call}, ${argumentOf(node, 1)})`),
  },
  {
    title: "without the check of the output",
    breaks: ["unvalidated-run"],
    edit: (source) => all(source, isCallOf("checkOutput"), (_, call) => `(${argumentOf(call, 1)} as never)`),
  },
  {
    title: "one that checks the output only sometimes",
    breaks: ["unvalidated-run"],
    edit: (source) =>
      all(
        source,
        isCallOf("checkOutput"),
        (call, node) => `(startedAt > 0 ? ${call} : (${argumentOf(node, 1)} as never))`,
      ),
  },
  {
    title: "one with a shortcut to the plugin",
    breaks: ["unvalidated-run", "unmeasured-run", "unwrapped-error"],
    edit: (source) => [
      insert(
        runOf(source).body!.getStart() + 1,
        `const short = this.#registry.find(request.target)?.run;
        if (short) return { ok: true, output: (await short(request.input as never, null as never)) as never };`,
      ),
    ],
  },
  {
    title: "one with a second way to the plugin",
    breaks: ["unvalidated-run"],
    edit: (source) => [
      insert(
        runOf(source).getFullStart(),
        "\nrunFast(request: AttemptRequest) { return this.#registry.find(request.target)?.run?.(request.input as never, null as never); }\n",
      ),
    ],
  },
  {
    title: "without its catch",
    breaks: ["unwrapped-error"],
    edit: (source) => replaced(tryOf(source).catchClause!, () => ""),
  },
  {
    title: "one that throws the exception on",
    breaks: ["unwrapped-error"],
    edit: (source) => {
      const { block, variableDeclaration } = tryOf(source).catchClause!;
      return [insert(block.getStart() + 1, ` if (startedAt > 0) throw ${variableDeclaration!.name.getText()};`)];
    },
  },
  {
    title: "one that tells the message of a raw exception",
    breaks: ["unwrapped-error"],
    edit: (source) => {
      const name = tryOf(source).catchClause!.variableDeclaration!.name.getText();
      return all(
        source,
        isCallOf("attemptFailure"),
        () => `new AttemptFailure("ExecutionError", "RUNTIME_ERROR", String(${name}))`,
      );
    },
  },
  {
    title: "one that answers with the whole error envelope",
    breaks: ["unwrapped-error", "internal-leak"],
    edit: (source) =>
      all(source, isCallOf("publicErrorEnvelope"), (_, call) => `${argumentOf(call, 0)} as unknown as never`),
  },
  {
    title: "one that answers with the traceback",
    breaks: ["unwrapped-error", "internal-leak"],
    edit: (source) =>
      all(source, isCallOf("publicErrorEnvelope"), (_, call) => `{ ...${argumentOf(call, 0)}._internal }`),
  },
  {
    title: "one that checks outside of its try",
    breaks: ["unwrapped-error"],
    edit: (source) => [
      insert(tryOf(source).getStart(), "checkInput(this.#registry.find(request.target)!, request.input);\n"),
    ],
  },
  {
    title: "one that replaces the outcome in its finally",
    breaks: ["unwrapped-error"],
    edit: (source) => [
      insert(
        tryOf(source).finallyBlock!.end - 1,
        'return this.#failed(new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "late"), request);',
      ),
    ],
  },
  {
    title: "one whose plugin is called beside the class",
    breaks: ["unvalidated-run"],
    edit: (source) => [
      insert(
        source.end,
        "export const runDirectly = (capability: Runnable, input: JsonValue) => capability.run(input as never, null as never);",
      ),
    ],
  },
];

function applied(edits: readonly Edit[], text: string, title: string): string {
  if (edits.length === 0) throw new Error(`tool-runner.ts has nothing to change for the mutant "${title}".`);
  return [...edits]
    .sort((left, right) => right.from - left.from)
    .reduce((changed, { from, to, text: by }) => changed.slice(0, from) + by + changed.slice(to), text);
}

function runOf(source: ts.SourceFile): ts.MethodDeclaration {
  return nodes(source).find(
    (node): node is ts.MethodDeclaration => ts.isMethodDeclaration(node) && node.name.getText() === "run",
  )!;
}

function tryOf(source: ts.SourceFile): ts.TryStatement {
  return nodes(runOf(source)).find(
    (node): node is ts.TryStatement => ts.isTryStatement(node) && node.finallyBlock !== undefined,
  )!;
}

/** Replaces every node that fits. */
function all(
  source: ts.SourceFile,
  fits: (node: ts.Node) => boolean,
  by: (text: string, node: ts.Node) => string,
): readonly Edit[] {
  return nodes(source)
    .filter(fits)
    .flatMap((node) => replaced(node, (text) => by(text, node)));
}

function replaced(node: ts.Node, by: (text: string) => string): readonly Edit[] {
  return [{ from: node.getStart(), to: node.end, text: by(node.getText()) }];
}

function insert(at: number, text: string): Edit {
  return { from: at, to: at, text };
}

function isCallOf(name: string): (node: ts.Node) => node is ts.CallExpression {
  return (node): node is ts.CallExpression => ts.isCallExpression(node) && node.expression.getText() === name;
}

function isImportOf(name: string): (node: ts.Node) => boolean {
  return (node) => ts.isImportSpecifier(node) && node.name.text === name;
}

function argumentOf(call: ts.Node, index: number): string {
  return (call as ts.CallExpression).arguments[index]!.getText();
}

function nodes(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
