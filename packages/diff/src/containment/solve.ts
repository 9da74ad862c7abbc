import { type Answer, empty } from "./answer.ts";
import { Case } from "./case.ts";
import { evaluate } from "./evaluate.ts";
import { Faces } from "./face.ts";
import type { Forms } from "./forms.ts";
import { typeOf } from "./json-value.ts";
import {
  allTypes,
  isTyped,
  type Literal,
  type Node,
  type NumberNode,
  type Scalar,
  type StringNode,
  type TypeMask,
  typeBits,
  typeNames,
  typeOfKind,
} from "./node.ts";
import type { Obstacle } from "./obstacle.ts";
import { solveArray } from "./solve-array.ts";
import { type Signed, solveNumber } from "./solve-number.ts";
import { solveObject } from "./solve-object.ts";
import { solveString } from "./solve-string.ts";

/** What `Solver` remembers over many questions; it is good for one `Forms`. */
export class Answers {
  readonly known = new Map<string, Answer>();
  readonly faces: Faces;

  constructor(forms: Forms) {
    this.faces = new Faces(forms);
  }
}

const depthMax = 400;
const weakChoiceCost = 1_000_000;

interface Frame {
  /** The frame furthest down, by index, whose emptiness was assumed. */
  assumed: number;
}

/**
 * Searches for a value that satisfies literals, by cases. Owns the stack of open questions.
 * 1. A question that comes up again while it is open is taken as empty: the least of values is sought, and a value within a value is less.
 * 2. Such an emptiness is an assumption. What rests on it is forgotten unless the question that it is about turns out empty too.
 * 3. `found` and `unknown` rest on no assumption about what is found.
 */
export class Solver {
  readonly forms: Forms;
  readonly #answers: Answers;
  readonly #stepsMax: number;
  readonly #open = new Map<string, number>();
  readonly #frames: Frame[] = [];
  /** Emptiness that rests on an assumption, with the frame that it rests on. */
  #provisional = new Map<string, number>();
  #steps = 0;

  constructor(forms: Forms, answers: Answers, stepsMax: number) {
    this.forms = forms;
    this.#answers = answers;
    this.#stepsMax = stepsMax;
  }

  get exhausted(): boolean {
    return this.#steps > this.#stepsMax;
  }

  solve(literals: Iterable<Literal>): Answer {
    const goal = [...new Set(literals)].sort((a, b) => a - b);
    if (this.#answers.faces.areApart(goal)) return empty;
    const key = goal.join();
    const known = this.#answers.known.get(key);
    if (known !== undefined) return known;
    const below = this.#open.get(key) ?? this.#provisional.get(key);
    if (below !== undefined) {
      this.#assume(below);
      return empty;
    }
    this.#steps += 1;
    if (this.exhausted) return { kind: "unknown", obstacle: this.#bound() };
    if (this.#frames.length > depthMax)
      return { kind: "unknown", obstacle: { matter: `values nest deeper than ${depthMax}` } };
    return this.#ask(goal, key);
  }

  #ask(goal: readonly Literal[], key: string): Answer {
    const index = this.#frames.length;
    const frame: Frame = { assumed: Number.POSITIVE_INFINITY };
    this.#frames.push(frame);
    this.#open.set(key, index);
    const start = new Case(this.forms, (left, right) => this.#areApart(left, right));
    const found = goal.every((literal) => start.add(literal)) ? this.#search(start) : empty;
    const answer = frame.assumed === Number.POSITIVE_INFINITY ? found : this.#checked(goal, found);
    this.#open.delete(key);
    this.#frames.pop();
    this.#settle(key, index, frame.assumed, answer);
    return answer;
  }

  /** A choice can have been left out as implied by an emptiness that was only assumed: then a value must show for itself. */
  #checked(goal: readonly Literal[], answer: Answer): Answer {
    if (answer.kind !== "found" || goal.every((literal) => evaluate(literal, answer.value, this.forms) !== false))
      return answer;
    return { kind: "unknown", obstacle: { keyword: "$ref", matter: "is recursive in a way that was not decided" } };
  }

  /** Keeps what is certain, and passes on or forgets what rests on assumptions. */
  #settle(key: string, index: number, assumed: number, answer: Answer): void {
    const resting = [...this.#provisional].filter(([, below]) => below >= index);
    if (answer.kind !== "empty") {
      for (const [other] of resting) this.#provisional.delete(other);
      if (!this.exhausted || answer.kind === "found") this.#answers.known.set(key, answer);
      if (assumed < index) this.#assume(assumed);
      return;
    }
    if (assumed >= index) {
      this.#answers.known.set(key, empty);
      for (const [other] of resting) {
        this.#answers.known.set(other, empty);
        this.#provisional.delete(other);
      }
      return;
    }
    for (const [other] of resting) this.#provisional.set(other, assumed);
    this.#provisional.set(key, assumed);
    this.#assume(assumed);
  }

  #bound(): Obstacle {
    return { matter: `the search reached its bound of ${this.#stepsMax} steps` };
  }

  #assume(index: number): void {
    const top = this.#frames.at(-1);
    if (top !== undefined) top.assumed = Math.min(top.assumed, index);
  }

  #areApart(left: Literal, right: Literal): boolean {
    return this.solve([left, right]).kind === "empty";
  }

  #search(start: Case): Answer {
    this.#steps += 1;
    if (this.exhausted) return { kind: "unknown", obstacle: this.#bound() };
    const choice = this.#propagate(start);
    if (choice === "conflict") return empty;
    if (start.finite !== undefined) return this.#among(start, start.finite);
    if (choice === undefined) return this.#byType(start);
    let doubt: Answer | undefined;
    for (const literal of this.#plainestFirst(choice)) {
      const next = start.copy();
      next.choices = next.choices.filter((other) => other !== choice);
      if (!next.add(literal)) continue;
      const answer = this.#search(next);
      if (answer.kind === "found") return answer;
      if (answer.kind === "unknown" && (doubt === undefined || !("guess" in doubt))) doubt = answer;
    }
    return doubt ?? empty;
  }

  /** What asks for least comes first, so that values stay small: that something is missing, then what is there, then a violation within. */
  #plainestFirst(choice: readonly Literal[]): Literal[] {
    const weight = (literal: Literal): number => {
      const { kind } = this.forms.node(literal);
      if (literal > 0) return 1;
      return kind === "required" || kind === "types" ? 0 : kind === "property" || kind === "items" ? 3 : 2;
    };
    return [...choice].sort((a, b) => weight(a) - weight(b));
  }

  /** Drops alternatives that cannot hold and choices that are made, until none is left to drop. Answers the choice to branch on. */
  #propagate(place: Case): "conflict" | readonly Literal[] | undefined {
    for (;;) {
      let best: readonly Literal[] | undefined;
      const kept: (readonly Literal[])[] = [];
      const taken: Literal[] = [];
      const choices = place.choices;
      for (const choice of choices) {
        if (choice.some((literal) => this.#isImplied(literal, place, 0))) continue;
        const open = choice.filter((literal) => !this.#isRefuted(literal, place, 0));
        if (open.length === 0) return "conflict";
        if (open.length === 1) taken.push(open[0]!);
        else {
          kept.push(open);
          if (best === undefined || this.#costOf(open) < this.#costOf(best)) best = open;
        }
      }
      place.choices = kept;
      if (taken.length === 0) return this.#objectConflict(place) ? "conflict" : best;
      for (const literal of taken) if (!place.add(literal)) return "conflict";
    }
  }

  /**
   * What to branch on: the fewest alternatives, but schemas before single violations. A branch of a union says much, and most
   * violations are then seen not to hold; the other way round, each violation would be combined with each other.
   */
  #costOf(choice: readonly Literal[]): number {
    const isWeak = choice.some((literal) => literal < 0 && isTyped(this.forms.node(literal)));
    return isWeak ? weakChoiceCost + choice.length : choice.length;
  }

  /** A property that must be there and can have no value leaves no object. */
  #objectConflict(place: Case): boolean {
    if ((place.mask & typeBits.object) === 0) return false;
    for (const name of place.required()) {
      const literals = place.valueOf(name);
      if (literals.length < 2 || this.solve(literals).kind !== "empty") continue;
      place.mask &= ~typeBits.object;
      break;
    }
    return place.mask === 0;
  }

  #among(place: Case, values: readonly Scalar[]): Answer {
    let doubt: Answer = empty;
    for (const value of values) {
      if ((typeBits[typeOf(value)] & place.mask) === 0 || place.excluded.has(value)) continue;
      const accepted = this.#accepts(place, value);
      if (accepted === true) return { kind: "found", value };
      if (accepted === undefined && doubt.kind === "empty")
        doubt = { kind: "unknown", obstacle: obstacleOf(place), guess: { value } };
    }
    return doubt;
  }

  #accepts(place: Case, value: unknown): boolean | undefined {
    const one = place.accepts(value);
    if (one === false) return false;
    let all: boolean | undefined = one;
    for (const choice of place.choices) {
      const verdicts = choice.map((literal) => evaluate(literal, value, this.forms));
      if (verdicts.includes(true)) continue;
      if (!verdicts.includes(undefined)) return false;
      all = undefined;
    }
    return all;
  }

  #byType(place: Case): Answer {
    let doubt: Answer = empty;
    for (const name of typeNames) {
      if ((place.mask & typeBits[name]) === 0) continue;
      const answer = this.#inDoubt(this.#ofType(name, place), place);
      if (answer.kind === "found") return answer;
      if (answer.kind === "unknown" && (doubt.kind === "empty" || !("guess" in doubt))) doubt = answer;
    }
    return doubt;
  }

  /** In the presence of what is opaque, a value that was found is a guess. */
  #inDoubt(answer: Answer, place: Case): Answer {
    if (answer.kind !== "found" || place.opaque.length === 0 || place.accepts(answer.value) === true) return answer;
    return { kind: "unknown", obstacle: obstacleOf(place), guess: { value: answer.value } };
  }

  #ofType(name: (typeof typeNames)[number], place: Case): Answer {
    const accepts = (value: unknown) => place.accepts(value) !== false;
    switch (name) {
      case "null":
        return place.excluded.has(null) ? empty : { kind: "found", value: null };
      case "boolean": {
        const value = [true, false].find((candidate) => !place.excluded.has(candidate));
        return value === undefined ? empty : { kind: "found", value };
      }
      case "number": {
        const found = solveNumber(place.of(name) as Signed<NumberNode>[], place.excluded, accepts);
        if (found === "none") return empty;
        return found === "lost"
          ? { kind: "unknown", obstacle: { keyword: "multipleOf", matter: "has too many multiples to try" } }
          : { kind: "found", value: found };
      }
      case "string": {
        const found = solveString(place.of(name) as Signed<StringNode>[], place.excluded, accepts);
        if (found === "none") return empty;
        return "lost" in found ? { kind: "unknown", obstacle: found.lost } : { kind: "found", value: found.text };
      }
      case "array":
        return solveArray(place.of(name), this);
      case "object":
        return solveObject(place.of(name), this);
    }
  }

  #isImplied(literal: Literal, place: Case, depth: number): boolean {
    if (place.literals.has(literal)) return true;
    const node = this.forms.node(literal);
    if (node.kind === "and" && depth < 3) {
      return literal > 0
        ? node.all.every((part) => this.#isImplied(part, place, depth + 1))
        : node.all.some((part) => this.#isImplied(-part, place, depth + 1));
    }
    if (literal > 0) return (place.mask & ~typesImplying(node)) === 0;
    if (node.kind === "types") return (place.mask & node.mask) === 0;
    if (node.kind === "scalars") return (place.mask & maskOf(node.values)) === 0;
    if (node.kind !== "property" || node.names.kind !== "name" || place.mask !== typeBits.object) return false;
    if (!this.#isSmall(node.value) || !place.required().has(node.names.name)) return false;
    return this.solve([...place.valueOf(node.names.name), node.value]).kind === "empty";
  }

  #isRefuted(literal: Literal, place: Case, depth: number): boolean {
    if (place.holds(-literal)) return true;
    const node = this.forms.node(literal);
    if (node.kind === "and" && depth < 3) {
      return literal > 0
        ? node.all.some((part) => this.#isRefuted(part, place, depth + 1))
        : node.all.every((part) => this.#isRefuted(-part, place, depth + 1));
    }
    if (node.kind === "types") return (place.mask & (literal > 0 ? node.mask : ~node.mask)) === 0;
    if (node.kind === "scalars" && literal > 0) return (place.mask & maskOf(node.values)) === 0;
    if (!isTyped(node)) return false;
    if (literal < 0 && (place.mask & typeBits[typeOfKind[node.kind]]) === 0) return true;
    if (node.kind !== "property" || node.names.kind !== "name") return false;
    if (literal > 0 && (place.mask !== typeBits.object || !place.required().has(node.names.name))) return false;
    return this.solve([...place.valueOf(node.names.name), literal > 0 ? node.value : -node.value]).kind === "empty";
  }

  #isSmall(literal: Literal): boolean {
    const node = this.forms.node(literal);
    return (
      node.kind === "scalars" ||
      node.kind === "types" ||
      (node.kind === "and" && node.all.length <= 3 && node.all.every((part) => this.#isSmall(part)))
    );
  }
}

/** The types for whose values a node always holds. */
function typesImplying(node: Node): TypeMask {
  if (node.kind === "types") return node.mask;
  return isTyped(node) ? allTypes & ~typeBits[typeOfKind[node.kind]] : 0;
}

function maskOf(values: readonly Scalar[]): TypeMask {
  return values.reduce<TypeMask>((mask, value) => mask | typeBits[typeOf(value)], 0);
}

function obstacleOf(place: Case): Obstacle {
  return place.opaque[0] ?? { matter: "a keyword is not understood" };
}
