import ts from "typescript";

/** The declarations by which the rules know the execution path: not by a name alone, but by what a name refers to. */
export interface Landmarks {
  /** Of the types `CapabilityRun` and so on: the function type's node, the interface's, and so on. */
  readonly capabilityRun: ts.Node;
  readonly capabilityContext: ts.Node;
  readonly attemptOutcome: ts.TypeAliasDeclaration;
  readonly pluginState: ts.TypeAliasDeclaration;
  readonly pluginErrorEnvelope: ts.TypeAliasDeclaration;
  readonly checkInput: ts.FunctionDeclaration;
  readonly checkOutput: ts.FunctionDeclaration;
  readonly updateExecutionMetrics: ts.FunctionDeclaration;
  readonly attemptFailure: ts.FunctionDeclaration;
  readonly publicErrorEnvelope: ts.FunctionDeclaration;
}

/** Where what is looked for is declared, from the repository's root. Whoever moves one says so here. */
export const landmarkFiles = {
  definePlugin: "packages/plugins/src/define-plugin.ts",
  attempt: "packages/plugins/src/attempt.ts",
  checkPayload: "packages/plugins/src/check-payload.ts",
  executionMetrics: "packages/plugins/src/execution-metrics.ts",
  attemptFailure: "packages/plugins/src/attempt-failure.ts",
  errorEnvelope: "packages/plugins/src/error-envelope.ts",
  toolRunner: "packages/plugins/src/tool-runner.ts",
  protocolTypes: "generated/typescript/src/types.ts",
} as const;

/** Finds them all. Throws where one is gone: a scanner that looks for nothing would find nothing. */
export function findLandmarks(sourceAt: (path: string) => ts.SourceFile | undefined): Landmarks {
  const find = <T extends ts.Statement>(
    path: string,
    name: string,
    is: (node: ts.Node) => node is T & { name: ts.Identifier },
  ): T => {
    const found = sourceAt(path)?.statements.find(
      (statement): statement is T & { name: ts.Identifier } => is(statement) && statement.name.text === name,
    );
    if (found !== undefined) return found;
    throw new Error(`The scanner looks for \`${name}\` in ${path} and does not find it. See landmarks.ts.`);
  };
  const at = landmarkFiles;
  const alias = (path: string, name: string) => find<ts.TypeAliasDeclaration>(path, name, ts.isTypeAliasDeclaration);
  const verb = (path: string, name: string) =>
    find<ts.FunctionDeclaration>(path, name, (node): node is ts.FunctionDeclaration & { name: ts.Identifier } =>
      ts.isFunctionDeclaration(node),
    );
  return {
    capabilityRun: alias(at.definePlugin, "CapabilityRun").type,
    capabilityContext: find<ts.InterfaceDeclaration>(at.definePlugin, "CapabilityContext", ts.isInterfaceDeclaration),
    attemptOutcome: alias(at.attempt, "AttemptOutcome"),
    pluginState: alias(at.protocolTypes, "PluginState"),
    pluginErrorEnvelope: alias(at.protocolTypes, "PluginErrorEnvelope"),
    checkInput: verb(at.checkPayload, "checkInput"),
    checkOutput: verb(at.checkPayload, "checkOutput"),
    updateExecutionMetrics: verb(at.executionMetrics, "updateExecutionMetrics"),
    attemptFailure: verb(at.attemptFailure, "attemptFailure"),
    publicErrorEnvelope: verb(at.errorEnvelope, "publicErrorEnvelope"),
  };
}
