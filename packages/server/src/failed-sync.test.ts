import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@oap/client";
import { afterEach, expect, it, vi } from "vitest";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";

const disk = vi.hoisted(() => ({ fails: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const fdatasync: (descriptor: number, done: (error: Error | null) => void) => void = (descriptor, done) => {
    if (disk.fails) setImmediate(() => done(new Error("EIO: i/o error, fdatasync")));
    else fs.fdatasync(descriptor, done);
  };
  return { ...fs, fdatasync };
});

let controlPlane: ControlPlane;
const dataDir = mkdtempSync(join(tmpdir(), "oap-server-"));
afterEach(async () => {
  await controlPlane.close();
  rmSync(dataDir, { recursive: true });
});

it("a control plane whose disk failed answers no work with a result, and says that it is not ready until it is started again", async () => {
  controlPlane = await startControlPlane({ dataDir, port: 0 });
  const { url } = controlPlane;
  const ready = async () => (await fetch(`${url}/readyz`)).status;
  const count = () => connect({ baseUrl: url }).module("text").statistics({ text: "x" });
  expect(await count()).toMatchObject({ state: "COMPLETED" });
  expect(await ready()).toBe(200);
  disk.fails = true;
  const refusal = {
    code: "OVERLOADED",
    httpStatus: 503,
    retryable: true,
    message: expect.stringMatching(/cannot write until it is started again; .* under the same id/),
  };
  await expect(count()).rejects.toMatchObject(refusal);
  disk.fails = false;
  await expect(count()).rejects.toMatchObject(refusal);
  expect(await ready()).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);

  await controlPlane.close();
  controlPlane = await startControlPlane({ dataDir, port: 0 });
  expect((await fetch(`${controlPlane.url}/readyz`)).status).toBe(200);
});
