import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openSqliteStore } from "@oap/store";
import Fastify from "fastify";
import { invocationRows } from "./invocation-rows.ts";

/**
 * The most that any engine over this store could reach: the echo, which also leaves on disk what an invocation does, in as many
 * transactions. Nothing is validated, decided, run, hashed or told.
 */
const [dataDir = ""] = process.argv.slice(2);
const [recorded, written] = ["recorded", "written"].map((name) => join(dataDir, name)) as [string, string];
for (const folder of [recorded, written]) mkdirSync(folder, { recursive: true });
const rows = await invocationRows(recorded);
const store = openSqliteStore({ dataDir: written });
const server = Fastify();
let count = 0;
server.post("/orchestrate", async ({ body }) => {
  const { id } = body as { id: string };
  count += 1;
  const number = count;
  await store.transact((transaction) => rows.accept(transaction, id, number));
  await store.transact((transaction) => rows.end(transaction, id, number));
  return body;
});
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as { port: number }).port}`);
process.on("SIGTERM", () => void server.close().then(() => store.close()));
