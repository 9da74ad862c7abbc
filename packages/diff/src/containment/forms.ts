import { allTypes, type Literal, type Node } from "./node.ts";
import { remembered } from "./remembered.ts";

/** Holds whatever the value is. */
export const anything: Literal = 1;
/** Holds for no value. */
export const nothing: Literal = -1;

/**
 * Owns the nodes of all schemas that were read, and what is known of them.
 * 1. Equal nodes are one: a literal is equal to another exactly if they say the same by the same words, references followed.
 * 2. Nodes are never changed or dropped. Who holds too many starts anew with another `Forms`.
 */
export class Forms {
  /** What references mean, by key. Keys name the content, so that equal recursive schemas of two documents are one. */
  readonly bodies = new Map<string, Literal>();
  /** Literals that follow from a literal, besides itself: what a closed schema says, the open one says too. */
  readonly follows = new Map<Literal, Literal>();
  readonly #texts = new Map<string, number>();
  readonly #nodes: Node[] = [{ kind: "true" }, { kind: "true" }];
  readonly #numbers = new Map<string, Literal>();

  /** The number of a text: equal texts have equal numbers. */
  numberOf(text: string): number {
    return remembered(this.#texts, text, () => this.#texts.size + 1);
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** The node of a literal, whichever its sign. */
  node(literal: Literal): Node {
    return this.#nodes[Math.abs(literal)]!;
  }

  literal(node: Node): Literal {
    const key = JSON.stringify(node, keepInfinity);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const literal = this.#nodes.length;
    this.#nodes.push(node);
    this.#numbers.set(key, literal);
    return literal;
  }

  and(literals: Iterable<Literal>): Literal {
    const all = new Set<Literal>();
    for (const literal of literals) {
      const node = this.node(literal);
      if (literal > 0 && node.kind === "and") for (const part of node.all) all.add(part);
      else if (literal !== anything) all.add(literal);
    }
    for (const literal of all) if (literal === nothing || all.has(-literal)) return nothing;
    if (all.size === 0) return anything;
    if (all.size === 1) return [...all][0]!;
    return this.literal({ kind: "and", all: [...all].sort((a, b) => a - b) });
  }

  or(literals: Iterable<Literal>): Literal {
    return -this.and([...literals].map((literal) => -literal));
  }

  types(mask: number): Literal {
    if (mask === allTypes) return anything;
    return mask === 0 ? nothing : this.literal({ kind: "types", mask });
  }
}

/** JSON has no infinity, and would take an open end for `null`; both are told apart from numbers, which is enough here. */
function keepInfinity(_: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? "infinity" : value;
}
