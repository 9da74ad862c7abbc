import Fastify from "fastify";

/** The yardstick: what the same HTTP library does when it only parses a body and sends it back. */
const server = Fastify();
server.post("/orchestrate", async (request) => request.body);
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as { port: number }).port}`);
process.on("SIGTERM", () => void server.close());
