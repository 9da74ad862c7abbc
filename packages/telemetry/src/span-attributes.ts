/**
 * Every attribute that a span can have: those of OpenTelemetry's semantic conventions where there is one, `oap.*` otherwise.
 * None holds a payload, a message or a caller.
 */
export const spanAttributes = {
  rpcSystem: "rpc.system.name",
  rpcMethod: "rpc.method",
  rpcStatus: "rpc.response.status_code",
  jsonRpcRequestId: "jsonrpc.request.id",
  httpStatus: "http.response.status_code",
  sessionId: "session.id",
  errorType: "error.type",
  invocationId: "oap.invocation.id",
  runKind: "oap.run.kind",
  runState: "oap.run.state",
  runSteps: "oap.run.steps",
  planId: "oap.plan.id",
  executionId: "oap.execution.id",
  stepId: "oap.step.id",
  moduleId: "oap.module.id",
  capabilityName: "oap.capability.name",
  capabilityVersion: "oap.capability.version",
  attemptNumber: "oap.attempt.number",
  attemptOutcome: "oap.attempt.outcome",
  failureReason: "oap.failure.reason",
  link: "oap.link.type",
} as const;

export interface AttributeDescription {
  readonly spans: readonly ("exchange" | "run" | "attempt" | "link")[];
  readonly meaning: string;
}

/** What each attribute says, for the README. */
export const attributeDescriptions: Readonly<Record<keyof typeof spanAttributes, AttributeDescription>> = {
  rpcSystem: { spans: ["exchange"], meaning: "`jsonrpc`" },
  rpcMethod: { spans: ["exchange"], meaning: "the operation, such as `exec.invoke`; `other` for an unknown one" },
  rpcStatus: { spans: ["exchange"], meaning: "the JSON-RPC integer of the error's code, as text" },
  jsonRpcRequestId: { spans: ["exchange"], meaning: "the OrchId" },
  httpStatus: { spans: ["exchange"], meaning: "the status of the code, also where JSON-RPC answers 200" },
  sessionId: { spans: ["exchange"], meaning: "the session" },
  errorType: { spans: ["exchange", "run", "attempt"], meaning: "an error code or failure reason of the contracts" },
  invocationId: { spans: ["run", "attempt"], meaning: "the run" },
  runKind: { spans: ["run"], meaning: "`invoke` or `plan`" },
  runState: { spans: ["run"], meaning: "the ExecutionState in which it ended; absent if it was given up" },
  runSteps: { spans: ["run"], meaning: "how many steps it has" },
  planId: { spans: ["run"], meaning: "the plan that it applies" },
  executionId: { spans: ["run"], meaning: "the execution that it belongs to" },
  stepId: { spans: ["attempt"], meaning: "the step, also on the event `oap.attempt.denied` of a run" },
  moduleId: { spans: ["attempt"], meaning: "the module" },
  capabilityName: { spans: ["attempt"], meaning: "the capability" },
  capabilityVersion: { spans: ["attempt"], meaning: "its version" },
  attemptNumber: { spans: ["attempt"], meaning: "from 1" },
  attemptOutcome: { spans: ["attempt"], meaning: "as the label `outcome` of `oap_attempts_total`" },
  failureReason: { spans: ["run", "attempt"], meaning: "the ExecutionFailureReason" },
  link: { spans: ["link"], meaning: "why the spans are linked: `traceparent`, `resumed`, `retried` or `approved`" },
};
