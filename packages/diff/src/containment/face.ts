import type { Forms } from "./forms.ts";
import { typeOf } from "./json-value.ts";
import { allTypes, type Literal, type Scalar, type TypeMask, typeBits } from "./node.ts";
import { remembered } from "./remembered.ts";

/** What is seen of a literal at once: the types of its values, the values where they are few, and the constants of required properties. */
interface Face {
  readonly mask: TypeMask;
  readonly values: ReadonlySet<Scalar> | undefined;
  readonly tags: ReadonlyMap<string, ReadonlySet<Scalar>>;
}

const depthMax = 8;
const noTags: ReadonlyMap<string, ReadonlySet<Scalar>> = new Map();

/** Tells at sight that literals have no value in common, as the branches of a tagged union have none. Owns what was seen of each. */
export class Faces {
  readonly #forms: Forms;
  readonly #known = new Map<Literal, Face>();

  constructor(forms: Forms) {
    this.#forms = forms;
  }

  /** Whether two of them are apart. A no means nothing. */
  areApart(literals: readonly Literal[]): boolean {
    const faces = literals.map((literal) => this.#face(literal, 0));
    return faces.some((face, at) => faces.slice(at + 1).some((other) => areApart(face, other)));
  }

  #face(literal: Literal, depth: number): Face {
    return remembered(this.#known, literal, () => this.#look(literal, depth));
  }

  #look(literal: Literal, depth: number): Face {
    const node = this.#forms.node(literal);
    const blank: Face = { mask: allTypes, values: undefined, tags: noTags };
    if (node.kind === "types") return { ...blank, mask: literal > 0 ? node.mask : allTypes & ~node.mask };
    if (literal < 0 || depth > depthMax) return blank;
    if (node.kind === "scalars") {
      const mask = node.values.reduce<TypeMask>((types, value) => types | typeBits[typeOf(value)], 0);
      return { ...blank, mask, values: new Set(node.values) };
    }
    if (node.kind === "reference") return this.#face(this.#forms.bodies.get(node.key)!, depth + 1);
    return node.kind === "and" ? this.#together(node.all, depth) : blank;
  }

  #together(literals: readonly Literal[], depth: number): Face {
    let mask = allTypes;
    let values: ReadonlySet<Scalar> | undefined;
    const required = new Set<string>();
    const constants = new Map<string, ReadonlySet<Scalar>>();
    const tags = new Map<string, ReadonlySet<Scalar>>();
    for (const literal of literals) {
      const node = this.#forms.node(literal);
      if (literal > 0 && node.kind === "required") required.add(node.name);
      else if (literal > 0 && node.kind === "property" && node.names.kind === "name") {
        const { values: few } = this.#face(node.value, depth + 1);
        if (few !== undefined) constants.set(node.names.name, few);
      } else {
        const face = this.#face(literal, depth + 1);
        mask &= face.mask;
        values ??= face.values;
        for (const [name, few] of face.tags) tags.set(name, few);
      }
    }
    for (const [name, few] of constants) if (required.has(name)) tags.set(name, few);
    return { mask, values, tags };
  }
}

function areApart(left: Face, right: Face): boolean {
  const mask = left.mask & right.mask;
  if (mask === 0) return true;
  if (left.values !== undefined && right.values !== undefined && areDisjoint(left.values, right.values)) return true;
  if (mask !== typeBits.object) return false;
  for (const [name, few] of left.tags) {
    const others = right.tags.get(name);
    if (others !== undefined && areDisjoint(few, others)) return true;
  }
  return false;
}

function areDisjoint(left: ReadonlySet<Scalar>, right: ReadonlySet<Scalar>): boolean {
  for (const value of left) if (right.has(value)) return false;
  return true;
}
