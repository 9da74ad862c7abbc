import { evaluate } from "./evaluate.ts";
import { type Forms, nothing } from "./forms.ts";
import { typeOf } from "./json-value.ts";
import { hasName } from "./name-set.ts";
import {
  allTypes,
  isTyped,
  type Literal,
  type Node,
  type Scalar,
  type TypedNode,
  type TypeMask,
  type TypeName,
  typeBits,
  typeOfKind,
} from "./node.ts";
import type { Obstacle } from "./obstacle.ts";

export interface Atom {
  readonly node: TypedNode;
  readonly holds: boolean;
}

/**
 * What is asked of one value, taken apart as far as that goes without choosing.
 * 1. The value satisfies all that was added exactly if it has a type of `mask`, satisfies the atoms of that type, is one of `finite` where
 *    that is given, none of `excluded`, and satisfies one alternative of each choice.
 * 2. A case in conflict has no value.
 */
export class Case {
  mask: TypeMask = allTypes;
  finite: readonly Scalar[] | undefined;
  readonly literals: Set<Literal>;
  readonly excluded: Set<Scalar>;
  readonly atoms: Atom[];
  readonly opaque: Obstacle[];
  choices: (readonly Literal[])[];
  readonly #implied: Set<Literal>;
  readonly #forms: Forms;
  readonly #areApart: (left: Literal, right: Literal) => boolean;

  constructor(forms: Forms, areApart: (left: Literal, right: Literal) => boolean, from?: Case) {
    this.#forms = forms;
    this.#areApart = areApart;
    this.literals = new Set(from?.literals);
    this.#implied = from === undefined ? new Set() : new Set(from.#implied);
    this.excluded = new Set(from?.excluded);
    this.atoms = from === undefined ? [] : [...from.atoms];
    this.opaque = from === undefined ? [] : [...from.opaque];
    this.choices = from === undefined ? [] : [...from.choices];
    this.mask = from?.mask ?? allTypes;
    this.finite = from?.finite;
  }

  copy(): Case {
    return new Case(this.#forms, this.#areApart, this);
  }

  /** Whether a literal was added, or follows from one that was. What only follows is never a reason to drop a choice: it may follow from that choice. */
  holds(literal: Literal): boolean {
    return this.literals.has(literal) || this.#implied.has(literal);
  }

  /** Answers false on a conflict; the case is then of no further use. */
  add(literal: Literal): boolean {
    if (this.literals.has(literal)) return true;
    if (literal === nothing || this.holds(-literal)) return false;
    this.literals.add(literal);
    const implied = this.#forms.follows.get(literal);
    if (implied !== undefined) {
      if (this.holds(-implied)) return false;
      this.#implied.add(implied);
    }
    const node = this.#forms.node(literal);
    if (isTyped(node)) return this.#addTyped(node, literal > 0);
    return this.#addNode(node, literal > 0);
  }

  #addTyped(node: TypedNode, holds: boolean): boolean {
    const bit = typeBits[typeOfKind[node.kind]];
    if (!holds) {
      this.mask &= bit;
      if (node.kind === "contains") {
        const fewer = this.#contains(node.item, 0, node.min - 1);
        const more = this.#contains(node.item, node.max + 1, Number.POSITIVE_INFINITY);
        this.choices.push([...(node.min > 0 ? [fewer] : []), ...(Number.isFinite(node.max) ? [more] : [])]);
        return this.mask !== 0;
      }
    }
    this.atoms.push({ node, holds });
    return this.mask !== 0;
  }

  #contains(item: Literal, min: number, max: number): Literal {
    return this.#forms.literal({ kind: "contains", item, min, max });
  }

  #addNode(node: Exclude<Node, TypedNode>, holds: boolean): boolean {
    switch (node.kind) {
      case "true":
        return holds;
      case "and":
        if (holds) return node.all.every((literal) => this.add(literal));
        this.choices.push(node.all.map((literal) => -literal));
        return true;
      case "one":
        return this.#addOne(node.of, holds);
      case "types":
        this.mask &= holds ? node.mask : ~node.mask;
        return this.mask !== 0;
      case "scalars":
        if (!holds) for (const value of node.values) this.excluded.add(value);
        else
          this.finite =
            this.finite === undefined ? node.values : this.finite.filter((value) => node.values.includes(value));
        return this.finite === undefined || this.finite.length > 0;
      case "reference":
        return this.add(holds ? this.#forms.bodies.get(node.key)! : -this.#forms.bodies.get(node.key)!);
      case "opaque":
        this.opaque.push({ keyword: node.keyword, value: node.value, matter: node.matter });
        return true;
    }
  }

  /** Exactly one: one of them, and no two. Not exactly one: none of them, or two. */
  #addOne(of: readonly Literal[], holds: boolean): boolean {
    const forms = this.#forms;
    const pairs = of.flatMap((left, at) =>
      of.slice(at + 1).flatMap((right) => (this.#areApart(left, right) ? [] : [forms.and([left, right])])),
    );
    if (holds) {
      this.choices.push(of);
      return pairs.every((pair) => this.add(-pair));
    }
    this.choices.push([forms.and(of.map((literal) => -literal)), ...pairs].filter((literal) => literal !== nothing));
    return true;
  }

  /** The atoms of one type. */
  of(type: TypeName): Atom[] {
    return this.atoms.filter(({ node }) => typeOfKind[node.kind] === type);
  }

  /** What the value of a property must satisfy by the atoms so far. */
  valueOf(name: string): Literal[] {
    const literals: Literal[] = [];
    for (const { node, holds } of this.atoms) {
      if (node.kind === "property" && holds && hasName(node.names, name)) literals.push(node.value);
      if (node.kind === "property" && !holds && node.names.kind === "name" && node.names.name === name)
        literals.push(-node.value);
    }
    return literals;
  }

  /** Names of properties that the value must have, if it is an object. */
  required(): Set<string> {
    const names = new Set<string>();
    for (const { node, holds } of this.atoms) {
      if (node.kind === "required" && holds) names.add(node.name);
      if (node.kind === "property" && !holds && node.names.kind === "name") names.add(node.names.name);
    }
    return names;
  }

  /** Whether a value satisfies what was added; undefined where that is opaque. */
  accepts(value: unknown): boolean | undefined {
    if ((typeBits[typeOf(value)] & this.mask) === 0) return false;
    let all: boolean | undefined = true;
    for (const literal of this.literals) {
      const one = evaluate(literal, value, this.#forms);
      if (one === false) return false;
      if (one === undefined) all = undefined;
    }
    return all;
  }
}
