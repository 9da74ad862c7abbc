import type { HeaderUse } from "../spec/define-header.ts";
import { orchExecutionModeHeader } from "./orch-execution-mode-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";
import { orchTargetCapabilityHeader } from "./orch-target-capability-header.ts";
import { orchTargetModuleHeader } from "./orch-target-module-header.ts";
import { orchTimeoutMsHeader } from "./orch-timeout-ms-header.ts";

/** Which member of an operation's envelope each header must agree with. */
export interface ExecutionCounterparts {
  readonly invocationId?: string;
  readonly mode?: string;
  readonly timeoutMs?: string;
  readonly targetModule?: string;
  readonly targetCapability?: string;
}

/**
 * The headers that every request of `exec.*` may carry. One whose counterpart the envelope does not have is checked for
 * its shape alone. The sixth, `Orch-Execution-State`, is for answers.
 */
export function executionRequestHeaders(counterparts: ExecutionCounterparts): readonly HeaderUse[] {
  const use = (header: HeaderUse["header"], counterpart: string | undefined): HeaderUse =>
    counterpart === undefined ? { header } : { header, counterpart };
  return [
    use(orchInvocationIdHeader, counterparts.invocationId),
    use(orchExecutionModeHeader, counterparts.mode),
    use(orchTimeoutMsHeader, counterparts.timeoutMs),
    use(orchTargetModuleHeader, counterparts.targetModule),
    use(orchTargetCapabilityHeader, counterparts.targetCapability),
  ];
}
