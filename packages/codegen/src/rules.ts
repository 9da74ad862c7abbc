import type { Rule } from "./rule.ts";
import { ambiguousUnions } from "./rules/ambiguous-unions.ts";
import { anchoredPatterns } from "./rules/anchored-patterns.ts";
import { answeredCodes } from "./rules/answered-codes.ts";
import { bounded } from "./rules/bounded.ts";
import { boundedNumbers } from "./rules/bounded-numbers.ts";
import { boundedRecords } from "./rules/bounded-records.ts";
import { boundedText } from "./rules/bounded-text.ts";
import { builtInNames } from "./rules/built-in-names.ts";
import { callableKeys } from "./rules/callable-keys.ts";
import { capabilityVersions } from "./rules/capability-versions.ts";
import { commonEnvelopes } from "./rules/common-envelopes.ts";
import { currentReferences } from "./rules/current-references.ts";
import { datedDeprecations } from "./rules/dated-deprecations.ts";
import { described } from "./rules/described.ts";
import { distinctValues } from "./rules/distinct-values.ts";
import { emittedEvents } from "./rules/emitted-events.ts";
import { enumValues } from "./rules/enum-values.ts";
import { exampleVerdicts } from "./rules/example-verdicts.ts";
import { exemplified } from "./rules/exemplified.ts";
import { genericArguments } from "./rules/generic-arguments.ts";
import { guardedCommands } from "./rules/guarded-commands.ts";
import { headerNames } from "./rules/header-names.ts";
import { honestKinds } from "./rules/honest-kinds.ts";
import { idleDefaults } from "./rules/idle-defaults.ts";
import { idleKeywords } from "./rules/idle-keywords.ts";
import { invocable } from "./rules/invocable.ts";
import { knownErrorCodes } from "./rules/known-error-codes.ts";
import { knownFormats } from "./rules/known-formats.ts";
import { knownReferences } from "./rules/known-references.ts";
import { knownReplacements } from "./rules/known-replacements.ts";
import { knownValues } from "./rules/known-values.ts";
import { memberNames } from "./rules/member-names.ts";
import { namedIdentifiers } from "./rules/named-identifiers.ts";
import { openObjects } from "./rules/open-objects.ts";
import { pagedLists } from "./rules/paged-lists.ts";
import { payloadNames } from "./rules/payload-names.ts";
import { placeholderText } from "./rules/placeholder-text.ts";
import { portablePatterns } from "./rules/portable-patterns.ts";
import { publishable } from "./rules/publishable.ts";
import { realPointers } from "./rules/real-pointers.ts";
import { safeIntegers } from "./rules/safe-integers.ts";
import { safePatterns } from "./rules/safe-patterns.ts";
import { satisfiableBounds } from "./rules/satisfiable-bounds.ts";
import { schemaIdentity } from "./rules/schema-identity.ts";
import { semanticVersions } from "./rules/semantic-versions.ts";
import { sensitiveData } from "./rules/sensitive-data.ts";
import { sentences } from "./rules/sentences.ts";
import { singleValues } from "./rules/single-values.ts";
import { soundErrorCodes } from "./rules/sound-error-codes.ts";
import { stableFoundations } from "./rules/stable-foundations.ts";
import { taggedUnions } from "./rules/tagged-unions.ts";
import { tellingDescriptions } from "./rules/telling-descriptions.ts";
import { uniqueNames } from "./rules/unique-names.ts";
import { unitsInNames } from "./rules/units-in-names.ts";
import { usedTypes } from "./rules/used-types.ts";
import { validDefaults } from "./rules/valid-defaults.ts";

/** All house rules, in the order in which they are checked and reported. */
export const rules: readonly Rule[] = [
  uniqueNames,
  callableKeys,
  memberNames,
  enumValues,
  unitsInNames,
  builtInNames,
  payloadNames,
  headerNames,
  honestKinds,
  publishable,
  knownReferences,
  knownValues,
  genericArguments,
  schemaIdentity,
  datedDeprecations,
  knownReplacements,
  currentReferences,
  semanticVersions,
  capabilityVersions,
  stableFoundations,
  described,
  sentences,
  placeholderText,
  tellingDescriptions,
  bounded,
  boundedNumbers,
  boundedText,
  boundedRecords,
  satisfiableBounds,
  safeIntegers,
  anchoredPatterns,
  portablePatterns,
  safePatterns,
  knownFormats,
  validDefaults,
  idleDefaults,
  singleValues,
  distinctValues,
  idleKeywords,
  openObjects,
  taggedUnions,
  ambiguousUnions,
  commonEnvelopes,
  namedIdentifiers,
  knownErrorCodes,
  soundErrorCodes,
  answeredCodes,
  invocable,
  guardedCommands,
  pagedLists,
  realPointers,
  sensitiveData,
  usedTypes,
  emittedEvents,
  exemplified,
  exampleVerdicts,
];
