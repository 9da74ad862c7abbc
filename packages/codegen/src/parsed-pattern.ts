import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** A pattern as JSON Schema reads it: ECMA-262 with Unicode. Undefined where it is none, which the examples' judge tells. */
export function parsedPattern(pattern: string): AST.Pattern | undefined {
  try {
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, { unicode: true });
  } catch {
    return undefined;
  }
}

/** Whether every text that matches is matched from its beginning to its end, whichever alternative it takes. */
export function isAnchored({ alternatives }: AST.Pattern): boolean {
  return alternatives.every(({ elements }) => startsFixed(elements) && endsFixed(elements));
}

function startsFixed([first]: readonly AST.Element[]): boolean {
  if (first === undefined) return false;
  if (first.type === "Assertion") return first.kind === "start";
  return isGroup(first) && first.alternatives.every(({ elements }) => startsFixed(elements));
}

function endsFixed(elements: readonly AST.Element[]): boolean {
  const last = elements.at(-1);
  if (last === undefined) return false;
  if (last.type === "Assertion") return last.kind === "end";
  return isGroup(last) && last.alternatives.every((alternative) => endsFixed(alternative.elements));
}

function isGroup(element: AST.Element): element is AST.Group | AST.CapturingGroup {
  return element.type === "Group" || element.type === "CapturingGroup";
}

/** The greatest length of a text that an anchored pattern matches; infinite where a quantifier has no bound. */
export function longestMatch({ alternatives }: { readonly alternatives: readonly AST.Alternative[] }): number {
  return Math.max(...alternatives.map(({ elements }) => elements.reduce((sum, element) => sum + longest(element), 0)));
}

function longest(element: AST.Element): number {
  switch (element.type) {
    case "Assertion":
      return 0;
    case "Quantifier":
      return element.max === 0 ? 0 : element.max * longest(element.element);
    case "Group":
    case "CapturingGroup":
      return longestMatch(element);
    case "Backreference":
      return Number.POSITIVE_INFINITY;
    default:
      return 1;
  }
}
