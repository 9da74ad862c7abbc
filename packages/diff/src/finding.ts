import type { JsonSchema, SourceLocation, Subject } from "./contract.ts";
import type { RuleId } from "./rules.ts";

/** What a change touches: payloads on the wire, code that compiles against generated types, or what happens at run time. */
export type Axis = "WIRE" | "SOURCE" | "BEHAVIOUR";

/** `UNKNOWN`: neither proven compatible nor shown to break. It must be acknowledged by a suppression. */
export type Verdict = "COMPATIBLE" | "BREAKING" | "UNKNOWN";

/** What happened to the set of values that a schema accepts, from base to head. */
export type Effect = "none" | "widen" | "narrow" | "incomparable" | "unknown";

/** Who sends the values. `request`: clients of the base send, the head accepts. `response`: the head sends, clients of the base accept. */
export type Direction = "request" | "response";

/** `error` fails a comparison; `warning` and `info` do not. */
export type Level = "error" | "warning" | "info";

/** What the one version sends or accepts and the other does not, checked by an independent validator on both. */
export interface Witness {
  /** The operation, event or type whose whole payload or message it is. */
  readonly subject: Subject;
  /**
   * `payload`: a body or a value, as the schema of the subject says it. `message`: that with what goes around it, for what no body
   * shows: members such as `method`, `path`, `query`, `headers`, `status`, `event`, and `body`.
   */
  readonly kind: "payload" | "message";
  readonly payload: unknown;
  /** Who sends it: a client, or the service that the contract is of. */
  readonly sender: "client" | "service";
  readonly acceptedBy: "base" | "head";
  readonly rejectedBy: "base" | "head";
  /** The JSON Pointer in the payload at which the rejecting version fails, its keyword, and why. */
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

/** One change, and what it means. What breaks on the wire has a witness: there is no such finding without one. */
export type Finding = FindingParts & (WireBreak | OtherFinding);

interface WireBreak {
  readonly axis: "WIRE";
  readonly verdict: "BREAKING";
  readonly witness: Witness;
}

type OtherFinding = (
  | { readonly axis: "WIRE"; readonly verdict: Exclude<Verdict, "BREAKING"> }
  | { readonly axis: Exclude<Axis, "WIRE">; readonly verdict: Verdict }
) & {
  /** Of what would break, but is tolerated. */
  readonly witness?: Witness;
};

interface FindingParts {
  readonly rule: RuleId;
  /** Computed from verdict and axis, never assigned. */
  readonly level: Level;
  readonly effect: Effect;
  /** The sides on which the changed part is used; empty where sides have no meaning. */
  readonly directions: readonly Direction[];
  /** The sides on which it breaks, or on which nothing was proven. */
  readonly breaks: readonly Direction[];
  readonly subject: Subject;
  /** The JSON Pointer of the changed position in the subject's schema, in the head where it is there, else in the base. */
  readonly pointer: string;
  /** One sentence: what changed, for a reader who does not know JSON Schema by heart. */
  readonly message: string;
  /** The changed keyword or schema on either side, where that is short enough to show. */
  readonly base?: JsonSchema | unknown;
  readonly head?: JsonSchema | unknown;
  /** Why nothing was proven, when the verdict is UNKNOWN. */
  readonly reason?: string;
  /** The compiler's words, for a SOURCE verdict. */
  readonly compilerError?: string;
  /** What a consumer does about it. */
  readonly migration?: string;
  /** Operations and events that carry the changed part; the first ones, sorted. */
  readonly affected: readonly string[];
  /** In the head where the part is there, else in the base. */
  readonly location?: SourceLocation;
  /** The reason of the suppression that covers it. */
  readonly suppressed?: string;
}
