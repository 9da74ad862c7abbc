export { connect } from "./connect.ts";
export { answerTimeoutMsDefault, createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
export { answerBytesMax } from "./read-answer.ts";
