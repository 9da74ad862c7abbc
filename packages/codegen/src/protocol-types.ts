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

/** The operation through which capabilities are invoked. */
export const invokeOperation = "exec.invoke";
