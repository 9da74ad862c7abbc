import { type ExecInvokeParams, OapError } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import type { ResolvedCapability } from "../catalog.ts";
import { type CompiledPlan, withHash } from "./compiled-plan.ts";

/** The one step of an invocation. */
const invocationStepId = "invoke";

/**
 * Makes an `exec.invoke` a plan of one step. Its input is literal: `${` in it means nothing. `timeout_ms` is the caller's, else the
 * capability's. The input is not checked here; ToolRunner does that. Throws INVALID_PARAMS where the input's text is not
 * well-formed Unicode, because then there is no canonical form to hash.
 */
export function compileInvocation(
  params: Pick<ExecInvokeParams, "input" | "action" | "timeout_ms">,
  resolved: ResolvedCapability,
): CompiledPlan {
  const { module_id, capability, version } = resolved;
  try {
    return withHash({
      kind: "invocation",
      metadata: {},
      fail_fast: false,
      max_parallel: 1,
      order: [0],
      steps: [
        {
          step_id: invocationStepId,
          index: 0,
          rank: 0,
          target: { module_id, capability, version },
          ...(params.action === undefined ? {} : { action: params.action }),
          idempotent: resolved.idempotent,
          risk: resolved.risk,
          ...(resolved.constraints === undefined ? {} : { constraints: resolved.constraints }),
          timeout_ms: Math.min(params.timeout_ms ?? resolved.timeoutMs, bounds.timeoutMsMax),
          optional: false,
          dependencies: [],
          dependents: [],
          conditions: [],
          input: { kind: "literal", value: params.input },
        },
      ],
    });
  } catch (cause) {
    const message = "The input's text must be well-formed Unicode: there is a lone surrogate.";
    const issues = [{ pointer: "/params/input", keyword: "wellFormed", message }];
    throw new OapError("INVALID_PARAMS", { message, details: { issues }, cause });
  }
}
