import type { Subject } from "../contract.ts";
import type { Statement } from "./edit-programs.ts";
import type { GeneratedSurface } from "./generated-surface.ts";

/** Both versions of what clients use. */
export interface Surfaces {
  readonly base: GeneratedSurface;
  readonly head: GeneratedSurface;
  /** Types of the base that go on under another name in the head. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What programs import the head by. */
  readonly packageName: string;
}

/** A program that a consumer may have, about one place of one part: if the head refuses it, the place breaks. */
export interface Candidate {
  readonly subject: Subject;
  readonly pointer: string;
  readonly statement: Statement;
  /** Import lines of the program; they are not shown with it. */
  readonly imports: string;
  /** Whether it asks of the part as a whole: then it counts only where no place of the part broke in its direction. */
  readonly whole: boolean;
  /** Keys of the operations, events and capabilities that carry the part. */
  readonly affected: readonly string[];
}

/** The candidates of one part, with the modules that their programs import beside the two versions. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** Text by virtual path. */
  readonly modules: ReadonlyMap<string, string>;
}
