import ts from "typescript";

/** How far into the members of a value a guarded function is looked for. */
const depthMax = 3;
/** Types with more members than this are not looked into: none that carries a plugin has as many. */
const membersMax = 60;

/** Two members of the same name, as a value flows from one type to another. */
export interface MemberFlow {
  readonly name: string;
  readonly from: ts.Type;
  readonly fromSymbol: ts.Symbol | undefined;
  readonly to: ts.Type;
}

/**
 * Functions that not everybody may call, known by the nodes that declare their signatures. What has such a signature is
 * guarded whatever it is called, since types go with a value through aliases, destructuring, spreads and returns.
 */
export class GuardedSignatures {
  readonly #checker: ts.TypeChecker;
  readonly #declarations: ReadonlySet<ts.Node>;
  readonly #guards = new Map<ts.Type, boolean>();
  readonly #holds = new Map<ts.Type, number>();

  constructor(checker: ts.TypeChecker, declarations: ReadonlySet<ts.Node>) {
    this.#checker = checker;
    this.#declarations = declarations;
  }

  /** Whether to call a value of the type may be to call a guarded function. */
  guards(type: ts.Type): boolean {
    const cached = this.#guards.get(type);
    if (cached !== undefined) return cached;
    this.#guards.set(type, false);
    const guards = partsOf(type, this.#checker).some((part) =>
      part
        .getCallSignatures()
        .some(({ declaration }) => declaration !== undefined && this.#declarations.has(declaration)),
    );
    this.#guards.set(type, guards);
    return guards;
  }

  /** Whether a value of the type has a guarded function in a member, or in a member of one, and so on. */
  holds(type: ts.Type, depth = depthMax): boolean {
    const searched = this.#holds.get(type);
    if (searched === Number.POSITIVE_INFINITY) return true;
    if (searched !== undefined && searched >= depth) return false;
    this.#holds.set(type, depth);
    const holds = this.#members(type).some(
      ({ type: member }) => this.guards(member) || (depth > 0 && this.holds(member, depth - 1)),
    );
    if (holds) this.#holds.set(type, Number.POSITIVE_INFINITY);
    return holds;
  }

  /** Whether one of its own members, such as a plugin capability's `run`, is guarded. */
  holdsItself(type: ts.Type): boolean {
    return this.#members(type).some((member) => member.name !== anyName && this.guards(member.type));
  }

  /** Whether a value of the one type, taken as the other, would be guarded no longer. */
  launders(from: ts.Type, to: ts.Type): boolean {
    if (this.guards(from)) return !this.guards(to);
    if (!this.holds(from)) return false;
    let found = false;
    this.matchMembers(from, to, (flow) => {
      found ||= this.guards(flow.from) && !this.guards(flow.to);
    });
    return found;
  }

  /** Visits the members that two types have in common, down to the guarded ones. */
  matchMembers(from: ts.Type, to: ts.Type, visit: (flow: MemberFlow) => void, depth = depthMax): void {
    const targets = this.#members(to);
    for (const { name, type, symbol } of this.#members(from)) {
      const target =
        targets.find((member) => member.name === name) ?? targets.find((member) => member.name === anyName);
      if (target === undefined || target.type === type) continue;
      visit({ name, from: type, fromSymbol: symbol, to: target.type });
      const goesOn = depth > 0 && (this.holds(type, depth - 1) || this.holds(target.type, depth - 1));
      if (goesOn) this.matchMembers(type, target.type, visit, depth - 1);
    }
  }

  #members(type: ts.Type): readonly Member[] {
    const members: Member[] = [];
    for (const part of partsOf(type, this.#checker)) {
      if (!(part.flags & ts.TypeFlags.Object)) continue;
      for (const element of elementTypes(part, this.#checker)) {
        members.push({ name: anyName, type: element, symbol: undefined });
      }
      if (this.#checker.isArrayLikeType(part)) continue;
      const properties = part.getProperties();
      if (properties.length > membersMax) continue;
      for (const symbol of properties) {
        const [declaration] = symbol.declarations ?? [];
        const name = declaration && ts.getNameOfDeclaration(declaration);
        if (name !== undefined && ts.isPrivateIdentifier(name)) continue;
        members.push({ name: symbol.name, type: this.#checker.getTypeOfSymbol(symbol), symbol });
      }
    }
    return members;
  }
}

interface Member {
  readonly name: string;
  readonly type: ts.Type;
  readonly symbol: ts.Symbol | undefined;
}

/** Stands for the elements of an array, the values of a record and what a promise brings. */
const anyName = "[…]";

function elementTypes(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const index = checker.getIndexInfosOfType(type).map((info) => info.type);
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  return isReference ? [...index, ...checker.getTypeArguments(type as ts.TypeReference)] : index;
}

function partsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types.flatMap((part) => partsOf(part, checker));
  if (!(type.flags & ts.TypeFlags.TypeParameter)) return [type];
  const constraint = checker.getBaseConstraintOfType(type);
  return constraint === undefined || constraint === type ? [] : partsOf(constraint, checker);
}
