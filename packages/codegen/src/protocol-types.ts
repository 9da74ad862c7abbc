/** The named types that the surfaces refer to by themselves. They come with the common chapter, which every registry lists. */
export const protocolTypes = {
  anyValue: "JsonValue",
  exchangeId: "OrchId",
  envelopeBase: "OrchEnvelopeBase",
  requestEnvelope: "OrchRequestEnvelope",
  successEnvelope: "OrchSuccessEnvelope",
  error: "OrchError",
  errorEnvelope: "OrchErrorEnvelope",
  event: "CloudEvent",
} as const;

/** The schemas that the OpenAPI document has of its own, which no contract may be named like. */
export const openApiTypes = {
  /** The unions of all requests and of all successes, at the path that takes every envelope. */
  anyRequest: "OrchestrateRequest",
  anySuccess: "OrchestrateSuccess",
  jsonRpcRequest: "JsonRpcRequest",
  jsonRpcResponse: "JsonRpcResponse",
} as const;

/** What an error says by which governance refused, and the codes of such errors. A registry need not have governance. */
export const governanceError = {
  type: "GovernanceError",
  codes: new Set(["POLICY_DENIED", "CONSTRAINT_VIOLATION", "KILL_SWITCH_ACTIVE"]),
} as const;

/** The operation through which capabilities are invoked. */
export const invokeOperation = "exec.invoke";
