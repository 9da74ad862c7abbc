import { deprecationOf, type HeaderUse } from "@oap/contracts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model, PublishedOperation } from "../model.ts";
import { transportOf } from "../transport.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `operations.ts`: what a gateway, a client and tools must know about each operation. */
export async function emitTypescriptOperations(model: Model): Promise<readonly GeneratedFile[]> {
  const { operations } = model;
  const { paths } = transportOf(model);
  const names = [
    ...new Set(operations.flatMap(({ input, output, request, success }) => [input, output, request, success])),
  ];
  const body = `import type { ErrorCode } from "./errors.ts";
import type { HeaderName } from "./headers.ts";
${names.length > 0 ? `import type { ${names.map(({ name }) => name).join(", ")} } from "./types.ts";` : ""}

/** The types of each operation, by its key. */
export interface OperationTypes {
${operations.map(typesOf).join("\n")}
}

/** The dotted key of an operation; it is also its \`envelope_type\` and its JSON-RPC method. */
export type OperationKey = keyof OperationTypes;

/** A header of an operation. */
export interface HeaderUse {
  readonly name: HeaderName;
  /** JSON Pointer into the envelope of the member that the header must equal where both are present. */
  readonly counterpart?: string;
}

export interface Operation<TKey extends OperationKey = OperationKey> {
  readonly key: TKey;
  /** A command changes something and is idempotent by its exchange identifier; a query is answered afresh. */
  readonly kind: "command" | "query";
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly stability: "experimental" | "beta" | "stable";
  /** How it ends, by day: since when it is deprecated, from when it may be gone, and what to use instead. */
  readonly deprecation?: { readonly deprecated?: string; readonly sunset?: string; readonly replacedBy?: OperationKey };
  /** The part of the control plane that provides it. */
  readonly capability: { readonly key: string; readonly version: string };
  /** Who may call: anybody, an authenticated caller, or one with the admin role. */
  readonly auth: "anonymous" | "user" | "admin";
  /** JSON Pointers into the envelope that hold personal data. */
  readonly pii: readonly string[];
  /** Its own path; the one path for all operations takes the same envelope. */
  readonly path: string;
  /** The stem of its type names. */
  readonly typeName: string;
  readonly requestType: OperationTypes[TKey]["requestType"];
  readonly successType: OperationTypes[TKey]["successType"];
  readonly paramsType: OperationTypes[TKey]["paramsType"];
  readonly resultType: OperationTypes[TKey]["resultType"];
  readonly requestHeaders: readonly HeaderUse[];
  readonly responseHeaders: readonly HeaderUse[];
  /** The codes that it can answer, in the order of the table. */
  readonly errors: readonly ErrorCode[];
  /** Keys of the events that it causes. */
  readonly emits: readonly string[];
}

/** The headers that every operation has. */
const always: { readonly request: readonly HeaderUse[]; readonly response: readonly HeaderUse[] } = ${literal({
    request: model.registry.headers.request.map(use),
    response: model.registry.headers.response.map(use),
  })};

export const operations: { readonly [TKey in keyof OperationTypes]: Operation<TKey> } = {
${operations.map((operation) => description(operation, paths.envelope)).join("\n")}
};

/** Whether an operation has this key. */
export function isOperationKey(key: unknown): key is OperationKey {
  return typeof key === "string" && Object.hasOwn(operations, key);
}
`;
  return [await typescriptSource(model, "operations.ts", body)];
}

function typesOf({ key, spec, input, output, request, success }: PublishedOperation): string {
  return `${docsComment(docsText(spec.meta))}${memberName(key)}: {
  params: ${input.name};
  result: ${output.name};
  request: ${request.name};
  success: ${success.name};
  paramsType: ${literal(input.name)};
  resultType: ${literal(output.name)};
  requestType: ${literal(request.name)};
  successType: ${literal(success.name)};
};`;
}

/** The envelope's path takes every operation; each has a path of its own below it. */
function description(
  { key, spec, typeName, input, output, request, success, errors }: PublishedOperation,
  envelopePath: string,
): string {
  const members = {
    key,
    kind: spec.kind,
    title: spec.meta.title,
    description: spec.meta.description,
    version: spec.meta.version,
    stability: spec.meta.stability,
    deprecation: deprecationOf(spec.meta),
    capability: spec.capability,
    auth: spec.policy.auth,
    pii: spec.policy.pii,
    path: `${envelopePath}/${key}`,
    typeName,
    requestType: request.name,
    successType: success.name,
    paramsType: input.name,
    resultType: output.name,
    errors: errors.map(({ code }) => code),
    emits: spec.sideEffects.emits.map(({ event }) => event.key),
  };
  const own = (uses: readonly HeaderUse[]) => uses.map((header) => `, ${literal(use(header))}`).join("");
  return `${memberName(key)}: {
    ${Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${literal(value)},`)
      .join("\n")}
    requestHeaders: [...always.request${own(spec.headers.request)}],
    responseHeaders: [...always.response${own(spec.headers.response)}],
  },`;
}

function use({ header, counterpart }: HeaderUse): { readonly name: string; readonly counterpart?: string } {
  return { name: header.name, ...(counterpart === undefined ? {} : { counterpart }) };
}
