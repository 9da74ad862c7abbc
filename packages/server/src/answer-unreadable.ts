import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { OapError } from "@oap/protocol/errors";
import type { Gateway } from "./gateway.ts";

/**
 * Answers what is no HTTP request that can be read by an error envelope too, and closes the connection: nobody can tell where
 * the next request on it would begin.
 */
export function answerUnreadable(gateway: Gateway): (failure: Error & { code?: string }, socket: Socket) => void {
  return (failure, socket) => {
    // Nobody is there any more, or the answer to an earlier request is under way.
    if (failure.code === "ECONNRESET" || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    void respond(gateway, socket, refusalOf(failure));
  };
}

async function respond(gateway: Gateway, socket: Socket, error: OapError): Promise<void> {
  const { status, headers, envelope } = await gateway.answer({
    headers: {},
    read: () => {
      throw error;
    },
  });
  const body = Buffer.from(JSON.stringify(envelope));
  const lines = Object.entries({
    ...headers,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(body.length),
    Connection: "close",
  }).map(([name, value]) => `${name}: ${value}`);
  if (!socket.writable) return;
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", ""].join("\r\n"));
  socket.end(body, () => socket.destroy());
}

function refusalOf(failure: Error & { code?: string }): OapError {
  const { code } = failure;
  if (code === "HPE_HEADER_OVERFLOW") {
    const message = "The headers are larger than this server reads. Send fewer or shorter ones.";
    return new OapError("PAYLOAD_TOO_LARGE", { message, cause: failure });
  }
  const message =
    code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "The request was not received whole in time."
      : "What was received is not an HTTP/1.1 request.";
  return new OapError("PARSE_ERROR", { message, cause: failure });
}

/** Whether a part of an answer has been sent, which another one would garble. Node keeps that under this name. */
function isAnswering(socket: Socket): boolean {
  return (socket as { _httpMessage?: { headersSent?: boolean } })._httpMessage?.headersSent === true;
}
