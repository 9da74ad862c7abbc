import { bounds } from "@oap/protocol";
import type { ReadEnforcement } from "./enforcement.ts";

/** MAX_DURATION: caps the time of each attempt, or of the whole run. */
export const maxDuration: ReadEnforcement = ({ ms }, scope) => {
  if (!Number.isSafeInteger(ms) || (ms as number) < 1 || (ms as number) > bounds.timeoutMsMax) {
    return `\`args.ms\` is a whole number of milliseconds from 1 to ${bounds.timeoutMsMax}`;
  }
  return scope === "request" ? { runMsMax: ms as number } : { attemptMsMax: ms as number };
};
