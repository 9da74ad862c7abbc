import type { JsonObject, JsonValue, ValidationIssue } from "@oap/protocol";
import { AttemptFailure, isObject, payloadLimits, publicMessage } from "./attempt-failure.ts";
import { copyJson } from "./copy-json.ts";
import type { RegisteredCapability } from "./registered-module.ts";

/** Copies and checks what a capability is given. Throws a ValidationError that lists every issue. */
export function checkInput(capability: RegisteredCapability, input: unknown): JsonValue {
  const copied = copyJson(input, payloadLimits);
  if (!copied.ok) throw refused("input", capability, [notJson(copied)]);
  const issues = capability.checkInput(copied.value);
  if (issues.length > 0) throw refused("input", capability, issues);
  return copied.value;
}

/** Copies and checks what a capability returned. Throws a ValidationError, so that it is never passed on. */
export function checkOutput(capability: RegisteredCapability, output: unknown): JsonObject {
  const copied = copyJson(output, payloadLimits);
  if (!copied.ok) throw refused("output", capability, [notJson(copied)]);
  if (!isObject(copied.value)) {
    throw refused("output", capability, [
      { pointer: "", keyword: "type", message: "must be an object", expected: "object" },
    ]);
  }
  const issues = capability.checkOutput(copied.value);
  if (issues.length > 0) throw refused("output", capability, issues);
  return copied.value;
}

function notJson({ pointer, message }: { readonly pointer: string; readonly message: string }): ValidationIssue {
  return { pointer, keyword: "type", message };
}

function refused(
  side: "input" | "output",
  { moduleId, descriptor }: RegisteredCapability,
  issues: readonly ValidationIssue[],
): AttemptFailure {
  const [first] = issues;
  const at =
    first === undefined ? "" : ` At ${first.pointer ? `\`${first.pointer}\`` : "the root"}: ${sentence(first.message)}`;
  const more = issues.length > 1 ? ` And ${issues.length - 1} more.` : "";
  return new AttemptFailure(
    "ValidationError",
    "VALIDATION_ERROR",
    publicMessage(`The ${side} of ${moduleId}.${descriptor.name} is wrong.${at}${more}`, `The ${side} is wrong.`),
    {
      nothingHappened: side === "input",
      details: { [side]: "invalid", issues: issues.map((issue) => ({ ...issue })) },
    },
  );
}

/** Validators that were generated say whole sentences, interpreted schemas what comes after a subject. */
function sentence(message: string): string {
  return message.endsWith(".") ? message : `It ${message}.`;
}
