import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonValue } from "@oap/protocol";
import { onTestFinished } from "vitest";

export interface ReceivedExchange {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly envelope: {
    readonly id: string;
    readonly envelope_type: string;
    readonly params: Record<string, JsonValue>;
  };
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export type Behaviour = (exchange: ReceivedExchange) => void;

/** For tests: a real module on the loopback that behaves as it is told. It ends with the test. */
export async function moduleServer(behave: Behaviour) {
  const received: ReceivedExchange[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const envelope = JSON.parse(Buffer.concat(chunks).toString());
    const exchange = { url: request.url, headers: request.headers, envelope, request, response };
    received.push(exchange);
    module.behave(exchange);
  });
  const module = { behave, received, origin: `http://127.0.0.1:${await listen(server)}`, close: () => end(server) };
  onTestFinished(module.close);
  return module;
}

export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Answers with a result. */
export function result(value: object): Behaviour {
  return ({ envelope: { id, envelope_type }, response }) =>
    send(response, 200, { jsonrpc: "2.0", id, envelope_type, result: value });
}

/** Answers with an outcome of the work. */
export function outcome(state: string, more: object = {}): Behaviour {
  return result({ invocation_id: "inv-far", state, ...more });
}

/** Answers with an error envelope. */
export function error(status: number, code: string, more: object = {}): Behaviour {
  return ({ envelope: { id, envelope_type }, response }) =>
    send(response, status, { jsonrpc: "2.0", id, envelope_type, error: { code, message: `It is ${code}.`, ...more } });
}

/** Answers with a body as it is. */
export function body(status: number, text: string | Uint8Array, headers: Record<string, string> = {}): Behaviour {
  return ({ response }) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
