import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { classStem, typescriptSource } from "./typescript-source.ts";

/** `server.ts`: the server stub, in which a missing handler does not compile. */
export async function emitTypescriptServer(model: Model): Promise<readonly GeneratedFile[]> {
  const errorName = `${classStem(model)}Error`;
  const body = `import { ${errorName} } from "./errors.ts";
import { isOperationKey, type OperationKey, type OperationTypes } from "./operations.ts";

/**
 * Does one operation. \`params\` have passed the operation's validator. A failure is thrown as \`${errorName}\`;
 * anything else that is thrown is the server's own fault and is answered as \`INTERNAL\`.
 */
export type Handler<TKey extends OperationKey, TContext> = (
  params: OperationTypes[TKey]["params"],
  context: TContext,
) => OperationTypes[TKey]["result"] | Promise<OperationTypes[TKey]["result"]>;

/** One handler for each operation. \`TContext\` is what the server knows about the exchange, such as its caller. */
export type Handlers<TContext> = { readonly [TKey in keyof OperationTypes]: Handler<TKey, TContext> };

/** Hands the parameters to the operation's handler. A key that no operation has is \`UNKNOWN_ENVELOPE_TYPE\`. */
export async function dispatch<TKey extends OperationKey, TContext>(
  handlers: Handlers<TContext>,
  key: TKey,
  params: OperationTypes[TKey]["params"],
  context: TContext,
): Promise<OperationTypes[TKey]["result"]> {
  if (!isOperationKey(key)) throw new ${errorName}("UNKNOWN_ENVELOPE_TYPE", { message: \`No operation is named "\${String(key)}".\` });
  const handler: Handler<TKey, TContext> = handlers[key];
  return await handler(params, context);
}
`;
  return [await typescriptSource(model, "server.ts", body)];
}
