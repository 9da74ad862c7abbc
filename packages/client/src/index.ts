export { connect } from "./connect.ts";
export {
  createHttpTransport,
  type Fetch,
  type HttpTransportOptions,
} from "./http-transport.ts";
export { answerBytesMax, type ReadableResponse } from "./read-answer.ts";
