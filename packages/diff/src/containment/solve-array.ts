import { type Answer, empty } from "./answer.ts";
import type { Atom } from "./case.ts";
import { evaluate, isUnique } from "./evaluate.ts";
import { constantOf } from "./literals.ts";
import type { ArrayNode, Literal } from "./node.ts";
import type { Obstacle } from "./obstacle.ts";
import type { Solver } from "./solve.ts";

/** Longer arrays are not made, and no more ways are tried to place items. */
const lengthLimit = 20_000;
const placementsMax = 5000;
const unsureOfItems: Obstacle = {
  keyword: "uniqueItems",
  matter: "is not decided for items that depend on their position",
};

/** An array as all of these say. */
export function solveArray(atoms: readonly Atom[], solver: Solver): Answer {
  return new ArraySearch(atoms, solver).run();
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly item: Literal;
}

interface Contained {
  readonly item: Literal;
  readonly min: number;
  readonly max: number;
}

/** Owns the array that is being made: what each position must satisfy beyond what all items at it must. */
class ArraySearch {
  readonly #solver: Solver;
  readonly #universal: Stretch[] = [];
  readonly #existential: Stretch[] = [];
  readonly #contained: Contained[] = [];
  #unique = false;
  #twin = false;
  #least = 0;
  #most = Number.POSITIVE_INFINITY;
  /** From here on, all positions are alike. */
  #uniformFrom = 0;
  #placements = 0;
  #doubt: Answer | undefined;
  readonly #extra = new Map<number, Literal[]>();

  constructor(atoms: readonly Atom[], solver: Solver) {
    this.#solver = solver;
    for (const { node, holds } of atoms as { node: ArrayNode; holds: boolean }[]) {
      if (node.kind === "items") {
        (holds ? this.#universal : this.#existential).push({ ...node, item: holds ? node.item : -node.item });
        this.#uniformFrom = Math.max(this.#uniformFrom, Number.isFinite(node.to) ? node.to : node.from);
      } else if (node.kind === "contains") {
        if (holds) this.#contained.push(node);
      } else if (node.kind === "uniqueItems") {
        if (holds) this.#unique = true;
        else this.#twin = true;
      } else if ((node.kind === "minItems") === holds) {
        this.#least = Math.max(this.#least, holds ? node.count : node.count + 1);
      } else this.#most = Math.min(this.#most, holds ? node.count : node.count - 1);
    }
  }

  run(): Answer {
    if (this.#least > this.#most || (this.#unique && this.#twin)) return empty;
    if (this.#least > lengthLimit)
      return {
        kind: "unknown",
        obstacle: { keyword: "minItems", value: this.#least, matter: `asks for more than ${lengthLimit} items` },
      };
    const answer = this.#twin ? this.#withTwins() : this.#place(0);
    return answer.kind === "empty" && this.#doubt !== undefined ? this.#doubt : answer;
  }

  #note(obstacle: Obstacle): void {
    this.#doubt ??= { kind: "unknown", obstacle };
  }

  #sure(answer: Answer): Answer | undefined {
    if (answer.kind === "unknown" && (this.#doubt === undefined || !("guess" in this.#doubt))) this.#doubt = answer;
    return answer.kind === "found" ? answer : undefined;
  }

  #itemAt(at: number): Literal[] {
    const universal = this.#universal.filter(({ from, to }) => from <= at && at < to).map(({ item }) => item);
    return [...universal, ...(this.#extra.get(at) ?? [])];
  }

  #with(at: number, literals: readonly Literal[], next: () => Answer): Answer | undefined {
    const before = this.#extra.get(at);
    this.#extra.set(at, [...(before ?? []), ...literals]);
    const answer = this.#solver.solve(this.#itemAt(at)).kind === "empty" ? empty : next();
    if (before === undefined) this.#extra.delete(at);
    else this.#extra.set(at, before);
    return this.#sure(answer);
  }

  /** Two equal items: one value that satisfies both positions. Positions behind the uniform ones are like the first of them. */
  #withTwins(): Answer {
    const single = this.#place(0);
    if (single.kind === "empty" && this.#doubt === undefined) return empty;
    this.#doubt = undefined;
    const last = Math.min(this.#uniformFrom + this.#existential.length + 2, this.#most);
    for (let right = 1; right < last; right += 1) {
      for (let left = 0; left < right; left += 1) {
        for (const kind of this.#kindsOfItem()) {
          const value = this.#solver.solve([...this.#itemAt(left), ...this.#itemAt(right), ...kind]);
          if (value.kind === "unknown") this.#note(value.obstacle);
          if (value.kind !== "found") continue;
          // Both positions are held to the one value, and all else is placed around them.
          const same = [constantOf(value.value, this.#solver.forms)];
          const answer = this.#with(left, same, () => this.#with(right, same, () => this.#place(0)) ?? empty);
          if (answer !== undefined) return answer;
          // Another value might have left room for the demands.
          if (this.#existential.length > 0) this.#note(unsureOfItems);
        }
      }
    }
    return empty;
  }

  /** The ways in which an item can count for what must be contained. */
  #kindsOfItem(): readonly (readonly Literal[])[] {
    return this.#contained.reduce<Literal[][]>(
      (kinds, { item }) =>
        kinds.flatMap((kind) => [
          [...kind, item],
          [...kind, -item],
        ]),
      [[]],
    );
  }

  /** Finds a position for each demand that leaves it open. */
  #place(at: number): Answer {
    this.#placements += 1;
    if (this.#placements > placementsMax || this.#solver.exhausted) {
      this.#note({ matter: `there are more than ${placementsMax} ways to place items` });
      return empty;
    }
    const demand = this.#existential[at];
    if (demand === undefined) return this.#finish();
    const last = Math.min(demand.to, this.#most, this.#uniformFrom + this.#existential.length + (this.#twin ? 2 : 0));
    for (let position = demand.from; position < Math.max(last, Math.min(demand.from + 1, this.#most)); position += 1) {
      const answer = this.#with(position, [demand.item], () => this.#place(at + 1));
      if (answer !== undefined) return answer;
    }
    return empty;
  }

  #finish(): Answer {
    const used = [...this.#extra].filter(([, literals]) => literals.length > 0).map(([at]) => at + 1);
    const least = Math.max(this.#least, ...used);
    if (least > this.#most) return empty;
    if (this.#contained.length === 0) return this.#build(Array.from({ length: least }, () => []));
    // A longer array has an item that no demand needs, behind all that differ: without it, it is an array too.
    const needed = this.#contained.reduce((sum, { min }) => sum + min, 0);
    const longest = Math.min(this.#most, Math.max(least, this.#uniformFrom) + needed);
    if (longest > lengthLimit) {
      this.#note({ keyword: "minContains", matter: `asks for more than ${lengthLimit} items` });
      return empty;
    }
    for (let length = least; length <= longest; length += 1) {
      const answer = this.#sure(
        this.#spread(
          [],
          length,
          this.#contained.map(() => 0),
        ),
      );
      if (answer !== undefined) return answer;
      if (this.#solver.exhausted) break;
    }
    return empty;
  }

  /** Decides for each position which of the contained schemas its item satisfies. */
  #spread(chosen: readonly (readonly Literal[])[], length: number, counts: readonly number[]): Answer {
    this.#placements += 1;
    if (this.#placements > placementsMax) {
      this.#note({ keyword: "contains", matter: `can be met in more than ${placementsMax} ways` });
      return empty;
    }
    const at = chosen.length;
    const left = length - at;
    for (const [index, { min, max }] of this.#contained.entries()) {
      if (counts[index]! > max || counts[index]! + left < min) return empty;
    }
    if (left === 0) return this.#build(chosen);
    const options = this.#options(counts, left);
    for (const { literals, hits } of options) {
      if (this.#solver.solve([...this.#itemAt(at), ...literals]).kind === "empty") continue;
      const next = counts.map((count, index) => count + (hits[index] ? 1 : 0));
      const answer = this.#sure(this.#spread([...chosen, literals], length, next));
      if (answer !== undefined) return answer;
    }
    return empty;
  }

  /** The ways in which an item can satisfy the contained schemas; where more of them do no harm, it need not be said that it does not. */
  #options(counts: readonly number[], left: number): { literals: Literal[]; hits: boolean[] }[] {
    let options: { literals: Literal[]; hits: boolean[] }[] = [{ literals: [], hits: [] }];
    for (const [index, { item, min, max }] of this.#contained.entries()) {
      const lacking = min - counts[index]!;
      const hit = { literal: item, hits: true };
      const miss = { literal: Number.isFinite(max) ? -item : undefined, hits: false };
      const signs = lacking >= left ? [hit] : lacking > 0 ? [hit, miss] : Number.isFinite(max) ? [miss, hit] : [miss];
      options = options.flatMap(({ literals, hits }) =>
        signs.map((sign) => ({
          literals: sign.literal === undefined ? literals : [...literals, sign.literal],
          hits: [...hits, sign.hits],
        })),
      );
    }
    return options;
  }

  #build(chosen: readonly (readonly Literal[])[]): Answer {
    const items: unknown[] = [];
    let doubt: Obstacle | undefined;
    for (const [at, literals] of chosen.entries()) {
      const demands = [...this.#itemAt(at), ...literals];
      const value = this.#unique ? this.#another(demands, items) : this.#solver.solve(demands);
      if (value.kind === "empty") return empty;
      if (value.kind === "found") items.push(value.value);
      else {
        doubt ??= value.obstacle;
        if (value.guess === undefined) {
          this.#note(value.obstacle);
          return empty;
        }
        items.push(value.guess.value);
      }
    }
    if (this.#unique && !isUnique(items)) return { kind: "unknown", obstacle: unsureOfItems };
    return doubt === undefined
      ? { kind: "found", value: items }
      : { kind: "unknown", obstacle: doubt, guess: { value: items } };
  }

  /** An item that is not among those before. An earlier choice can have taken the only value that was left here: that is not known. */
  #another(demands: readonly Literal[], before: readonly unknown[]): Answer {
    const { forms } = this.#solver;
    const others = before.filter((item) => demands.every((literal) => evaluate(literal, item, forms) !== false));
    const value = this.#solver.solve([...demands, ...others.map((item) => -constantOf(item, forms))]);
    if (value.kind === "empty" && others.length > 0 && !this.#isUniform()) this.#note(unsureOfItems);
    return value;
  }

  /** Whether all positions ask for the same: then it does not matter which values are taken first. */
  #isUniform(): boolean {
    return this.#uniformFrom === 0 && this.#contained.length === 0 && this.#existential.length === 0;
  }
}
