import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { StartError } from "./start-error.ts";

/** Listens, and returns the URL at which. @throws StartError when the address or the port cannot be had */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: `The port ${port} on ${host} is in use. Stop what uses it, or choose another with --port.`,
      EACCES: `The port ${port} needs rights that this process does not have. Choose one above 1023 with --port.`,
      EADDRNOTAVAIL: `The address ${host} does not exist on this machine. Try 127.0.0.1.`,
      ENOTFOUND: `The host ${host} has no address. Try 127.0.0.1.`,
    };
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
    throw reason === undefined ? error : new StartError(reason, { cause: error });
  }
  const { port: chosen } = server.server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${chosen}`;
}

/** How long a client may still take to send its request, or to read its answer, once the control plane closes, in milliseconds. */
const answersWaitMsMax = 1000;

/** Ends idle connections at once, and the others when they are done or the time is over. */
export async function stopListening(server: FastifyInstance): Promise<void> {
  const force = setTimeout(() => server.server.closeAllConnections(), answersWaitMsMax);
  await server.close();
  clearTimeout(force);
}
