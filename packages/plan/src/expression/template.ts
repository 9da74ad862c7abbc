import { canonicalForm } from "@oap/orchestrator";
import type { JsonObject, JsonValue } from "@oap/protocol";
import { spend, ValueError } from "./cel-value.ts";
import { type ExpressionBudget, type ExpressionScope, evaluateExpression, stepBudget } from "./expression.ts";
import { findExpressionEnd } from "./expression-end.ts";

/** A string of a template, taken apart: literal text and the sources of expressions. */
export type TemplatePart = { readonly text: string } | { readonly expression: string };

export type TemplateText = { ok: true; parts: readonly TemplatePart[] } | { ok: false; message: string };

export type TemplateOutcome = { ok: true; value: JsonObject } | { ok: false; pointer: string; message: string };

/**
 * Fills in a template. A string that is exactly `${ expr }` becomes the expression's value with its type; in any other string
 * each `${expr}` becomes text (strings as they are, everything else as canonical JSON), and `$${` a literal `${`. Member names
 * are never expanded. The result is bounded by `bounds.bodyBytesMax` characters: an input cannot be larger by another way either.
 */
export function renderTemplate(
  template: JsonObject,
  scope: ExpressionScope,
  budget: ExpressionBudget = stepBudget(),
): TemplateOutcome {
  try {
    return { ok: true, value: renderMembers(template, scope, budget, "") };
  } catch (error) {
    if (error instanceof RenderError) return { ok: false, pointer: error.pointer, message: error.message };
    if (error instanceof ValueError)
      return { ok: false, pointer: "", message: `The input is too large: ${error.message}.` };
    throw error;
  }
}

/**
 * Takes a string of a template apart, from left to right: `$${` is a literal `${`, `${` begins an expression that ends at the
 * matching `}`. Adjacent text is one part.
 */
export function readTemplateText(text: string): TemplateText {
  const parts: TemplatePart[] = [];
  let literal = "";
  let at = 0;
  const endText = () => {
    if (literal !== "") parts.push({ text: literal });
    literal = "";
  };
  while (at < text.length) {
    const next = text.indexOf("$", at);
    if (next === -1) break;
    literal += text.slice(at, next);
    if (text.startsWith("$${", next)) {
      literal += "${";
      at = next + 3;
    } else if (text.startsWith("${", next)) {
      const end = findExpressionEnd(text, next + 2);
      if (end === -1) return { ok: false, message: `The \${ at character ${next + 1} has no matching }.` };
      endText();
      parts.push({ expression: text.slice(next + 2, end) });
      at = end + 1;
    } else {
      literal += "$";
      at = next + 1;
    }
  }
  literal += text.slice(at);
  endText();
  return { ok: true, parts };
}

/** The expression of a string that is exactly `${ expr }`. */
export function wholeExpression(parts: readonly TemplatePart[]): string | undefined {
  const only = parts.length === 1 ? parts[0] : undefined;
  return only !== undefined && "expression" in only ? only.expression : undefined;
}

class RenderError extends Error {
  override readonly name = "RenderError";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

function render(template: JsonValue, scope: ExpressionScope, budget: ExpressionBudget, pointer: string): JsonValue {
  if (typeof template === "string") return renderText(template, scope, budget, pointer);
  spend(budget.size, 8);
  if (typeof template !== "object" || template === null) return template;
  if (!Array.isArray(template)) return renderMembers(template, scope, budget, pointer);
  return template.map((each, index) => render(each, scope, budget, `${pointer}/${index}`));
}

function renderMembers(
  template: JsonObject,
  scope: ExpressionScope,
  budget: ExpressionBudget,
  pointer: string,
): JsonObject {
  return Object.fromEntries(
    Object.entries(template).map(([name, each]) => {
      spend(budget.size, name.length);
      return [name, render(each, scope, budget, `${pointer}/${escapePointer(name)}`)];
    }),
  );
}

function renderText(template: string, scope: ExpressionScope, budget: ExpressionBudget, pointer: string): JsonValue {
  const read = readTemplateText(template);
  if (!read.ok) throw new RenderError(pointer, read.message);
  const evaluate = (source: string): JsonValue => {
    const outcome = evaluateExpression(source, scope, budget);
    if (outcome.ok) return outcome.value;
    throw new RenderError(pointer, outcome.message);
  };
  const whole = wholeExpression(read.parts);
  if (whole !== undefined) return evaluate(whole);
  return read.parts
    .map((part) => {
      if ("expression" in part) return asText(evaluate(part.expression), pointer);
      spend(budget.size, part.text.length);
      return part.text;
    })
    .join("");
}

function asText(value: JsonValue, pointer: string): string {
  if (typeof value === "string") return value;
  try {
    return canonicalForm(value);
  } catch {
    throw new RenderError(pointer, "Its value has text that is not well-formed Unicode.");
  }
}

/** One member name as a token of a JSON Pointer (RFC 6901, section 3). */
export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
