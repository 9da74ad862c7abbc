import type { ASTNode } from "@marcbachmann/cel-js";

/** What an expression reads, and what is wrong with it beyond its syntax and types. */
export interface RuleFindings {
  /** The step ids that it reads, in the order in which they appear. */
  readonly references: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Holds an expression to the part of CEL that plans may use: pure, the same on every machine, and bounded. Functions are an
 * allow-list. Left out are regular expressions (they backtrack), time zones and durations (they read the machine's), and
 * `cel.bind` (it doubles values without limit). Macros nest at most once.
 */
export function checkRules(ast: ASTNode): RuleFindings {
  const references = new Set<string>();
  const problems: string[] = [];
  const visit = (node: ASTNode, bound: ReadonlySet<string>, macros: number): void => {
    const inner = (child: ASTNode) => visit(child, bound, macros);
    switch (node.op) {
      case "value":
        return;
      case "id":
        if (!bound.has(node.args)) problems.push(bareName(node.args));
        return;
      case ".":
      case "[]":
        if (readReference(node, bound, references, problems)) return;
        inner(node.args[0]);
        if (node.op === "[]") inner(node.args[1]);
        return;
      case "call":
        problems.push(...callProblems(node.args[0], node.args[1]));
        node.args[1].forEach(inner);
        return;
      case "rcall": {
        const [name, receiver, args] = node.args;
        inner(receiver);
        const variable = args[0];
        if (!macroNames.has(name) || variable?.op !== "id") {
          if (!methodNames.has(name)) problems.push(unknownFunction(name));
          args.forEach(inner);
          return;
        }
        if (roots.has(variable.args)) problems.push(`\`${variable.args}\` cannot name the variable of a macro.`);
        if (macros === macroDepthMax)
          problems.push("Macros may nest once: a macro in a macro in a macro is too much work.");
        const names = new Set([...bound, variable.args]);
        for (const arg of args.slice(1)) visit(arg, names, macros + 1);
        return;
      }
      case "list":
        node.args.forEach(inner);
        return;
      case "map":
        for (const [key, value] of node.args) {
          if (!isTextLiteral(key) || unsafeKeys.has(key.args))
            problems.push("The keys of a map must be plain string literals.");
          inner(value);
        }
        return;
      case "!_":
      case "-_":
        inner(node.args);
        return;
      case ".?":
      case "[?]":
        problems.push("Optional access is not available: use has().");
        return;
      default:
        node.args.forEach(inner);
    }
  };
  visit(ast, new Set(), 0);
  return { references: [...references], problems };
}

const roots: ReadonlySet<string> = new Set(["steps", "plan"]);
const macroDepthMax = 2;
const macroNames: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter"]);
const functionNames: ReadonlySet<string> = new Set(["has", "size", "string", "int", "double", "dyn", "timestamp"]);
const methodNames: ReadonlySet<string> = new Set([
  ...["contains", "startsWith", "endsWith", "indexOf", "lastIndexOf", "substring"],
  ...["lowerAscii", "upperAscii", "trim", "split", "join", "size"],
]);
/** The library drops these members from map literals without a word. */
const unsafeKeys: ReadonlySet<string> = new Set(["constructor", "prototype", "__proto__"]);
/** Only a full RFC 3339 instant means the same on every machine. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function readReference(
  node: ASTNode,
  bound: ReadonlySet<string>,
  references: Set<string>,
  problems: string[],
): boolean {
  const outer = member(node);
  if (outer === undefined) return false;
  if (isRoot(outer.base, "plan", bound)) {
    if (outer.name !== "metadata") problems.push(`\`plan.${outer.name}\` is not visible: only plan.metadata is.`);
    return true;
  }
  const step = member(outer.base);
  if (step === undefined || !isRoot(step.base, "steps", bound)) return false;
  references.add(step.name);
  if (outer.name !== "output" && outer.name !== "state") {
    problems.push(`\`steps.${step.name}.${outer.name}\` is not visible: only output and state of a step are.`);
  }
  return true;
}

function member(node: ASTNode): { base: ASTNode; name: string } | undefined {
  if (node.op === ".") return { base: node.args[0], name: node.args[1] };
  if (node.op === "[]" && isTextLiteral(node.args[1])) return { base: node.args[0], name: node.args[1].args };
  return undefined;
}

function isRoot(node: ASTNode, name: string, bound: ReadonlySet<string>): boolean {
  return node.op === "id" && node.args === name && !bound.has(name);
}

function isTextLiteral(node: ASTNode): node is ASTNode & { op: "value"; args: string } {
  return node.op === "value" && typeof node.args === "string";
}

function bareName(name: string): string {
  if (name === "steps") return "Name the step and what it gives: steps.<step_id>.output or steps.<step_id>.state.";
  if (name === "plan") return "Only plan.metadata is visible.";
  return `\`${name}\` is unknown: an expression sees steps.<step_id>.output, steps.<step_id>.state and plan.metadata.`;
}

function callProblems(name: string, args: readonly ASTNode[]): string[] {
  if (!functionNames.has(name)) return [unknownFunction(name)];
  const first = args[0];
  if (name === "timestamp" && !(first && isTextLiteral(first) && instant.test(first.args))) {
    return ['timestamp() takes a literal RFC 3339 instant with its zone, such as timestamp("2030-01-01T00:00:00Z").'];
  }
  return [];
}

function unknownFunction(name: string): string {
  if (name === "matches") {
    return "matches() is not available, because regular expressions can take unbounded time: use contains(), startsWith() or endsWith().";
  }
  const known = [...functionNames, ...methodNames, ...macroNames].sort().join(", ");
  return `${name}() is not available. These are: ${known}.`;
}
