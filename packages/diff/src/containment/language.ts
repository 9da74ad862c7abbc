import { type AST, RegExpParser } from "@eslint-community/regexpp";
import {
  CharSet,
  type Concatenation,
  DFA,
  type Element,
  type Expression,
  type Node as ExpressionNode,
  JS,
  NFA,
  type NoParent,
} from "refa";
import { remembered } from "./remembered.ts";

/**
 * The texts in which a regular expression is found, as a deterministic automaton over code points. Surrogates alone are no text.
 * What a state has no way for is not in the language.
 */
export interface Language {
  readonly states: readonly LanguageState[];
}

export interface LanguageState {
  readonly final: boolean;
  /** Disjoint ranges of code points in ascending order, each with the state that it leads to. */
  readonly ways: readonly (readonly [from: number, to: number, state: number])[];
}

const nodesMax = 10_000;
const patternLengthMax = 5000;
const charMax = 0x10ffff;
const astral = { min: 0x10000, max: charMax };
/** Surrogates stand for the start and the end of the text. */
const surrogates = { min: 0xd800, max: 0xdfff };
const marks = CharSet.fromRange(charMax as never, surrogates as never);
const startMark = 0xd800;
const endMark = 0xd801;

/** The language of a regular expression; undefined where it is beyond regular languages, or beyond the bounds. */
export function languageOf(expression: RegExp): Language | undefined {
  const key = String(expression);
  if (!languages.has(key)) languages.set(key, build(expression));
  return languages.get(key);
}

const languages = new Map<string, Language | undefined>();

function build({ source, flags }: RegExp): Language | undefined {
  if (source.length > patternLengthMax) return undefined;
  try {
    const { expression } = JS.Parser.fromLiteral({ source, flags: flags.replace(/[gy]/g, "") }).parse();
    if (!markEdges(expression as NoParent<Expression>)) return undefined;
    const nfa = NFA.fromRegex(
      found(expression),
      { maxCharacter: charMax as never },
      {},
      new NFA.LimitedNodeFactory(nodesMax),
    );
    const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(nodesMax));
    dfa.minimize();
    return between(dfa);
  } catch {
    return undefined;
  }
}

/** What is found in `⊢ text ⊣`: nothing or the start with any text before it, and likewise after it. */
function found(expression: Expression): NoParent<Expression> {
  const text = characters(CharSet.all(charMax as never).without(marks));
  const anyText: NoParent<Element> = {
    type: "Quantifier",
    min: 0,
    max: Number.POSITIVE_INFINITY,
    lazy: false,
    alternatives: [{ type: "Concatenation", elements: [text] }],
  };
  const either = (elements: NoParent<Element>[]): NoParent<Element> => ({
    type: "Alternation",
    alternatives: [
      { type: "Concatenation", elements: [] },
      { type: "Concatenation", elements },
    ],
  });
  const elements: NoParent<Element>[] = [
    either([mark(startMark), anyText]),
    { type: "Alternation", alternatives: expression.alternatives },
    either([anyText, mark(endMark)]),
  ];
  return { type: "Expression", alternatives: [{ type: "Concatenation", elements }] };
}

function characters(set: CharSet): NoParent<Element> {
  return { type: "CharacterClass", characters: set };
}

function mark(character: number): NoParent<Element> {
  return characters(CharSet.fromCharacter(charMax as never, character as never));
}

/**
 * Makes `^` and `$` read a mark, and takes the marks from all other characters. False where that would not mean the same: for other
 * assertions, for those that are repeated, for two of a kind in a row, and for a start after an end.
 */
function markEdges(expression: NoParent<Expression>): boolean {
  let plain = true;
  const visit = (alternatives: NoParent<Concatenation>[], repeated: boolean): Set<number> => {
    const all = new Set<number>();
    for (const { elements } of alternatives) {
      const met = new Set<number>();
      for (const [at, element] of elements.entries()) {
        const inside = visitElement(element, elements, at, repeated);
        for (const character of inside) {
          if (met.has(character) || (character === startMark && met.has(endMark))) plain = false;
          met.add(character);
          all.add(character);
        }
      }
    }
    return all;
  };
  const visitElement = (
    element: NoParent<Element>,
    among: NoParent<Element>[],
    at: number,
    repeated: boolean,
  ): Iterable<number> => {
    if (element.type === "CharacterClass") {
      element.characters = widen(element.characters);
      return [];
    }
    if (element.type === "Alternation") return visit(element.alternatives, repeated);
    if (element.type === "Quantifier") return visit(element.alternatives, repeated || element.max > 1);
    if (element.type !== "Assertion" || repeated || !isEdge(element)) {
      plain = false;
      return [];
    }
    const character = element.kind === "behind" ? startMark : endMark;
    among[at] = mark(character);
    return [character];
  };
  visit(expression.alternatives, false);
  return plain;
}

/** Over the code points of texts. Sets of UTF-16 units that hold all surrogates hold the code points that are written by them. */
function widen(set: CharSet): CharSet {
  const all = set.maximum < charMax && set.has(surrogates.min as never) && set.has(surrogates.max as never);
  const ranges = [...set.ranges, ...(all ? [astral] : [])];
  return CharSet.empty(charMax as never)
    .union(ranges as never)
    .without(marks);
}

function isEdge(element: NoParent<ExpressionNode> & { type: "Assertion" }): boolean {
  const only = element.negate && element.alternatives.length === 1 ? element.alternatives[0]!.elements : [];
  return only.length === 1 && only[0]!.type === "CharacterClass" && only[0]!.characters.isAll;
}

/** The automaton of the texts between the marks. */
function between(dfa: DFA): Language {
  const numbers = new Map<DFA.ReadonlyNode, number>();
  const states: { final: boolean; ways: [number, number, number][] }[] = [];
  const start = dfa.initial.out.get(startMark as never);
  const queue: DFA.ReadonlyNode[] = [];
  const numberOf = (node: DFA.ReadonlyNode): number =>
    remembered(numbers, node, () => {
      queue.push(node);
      const after = node.out.get(endMark as never);
      return states.push({ final: after !== undefined && dfa.finals.has(after as DFA.Node), ways: [] }) - 1;
    });
  if (start === undefined) return { states: [{ final: false, ways: [] }] };
  numberOf(start);
  for (let at = 0; at < queue.length; at += 1) {
    for (const [{ min, max }, target] of queue[at]!.out) {
      for (const [from, to] of [
        [min, Math.min(max, surrogates.min - 1)],
        [Math.max(min, surrogates.max + 1), max],
      ] as const) {
        if (from <= to) states[at]!.ways.push([from, to, numberOf(target)]);
      }
    }
  }
  return { states: trimmed(states) };
}

/** Ways into states from which no text ends well are left out. */
function trimmed(states: readonly LanguageState[]): LanguageState[] {
  const sources = states.map((): number[] => []);
  for (const [at, { ways }] of states.entries()) for (const [, , target] of ways) sources[target]!.push(at);
  const alive = new Set(states.flatMap(({ final }, at) => (final ? [at] : [])));
  for (const at of alive) for (const source of sources[at]!) alive.add(source);
  return states.map(({ final, ways }) => ({ final, ways: ways.filter(([, , target]) => alive.has(target)) }));
}

/** A pattern as what must and must not be found, where it begins with lookaheads at the start of the text: `^(?=.*[A-Z])(?!x).{8,}$`. */
export function lookaheadsOf(
  pattern: RegExp,
): { readonly found: readonly string[]; readonly missing: readonly string[] } | undefined {
  if (!pattern.source.includes("(?=") && !pattern.source.includes("(?!")) return undefined;
  if (pattern.flags !== "u") return undefined;
  let elements: readonly AST.Element[] | undefined;
  try {
    elements = onlyWay(new RegExpParser().parsePattern(pattern.source, undefined, undefined, { unicode: true }));
  } catch {
    return undefined;
  }
  if (elements?.[0]?.type !== "Assertion" || elements[0].kind !== "start") return undefined;
  const count = elements.findIndex(
    (element, at) => at > 0 && (element.type !== "Assertion" || element.kind !== "lookahead"),
  );
  const ahead = elements.slice(1, count < 0 ? elements.length : count) as AST.LookaheadAssertion[];
  if (ahead.length === 0) return undefined;
  const rest = elements
    .slice(1 + ahead.length)
    .map(({ raw }) => raw)
    .join("");
  const inside = ({ alternatives }: AST.LookaheadAssertion) => `^(?:${alternatives.map(({ raw }) => raw).join("|")})`;
  return {
    found: [...ahead.filter(({ negate }) => !negate).map(inside), `^(?:${rest})`],
    missing: ahead.filter(({ negate }) => negate).map(inside),
  };
}

/** The elements of a pattern that has one alternative, groups around the whole taken off. */
function onlyWay({ alternatives }: AST.Pattern | AST.Group | AST.CapturingGroup): readonly AST.Element[] | undefined {
  const [first, ...others] = alternatives;
  if (first === undefined || others.length > 0) return undefined;
  const [only] = first.elements;
  const isGroup = first.elements.length === 1 && (only?.type === "Group" || only?.type === "CapturingGroup");
  return isGroup ? onlyWay(only as AST.Group | AST.CapturingGroup) : first.elements;
}
