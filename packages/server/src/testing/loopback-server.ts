import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "../control-plane.ts";

/** A folder that is deleted with the test that asked for it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "oap-server-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A control plane on a free loopback port with a store of its own; it ends with the test that started it. */
export async function loopbackServer(options: Partial<ControlPlaneOptions> = {}): Promise<ControlPlane> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const controlPlane = await startControlPlane({ port: 0, ...options, dataDir });
  onTestFinished(() => controlPlane.close());
  return controlPlane;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a raw answer is whatever came; each test says what it must be.
  readonly body: any;
}

/** Posts any text as it is, as a client without our code would. */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

export const envelope = (type: string, params: unknown, more: object = {}) => ({
  jsonrpc: "2.0",
  id: "req-1",
  envelope_type: type,
  params,
  ...more,
});

export const textStatistics = { module_id: "text", capability: "statistics" };
