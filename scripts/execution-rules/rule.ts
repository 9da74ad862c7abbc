import type ts from "typescript";
import type { Landmarks } from "./landmarks.ts";

/** One thing that execution governance forbids, as it shows in the syntax tree. */
export interface ExecutionRule {
  /** Its file's name. */
  readonly id: string;
  readonly forbids: string;
  /** Cites the section that the rule enforces. */
  readonly why: string;
  readonly mend: string;
  check(scan: Scan): Iterable<Finding>;
}

/** What a rule looks at: the runtime's files, with the types of everything in them. */
export interface Scan {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ScannedFile[];
  readonly landmarks: Landmarks;
  /** A source's path from the repository's root. */
  pathOf(source: ts.SourceFile): string;
}

export interface ScannedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly source: ts.SourceFile;
  /** Whether it is a test or support for tests, which stand in for layers. */
  readonly isTest: boolean;
  /** Whether it is the file of ToolRunner. */
  readonly isToolRunner: boolean;
}

export interface Finding {
  readonly node: ts.Node;
  readonly message: string;
}

/** A finding with its rule and place; line and column count from 1. */
export interface Violation {
  readonly rule: ExecutionRule;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
