import type { GeneratedFile } from "../generated-file.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { Model, PublishedOperation } from "../model.ts";
import { parameterDefault } from "./typescript-declaration.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { classStem, literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `client.ts`: one method for each operation, in namespaces by the parts of its key, and one for each capability. */
export async function emitTypescriptClient(model: Model): Promise<readonly GeneratedFile[]> {
  const root = namespacesOf(model);
  const clientName = `${classStem(model)}Client`;
  const modules = hasModules(model);
  const names = new Set(model.operations.flatMap((operation) => methodTypes(operation, model)));
  if (modules) for (const name of ["ExecInvokeParams", "ExecInvokeResultSync"]) names.add(name);
  const body = `import { type Call, type CallOptions, call } from "./call.ts";
${modules ? 'import type { CapabilityTypes } from "./capabilities.ts";' : ""}
import type { OperationKey, OperationTypes } from "./operations.ts";
import type { Transport } from "./transport.ts";
import type { ${[...names].sort().join(", ")} } from "./types.ts";

export type { Call, CallOptions, CallResponse } from "./call.ts";
export type { Transport, TransportRequest } from "./transport.ts";

/**
 * Calls the control plane. Each method sends its request at once and promises the result; \`.withResponse()\` on what it
 * returns adds headers, status and envelope. An exchange that fails rejects with \`${classStem(model)}Error\`; work that was
 * accepted and then failed is a result, and says so in its \`state\`.
 */
export interface ${clientName} {
${declarations(root, model)}
  /** Calls an operation by its key. */
  call<TKey extends OperationKey>(
    key: TKey,
    params: OperationTypes[TKey]["params"],
    options?: CallOptions,
  ): Call<OperationTypes[TKey]["result"]>;
${modules ? moduleDeclaration : ""}
}

${modules ? moduleTypes : ""}

/** Makes the client of a transport. */
export function createClient(transport: Transport): ${clientName} {
  return {
${implementations(root)}
    call: (key, params, options) => call(transport, key, params, options),
${modules ? "module: (name: string) => moduleClient(transport, name)," : ""}
  };
}
${modules ? moduleImplementation : ""}`;
  return [await typescriptSource(model, "client.ts", body)];
}

/** Names by parts of a key; a leaf is an operation. */
type Namespace = Map<string, Namespace | PublishedOperation>;

/** The rule `callable-keys` keeps a key from being a method and a namespace at once. */
function namespacesOf(model: Model): Namespace {
  const root: Namespace = new Map();
  for (const operation of model.operations) {
    const parts = operation.key.split(".");
    const name = parts.pop() ?? "";
    let namespace = root;
    for (const part of parts) {
      const next = namespace.get(part) ?? new Map();
      if (!(next instanceof Map)) throw new Error(`${operation.key} begins with the key of another operation.`);
      namespace.set(part, next);
      namespace = next;
    }
    namespace.set(name, operation);
  }
  return root;
}

function declarations(namespace: Namespace, model: Model): string {
  return [...namespace]
    .map(([name, entry]) =>
      entry instanceof Map
        ? `readonly ${memberName(name)}: {\n${declarations(entry, model)}\n};`
        : `${docsComment(docsText(entry.spec.meta))}${memberName(name)}${signature(entry, model)};`,
    )
    .join("\n");
}

function implementations(namespace: Namespace): string {
  return [...namespace]
    .map(([name, entry]) =>
      entry instanceof Map
        ? `${memberName(name)}: {\n${implementations(entry)}\n},`
        : `${memberName(name)}: (params, options) => call(transport, ${literal(entry.key)}, params${needsNothing(entry) ? " ?? {}" : ""}, options),`,
    )
    .join("\n");
}

/** The type parameters of the parameters and then of the result, each once. */
function signature(operation: PublishedOperation, model: Model): string {
  const { input, output } = operation;
  const owners = new Map([
    ...[...output.spec.parameters].map((name) => [name, output] as const),
    ...[...input.spec.parameters].map((name) => [name, input] as const),
  ]);
  const ordered = [...new Set([...input.spec.parameters, ...output.spec.parameters])];
  const parameters = ordered.map((name) => `${name} = ${parameterDefault(owners.get(name) ?? input, name, model)}`);
  const apply = (names: readonly string[]) => (names.length > 0 ? `<${names.join(", ")}>` : "");
  return `${apply(parameters)}(params${needsNothing(operation) ? "?" : ""}: ${input.name}${apply(input.spec.parameters)}, options?: CallOptions): Call<${output.name}${apply(output.spec.parameters)}>`;
}

function methodTypes({ input, output }: PublishedOperation, model: Model): readonly string[] {
  const defaults = [input, output].flatMap((type) =>
    type.spec.parameters.map((name) => parameterDefault(type, name, model)),
  );
  return [input.name, output.name, ...defaults];
}

/** Whether \`{}\` is a legal parameter, so that a caller may leave it out. */
function needsNothing({ input }: PublishedOperation): boolean {
  const schema: JsonSchema = input.schema;
  return typeof schema === "object" && schema.type === "object" && (schema.required ?? []).length === 0;
}

/** Capabilities are reached through \`exec.invoke\`; a registry without it has none to call. */
function hasModules(model: Model): boolean {
  return model.operations.some(({ key }) => key === "exec.invoke") && model.typesByName.has("ExecInvokeResultSync");
}

const moduleDeclaration = `
  /**
   * The capabilities of a module as methods, such as \`client.module("image").analyze(input)\`. Each is an \`exec.invoke\`
   * in SYNC mode. For a module that the contracts do not know, its types are given: \`client.module<MyModule>("mine")\`.
   */
  module<TName extends keyof CapabilityTypes>(name: TName): ModuleClient<CapabilityTypes[TName]>;
  module<TModule extends ModuleTypes<TModule>>(name: string): ModuleClient<TModule>;
`;

const moduleTypes = `
/** What each capability of a module takes and returns, by its name. */
export type ModuleTypes<TModule> = { [TName in keyof TModule]: { input: unknown; output: unknown } };

/** A module's capabilities as methods. */
export type ModuleClient<TModule> = {
  readonly [TName in keyof TModule]: TModule[TName] extends { input: infer TInput; output: infer TOutput }
    ? (input: TInput, options?: InvokeOptions) => Call<ExecInvokeResultSync<TOutput>>
    : never;
};

/** Options of a call, and of the invocation that it makes. */
export interface InvokeOptions extends CallOptions, Partial<Omit<ExecInvokeParams, "target" | "input" | "mode">> {
  /** The capability's version. The control plane chooses where it is absent. */
  readonly version?: string | undefined;
}
`;

const moduleImplementation = `
/** Any name is a capability, because modules register theirs at run time; only \`then\` is not, or \`await\` would call it. */
function moduleClient(transport: Transport, module: string): ModuleClient<never> {
  return new Proxy({} as ModuleClient<never>, {
    get: (_, capability) =>
      typeof capability === "symbol" || capability === "then"
        ? undefined
        : (input: unknown, options: InvokeOptions = {}) => {
            const { id, sessionId, caller, traceId, meta, headers, signal, timeoutMs, version, ...invocation } = options;
            const target = { module_id: module, capability, ...(version === undefined ? {} : { version }) };
            const params = { ...invocation, target, input, mode: "SYNC" };
            return call(transport, "exec.invoke", params, { id, sessionId, caller, traceId, meta, headers, signal, timeoutMs });
          },
  });
}
`;
