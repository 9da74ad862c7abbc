import { directPluginRun } from "./direct-plugin-run.ts";
import { internalLeak } from "./internal-leak.ts";
import { outcomeAsState } from "./outcome-as-state.ts";
import type { ExecutionRule } from "./rule.ts";
import { skippedLayer } from "./skipped-layer.ts";
import { unknownState } from "./unknown-state.ts";
import { unmeasuredRun } from "./unmeasured-run.ts";
import { unvalidatedRun } from "./unvalidated-run.ts";
import { unwrappedError } from "./unwrapped-error.ts";

/** All rules, in the order of the execution governance document, §7. */
export const rules: readonly ExecutionRule[] = [
  directPluginRun,
  skippedLayer,
  unmeasuredRun,
  unknownState,
  outcomeAsState,
  unvalidatedRun,
  unwrappedError,
  internalLeak,
];
