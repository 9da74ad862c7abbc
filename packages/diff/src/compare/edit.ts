import type { JsonSchema, Subject } from "../contract.ts";
import type { Direction, Effect } from "../finding.ts";
import type { RuleId } from "../rules.ts";
import type { SchemaPath } from "./schema-step.ts";

/** A place in a payload, and what both versions say of the value there. The subject's own schema is the first one. */
export interface Position {
  readonly subject: Subject;
  readonly directions: readonly Direction[];
  readonly base: JsonSchema;
  readonly head: JsonSchema;
  /** The ways from the subject's schemas. */
  readonly basePath: SchemaPath | undefined;
  readonly headPath: SchemaPath | undefined;
  /** Whether the value tells the branches of a union apart. */
  readonly isTag: boolean;
  /** References that were followed on the way here, so that a circle of them ends. */
  readonly crossed: readonly string[];
}

/** That all values on the left are accepted on the right. Both sides are schemas of the definitions of both versions. */
export interface Claim {
  readonly left: JsonSchema;
  readonly right: JsonSchema;
  /** What the right side comes to with the union's other branches: asked when the right side alone does not do. */
  readonly relaxed?: () => JsonSchema;
}

/** The claims by which the effect of an edit is computed. A claim that is not there holds by what the edit is. */
export interface Claims {
  /** What the base's producers send, the head accepts. */
  readonly forward?: Claim;
  /** What the head's producers send, the base accepts. */
  readonly backward?: Claim;
}

/** One edit that somebody made at a position, and by what it is judged. */
export interface Edit {
  /** The rule that names it, or one by what the edit comes to. */
  readonly rule: RuleId | Readonly<Record<Effect, RuleId>>;
  readonly position: Position;
  /** In the head where the place is there, else in the base. */
  readonly pointer: string;
  readonly message: string;
  readonly base?: unknown;
  readonly head?: unknown;
  readonly claims: Claims;
  /** Whether it is told only when it changes what is accepted: it may be but another way to write the same. */
  readonly quiet?: boolean;
  /** Whether it is left out where another edit at its position breaks the same side: it would say the same again. */
  readonly subordinate?: boolean;
}

/** Two schemas at one value that are compared keyword by keyword: those of a position, or of branches within it. */
export interface NodePair {
  readonly position: Position;
  readonly base: Keywords;
  readonly head: Keywords;
  readonly basePath: SchemaPath | undefined;
  readonly headPath: SchemaPath | undefined;
  readonly frame: Frame;
  /** Whether `null` is accepted beside what the node says, by a branch of its own. */
  readonly baseNull: boolean;
  readonly headNull: boolean;
}

/** How what a node says becomes what its position says. */
export interface Frame {
  /** The base's values that concern the node: all of the position, or those of one branch. */
  readonly leftBase: JsonSchema;
  readonly leftHead: JsonSchema;
  /** Whether the node is all that says what these values are. */
  readonly isWhole: boolean;
  /** What the position accepts if the node accepts what it is called with; `undefined` where it is no more. */
  readonly relaxHead: ((schema: JsonSchema) => JsonSchema) | undefined;
  readonly relaxBase: ((schema: JsonSchema) => JsonSchema) | undefined;
}

export type Keywords = Readonly<Record<string, unknown>>;

/** The claims that the head demands `head` of the base's values, and the base `base` of the head's. */
export function claimsOf(
  { frame }: NodePair,
  demands: { readonly head?: JsonSchema; readonly base?: JsonSchema },
): Claims {
  const { relaxHead, relaxBase } = frame;
  const { head, base } = demands;
  return {
    ...(head !== undefined && {
      forward: {
        left: frame.leftBase,
        right: head,
        ...(relaxHead !== undefined && { relaxed: () => relaxHead(head) }),
      },
    }),
    ...(base !== undefined && {
      backward: {
        left: frame.leftHead,
        right: base,
        ...(relaxBase !== undefined && { relaxed: () => relaxBase(base) }),
      },
    }),
  };
}

/** Both schemas, flat where that means the same. */
export function both(left: JsonSchema, right: JsonSchema): JsonSchema {
  if (left === true) return right;
  if (right === true) return left;
  return { allOf: [left, right] };
}
