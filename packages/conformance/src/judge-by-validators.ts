import type { Fixtures } from "./fixtures.ts";
import { complaintAbout, type FoundIssue, type Judgement, judgement } from "./judgement.ts";

/** A function for each named type that says what is wrong with a value; nothing is wrong if it says nothing. */
export type Validators = Readonly<Record<string, (value: unknown) => readonly FoundIssue[]>>;

/** Judges generated validators, such as those of `@oap/protocol/validators`. A type without one is a complaint. */
export function* judgeByValidators(fixtures: Fixtures, validators: Validators): Generator<Judgement> {
  for (const { type, cases } of fixtures.types) {
    const validate = Object.hasOwn(validators, type) ? validators[type] : undefined;
    for (const one of cases) {
      const complaint =
        validate === undefined ? "There is no validator of this type." : complaintAbout(one, validate(one.instance));
      yield judgement("validators", type, one, complaint);
    }
  }
}
