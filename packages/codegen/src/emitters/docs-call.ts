import type { Model, PublishedCapability, PublishedOperation } from "../model.ts";
import { transportOf } from "../transport.ts";

/** One line that sends an envelope with curl. Single quotes in the body are closed, escaped and opened again. */
export function curlLine(key: string, envelope: unknown, model: Model): string {
  const body = JSON.stringify(envelope).replaceAll("'", "'\\''");
  return `curl -sS ${model.options.serverUrl}${transportOf(model).paths.envelope}/${key} -H 'content-type: application/json' -d '${body}'`;
}

/** The generated client's call of an operation with its first example. */
export function clientCall({ key, input }: PublishedOperation): string {
  const params = typescriptLiteral(input.spec.examples.valid[0]?.value ?? {});
  return `const result = await client${key.split(".").map(member).join("")}(${params});`;
}

/** The generated client's call of a capability with its first example. */
export function capabilityCall({ spec, input }: PublishedCapability): string {
  const example = typescriptLiteral(input.spec.examples.valid[0]?.value ?? {});
  return `const { output } = await client.module(${JSON.stringify(spec.module)})${member(spec.name)}(${example});`;
}

/** A JSON value as a TypeScript literal: names that need no quotes have none. */
export function typescriptLiteral(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(/^(\s*)"([A-Za-z_$][\w$]*)": /gm, "$1$2: ");
}

function member(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
