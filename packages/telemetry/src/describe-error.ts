import type { JsonObject } from "@oap/protocol";
import { maskMessage, maskStack } from "./mask-message.ts";

/** Causes of causes are followed so far, and so many of the errors of an AggregateError are told. */
const causesMax = 4;
const errorsMax = 4;

/**
 * An exception as logs tell it: its class, its code, its message without values, and where it came from. Its other members
 * are left out, since libraries put whole requests there.
 */
export function describeError(error: Error, depth = 0): JsonObject {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const described: JsonObject = { type: nameOf(error.name) ?? "Error" };
  const name = typeof code === "number" ? code : nameOf(code);
  if (name !== undefined) described.code = name;
  const call = nameOf(syscall);
  if (call !== undefined) described.syscall = call;
  if (typeof error.message === "string") described.message = maskMessage(error.message);
  if (typeof error.stack === "string") described.stack = framesOf(error);
  if (depth >= causesMax) return described;
  if (error.cause instanceof Error) described.cause = describeError(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    const errors = error.errors.slice(0, errorsMax).filter((each) => each instanceof Error);
    described.errors = errors.map((each) => describeError(each, depth + 1));
  }
  return described;
}

/** The stack begins with the message, which is told apart, and of which a part may look like a frame. */
function framesOf({ name, message, stack = "" }: Error): string {
  const head = [`${name}: ${message}`, message].find((text) => text !== "" && stack.startsWith(text));
  const frames = head === undefined ? stack : stack.slice(head.length);
  return maskStack(frames).trimStart();
}

/** Names can be set to any text, so that only what looks like one is repeated. */
function nameOf(name: unknown): string | undefined {
  return typeof name === "string" && /^[A-Za-z][A-Za-z_]{0,63}$/.test(name) ? name : undefined;
}
