import type { Rule } from "./lint-context.ts";
import { bounded } from "./rules/bounded.ts";
import { callableKeys } from "./rules/callable-keys.ts";
import { commonEnvelopes } from "./rules/common-envelopes.ts";
import { currentReferences } from "./rules/current-references.ts";
import { datedDeprecations } from "./rules/dated-deprecations.ts";
import { described } from "./rules/described.ts";
import { exampleVerdicts } from "./rules/example-verdicts.ts";
import { exemplified } from "./rules/exemplified.ts";
import { genericArguments } from "./rules/generic-arguments.ts";
import { invocable } from "./rules/invocable.ts";
import { knownErrorCodes } from "./rules/known-error-codes.ts";
import { knownReferences } from "./rules/known-references.ts";
import { knownReplacements } from "./rules/known-replacements.ts";
import { namedIdentifiers } from "./rules/named-identifiers.ts";
import { publishable } from "./rules/publishable.ts";
import { realPointers } from "./rules/real-pointers.ts";
import { taggedUnions } from "./rules/tagged-unions.ts";
import { uniqueNames } from "./rules/unique-names.ts";

/** All house rules, in the order in which they are checked and reported. */
export const rules: readonly Rule[] = [
  uniqueNames,
  callableKeys,
  publishable,
  knownReferences,
  datedDeprecations,
  knownReplacements,
  currentReferences,
  described,
  bounded,
  taggedUnions,
  genericArguments,
  commonEnvelopes,
  namedIdentifiers,
  knownErrorCodes,
  invocable,
  realPointers,
  exemplified,
  exampleVerdicts,
];
