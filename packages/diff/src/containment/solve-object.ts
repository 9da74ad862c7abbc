import { type Answer, empty } from "./answer.ts";
import type { Atom } from "./case.ts";
import { evaluate } from "./evaluate.ts";
import { hasName, type NameSet } from "./name-set.ts";
import type { Literal, ObjectNode } from "./node.ts";
import { typeBits } from "./node.ts";
import type { Obstacle } from "./obstacle.ts";
import type { Solver } from "./solve.ts";

/** Names that are made up in one search, and ways that are tried to place what must be there. */
const newNamesMax = 300;
const placementsMax = 2000;
const patternsMax = 10;

/** An object as all of these say. */
export function solveObject(atoms: readonly Atom[], solver: Solver): Answer {
  return new ObjectSearch(atoms, solver).run();
}

interface Demand {
  readonly names: NameSet;
  readonly value: Literal;
}

/** A set of names that all universal demands treat alike, and that nothing mentions. */
interface Cell {
  readonly literals: readonly Literal[];
  readonly value: Answer;
}

/** Owns the object that is being made: what each property must satisfy beyond what all properties of its name must. */
class ObjectSearch {
  readonly #solver: Solver;
  readonly #universal: Demand[] = [];
  readonly #existential: Demand[] = [];
  readonly #nameRules: Literal[] = [];
  readonly #badNames: Literal[] = [];
  readonly #absent = new Set<string>();
  readonly #mentioned = new Set<string>();
  readonly #patterns: string[] = [];
  readonly #entries = new Map<string, Literal[]>();
  #least = 0;
  #most = Number.POSITIVE_INFINITY;
  #placements = 0;
  #doubt: Answer | undefined;
  #cells: readonly Cell[] | undefined;

  constructor(atoms: readonly Atom[], solver: Solver) {
    this.#solver = solver;
    const patterns = new Set<string>();
    for (const { node, holds } of atoms as { node: ObjectNode; holds: boolean }[]) {
      if (node.kind === "property") {
        (holds ? this.#universal : this.#existential).push({
          names: node.names,
          value: holds ? node.value : -node.value,
        });
        if (node.names.kind === "name") this.#mentioned.add(node.names.name);
        if (node.names.kind === "matching") patterns.add(node.names.pattern);
        if (node.names.kind !== "rest") continue;
        for (const name of node.names.names) this.#mentioned.add(name);
        for (const pattern of node.names.patterns) patterns.add(pattern);
      } else if (node.kind === "required") {
        this.#mentioned.add(node.name);
        if (holds) this.#entries.set(node.name, []);
        else this.#absent.add(node.name);
      } else if (node.kind === "propertyNames") {
        if (holds) this.#nameRules.push(node.name);
        else this.#badNames.push(-node.name);
      } else if ((node.kind === "minProperties") === holds) {
        this.#least = Math.max(this.#least, holds ? node.count : node.count + 1);
      } else this.#most = Math.min(this.#most, holds ? node.count : node.count - 1);
    }
    this.#patterns.push(...patterns);
  }

  run(): Answer {
    const open: Demand[] = [];
    for (const demand of this.#existential) {
      if (demand.names.kind === "name") this.#demand(demand.names.name, demand.value);
      else open.push(demand);
    }
    if (this.#least > this.#most || this.#entries.size > this.#most) return empty;
    for (const name of this.#entries.keys()) {
      if (this.#absent.has(name) || !this.#nameFits(name)) return this.#ends(empty);
      const value = this.#valueAt(name);
      if (value.kind === "empty") return this.#ends(empty);
    }
    return this.#ends(this.#place(open, 0));
  }

  /** No object was found: that is a proof only if nothing on the way was in doubt. */
  #ends(answer: Answer): Answer {
    return answer.kind === "empty" && this.#doubt !== undefined ? this.#doubt : answer;
  }

  #demand(name: string, value: Literal): void {
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), value]);
  }

  #universalAt(name: string): Literal[] {
    return this.#universal.filter(({ names }) => hasName(names, name)).map(({ value }) => value);
  }

  #valueAt(name: string): Answer {
    return this.#solver.solve([...this.#universalAt(name), ...(this.#entries.get(name) ?? [])]);
  }

  #nameFits(name: string): boolean {
    for (const rule of this.#nameRules) {
      const fits = evaluate(rule, name, this.#solver.forms);
      if (fits === undefined) this.#note({ keyword: "propertyNames", matter: "is not decided" });
      if (fits !== true) return false;
    }
    return true;
  }

  #note(obstacle: Obstacle): void {
    this.#doubt ??= { kind: "unknown", obstacle };
  }

  /** The answer if it has an object; one that is in doubt is kept for the end. */
  #sure(answer: Answer): Answer | undefined {
    if (answer.kind === "unknown" && (this.#doubt === undefined || !("guess" in this.#doubt))) this.#doubt = answer;
    return answer.kind === "found" ? answer : undefined;
  }

  /** Finds a name for each demand that leaves the name open, then fills up and finishes. */
  #place(open: readonly Demand[], at: number): Answer {
    this.#placements += 1;
    if (this.#placements > placementsMax) {
      this.#note({ matter: `there are more than ${placementsMax} ways to place properties` });
      return empty;
    }
    const demand = open[at];
    if (demand === undefined) {
      const bad = this.#badNames[at - open.length];
      return bad === undefined ? this.#finish() : this.#placeName(bad, open, at);
    }
    const tried = (name: string): Answer | undefined => {
      const before = this.#entries.get(name);
      this.#demand(name, demand.value);
      const value = this.#valueAt(name);
      const answer = value.kind === "empty" ? empty : this.#place(open, at + 1);
      this.#restore(name, before);
      return this.#sure(answer);
    };
    for (const name of new Set([...this.#entries.keys(), ...this.#mentioned])) {
      if (this.#absent.has(name) || !hasName(demand.names, name) || !this.#nameFits(name)) continue;
      const answer = tried(name);
      if (answer !== undefined) return answer;
    }
    if (this.#entries.size >= this.#most) return empty;
    for (const cell of this.#allCells(demand.names, [demand.value])) {
      if (cell.value.kind === "empty") continue;
      const name = this.#newName(cell);
      if (name === undefined) continue;
      const answer = tried(name);
      if (answer !== undefined) return answer;
    }
    return empty;
  }

  /** A name that `propertyNames` of the other side refuses. */
  #placeName(rule: Literal, open: readonly Demand[], at: number): Answer {
    const { forms } = this.#solver;
    for (const name of new Set([...this.#entries.keys(), ...this.#mentioned])) {
      if (this.#absent.has(name) || !this.#nameFits(name) || evaluate(rule, name, forms) !== true) continue;
      const before = this.#entries.get(name);
      this.#entries.set(name, before ?? []);
      const answer = this.#sure(this.#valueAt(name).kind === "empty" ? empty : this.#place(open, at + 1));
      this.#restore(name, before);
      if (answer !== undefined) return answer;
    }
    if (this.#entries.size >= this.#most) return empty;
    for (const cell of this.#allCells(undefined, [])) {
      if (cell.value.kind === "empty") continue;
      const name = this.#newName({ ...cell, literals: [...cell.literals, rule] });
      if (name === undefined) continue;
      this.#entries.set(name, []);
      const answer = this.#sure(this.#place(open, at + 1));
      this.#entries.delete(name);
      if (answer !== undefined) return answer;
    }
    return empty;
  }

  #restore(name: string, before: Literal[] | undefined): void {
    if (before === undefined) this.#entries.delete(name);
    else this.#entries.set(name, before);
  }

  #finish(): Answer {
    const added: string[] = [];
    const answer = this.#fill(added) ? this.#build() : empty;
    for (const name of added) this.#entries.delete(name);
    return answer;
  }

  /** Adds properties that nothing asks for but their number. */
  #fill(added: string[]): boolean {
    if (this.#entries.size > this.#most) return false;
    const put = (name: string) => {
      this.#entries.set(name, []);
      added.push(name);
    };
    for (const name of this.#mentioned) {
      if (this.#entries.size >= this.#least) return true;
      if (this.#entries.has(name) || this.#absent.has(name) || !this.#nameFits(name)) continue;
      const value = this.#solver.solve(this.#universalAt(name));
      if (value.kind === "unknown") this.#note(value.obstacle);
      if (value.kind === "found") put(name);
    }
    if (this.#entries.size >= this.#least) return true;
    this.#cells ??= [...this.#allCells(undefined, [])];
    for (const cell of this.#cells) {
      if (cell.value.kind !== "found") continue;
      while (this.#entries.size < this.#least) {
        if (added.length > newNamesMax) {
          this.#note({
            keyword: "minProperties",
            value: this.#least,
            matter: `asks for more than ${newNamesMax} new names`,
          });
          return false;
        }
        const name = this.#newName(cell);
        if (name === undefined) break;
        put(name);
      }
    }
    return this.#entries.size >= this.#least;
  }

  #build(): Answer {
    const properties: [string, unknown][] = [];
    let doubt: Obstacle | undefined;
    for (const name of this.#entries.keys()) {
      const value = this.#valueAt(name);
      if (value.kind === "empty") return empty;
      if (value.kind === "found") properties.push([name, value.value]);
      else {
        doubt = value.obstacle;
        if (value.guess === undefined) {
          this.#note(value.obstacle);
          return empty;
        }
        properties.push([name, value.guess.value]);
      }
    }
    const value = Object.fromEntries(properties);
    return doubt === undefined ? { kind: "found", value } : { kind: "unknown", obstacle: doubt, guess: { value } };
  }

  /** The cells within a set of names, by which patterns are found in the name. A cell has infinitely or finitely many names, or none. */
  *#allCells(within: NameSet | undefined, values: readonly Literal[]): Iterable<Cell> {
    const { forms } = this.#solver;
    const patterns = this.#patterns;
    const literals = patterns.map((pattern) => forms.literal({ kind: "pattern", pattern }));
    const base = [forms.types(typeBits.string), ...this.#nameRules];
    const solver = this.#solver;
    if (patterns.length > patternsMax) {
      this.#note({ keyword: "patternProperties", matter: `has more than ${patternsMax} patterns` });
      return;
    }
    const search = (cell: ObjectSearch, at: number, signs: readonly boolean[]): Cell[] => {
      const names = [...base, ...literals.slice(0, at).map((literal, index) => (signs[index] ? literal : -literal))];
      if (at > 0 && solver.solve(names).kind === "empty") return [];
      if (at === patterns.length) {
        const matching = new Set(patterns.filter((_, index) => signs[index]));
        const holds = (set: NameSet) =>
          set.kind === "matching"
            ? matching.has(set.pattern)
            : set.kind === "rest" && set.patterns.every((pattern) => !matching.has(pattern));
        if (within !== undefined && !holds(within)) return [];
        const universal = cell.#universal.filter(({ names: set }) => holds(set)).map(({ value }) => value);
        return [{ literals: names, value: solver.solve([...universal, ...values]) }];
      }
      return [true, false].flatMap((sign) => search(cell, at + 1, [...signs, sign]));
    };
    for (const cell of search(this, 0, [])) {
      if (cell.value.kind === "unknown") this.#note(cell.value.obstacle);
      yield cell;
    }
  }

  /** A name of the cell that is neither mentioned nor used. */
  #newName({ literals }: Cell): string | undefined {
    const { forms } = this.#solver;
    const used = new Set([...this.#mentioned, ...this.#entries.keys()]);
    const taken = used.size === 0 ? [] : [-forms.literal({ kind: "scalars", values: [...used].sort() })];
    const name = this.#solver.solve([...literals, ...taken]);
    if (name.kind === "unknown") this.#note(name.obstacle);
    return name.kind === "found" ? (name.value as string) : undefined;
  }
}
