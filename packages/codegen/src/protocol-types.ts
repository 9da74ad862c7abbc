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

/** What an error says by which governance refused, and the codes of such errors. A registry need not have governance. */
export const governanceError = {
  type: "GovernanceError",
  codes: new Set(["POLICY_DENIED", "CONSTRAINT_VIOLATION", "KILL_SWITCH_ACTIVE"]),
} as const;

/** The operation through which capabilities are invoked. */
export const invokeOperation = "exec.invoke";
