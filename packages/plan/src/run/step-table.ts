/**
 * An immutable vector of fixed size: a tree with 32 branches a node. Changing one entry copies one node a level (three levels at
 * 10,000 entries) and shares all others, so that a state costs the same however large the plan is.
 */
export class StepTable<Entry> {
  readonly size: number;
  /** Bits of the index that are above the leaves; 0 if the root is a leaf. */
  readonly shift: number;
  readonly root: TableNode<Entry>;

  private constructor(size: number, shift: number, root: TableNode<Entry>) {
    this.size = size;
    this.shift = shift;
    this.root = root;
    Object.freeze(this);
  }

  static of<Entry>(entries: readonly Entry[]): StepTable<Entry> {
    let shift = 0;
    let nodes: TableNode<Entry>[] = chunk(entries);
    while (nodes.length > 1) {
      nodes = chunk(nodes);
      shift += bits;
    }
    return new StepTable(entries.length, shift, nodes[0] ?? Object.freeze([]));
  }

  get(index: number): Entry {
    if (!(index >= 0 && index < this.size))
      throw new RangeError(`There is no entry ${index} in a table of ${this.size}.`);
    let node = this.root;
    for (let shift = this.shift; shift > 0; shift -= bits) node = node[(index >>> shift) & mask] as TableNode<Entry>;
    return node[index & mask] as Entry;
  }

  set(index: number, entry: Entry): StepTable<Entry> {
    if (!(index >= 0 && index < this.size))
      throw new RangeError(`There is no entry ${index} in a table of ${this.size}.`);
    return new StepTable(this.size, this.shift, replace(this.root, this.shift, index, entry));
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let index = 0; index < this.size; index += 1) yield this.get(index);
  }
}

/** A leaf holds entries, any other node holds nodes: which of them is known by its level. */
type TableNode<Entry> = readonly (Entry | TableNode<Entry>)[];

const bits = 5;
const mask = (1 << bits) - 1;

function chunk<Entry>(items: readonly (Entry | TableNode<Entry>)[]): TableNode<Entry>[] {
  const nodes: TableNode<Entry>[] = [];
  for (let start = 0; start < items.length; start += 1 << bits) {
    nodes.push(Object.freeze(items.slice(start, start + (1 << bits))));
  }
  return nodes;
}

function replace<Entry>(node: TableNode<Entry>, shift: number, index: number, entry: Entry): TableNode<Entry> {
  const at = (index >>> shift) & mask;
  const copy = [...node];
  copy[at] = shift === 0 ? entry : replace(node[at] as TableNode<Entry>, shift - bits, index, entry);
  return Object.freeze(copy);
}
