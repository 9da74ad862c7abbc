import { readFile } from "node:fs/promises";

/** The published documents that the server hands out as they are. */
export async function readDocuments(): Promise<{ documents: Record<string, string>; openRpc: unknown }> {
  const read = (name: string) => readFile(new URL(import.meta.resolve(`@oap/schemas/${name}`)), "utf8");
  const [openApi, openRpc] = await Promise.all([read("openapi.json"), read("openrpc.json")]);
  return { documents: { "/openapi.json": openApi, "/openrpc.json": openRpc }, openRpc: JSON.parse(openRpc) };
}
