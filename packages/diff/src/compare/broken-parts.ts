import type { Subject } from "../contract.ts";
import type { Direction, Finding } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Position } from "./edit.ts";

/**
 * What is known to break or not to be proven on the wire, by side: a payload that carries such a part needs no other finding. What
 * breaks programs alone says nothing of payloads.
 */
export class BrokenParts {
  readonly #comparing: Comparing;
  /** Named schemas that break by themselves or by what they refer to. */
  readonly #types: Readonly<Record<Direction, Set<string>>>;
  readonly #payloads: Readonly<Record<Direction, Set<string>>>;

  constructor(findings: readonly Finding[], comparing: Comparing) {
    this.#comparing = comparing;
    const onWire = findings.filter(({ axis }) => axis === "WIRE");
    const subjectsOn = (side: Direction) =>
      onWire.filter(({ breaks }) => breaks.includes(side)).map(({ subject }) => subject);
    const typesOn = (side: Direction) => {
      const names = subjectsOn(side).flatMap(({ part, name }) => (part === "type" ? [name] : []));
      return new Set(comparing.usersInHead(names));
    };
    const payloadsOn = (side: Direction) => new Set(subjectsOn(side).map(keyOf));
    this.#types = { request: typesOn("request"), response: typesOn("response") };
    this.#payloads = { request: payloadsOn("request"), response: payloadsOn("response") };
  }

  hasType(name: string, side: Direction): boolean {
    return this.#types[side].has(name);
  }

  /** Whether a start breaks, or anything that it refers to. */
  covers({ subject, head }: Position, side: Direction): boolean {
    if (this.#payloads[side].has(keyOf(subject))) return true;
    if (subject.part === "type" && this.hasType(subject.name, side)) return true;
    return this.#comparing.referencesOf(head, "head").some((name) => this.hasType(name, side));
  }

  add({ part, name, payload }: Subject, side: Direction): void {
    if (part === "type") this.#types[side].add(name);
    else this.#payloads[side].add(keyOf({ part, name, ...(payload !== undefined && { payload }) }));
  }
}

function keyOf({ part, name, payload }: Subject): string {
  return JSON.stringify([part, name, payload ?? null]);
}
