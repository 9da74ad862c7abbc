import { connect as connectSocket } from "node:net";
import { connect } from "@oap/client";
import { definePlugin } from "@oap/plugins";
import type { CapabilityDescriptor } from "@oap/protocol/types";
import { describe, expect, it, onTestFinished } from "vitest";
import { startControlPlane } from "./control-plane.ts";
import { loopbackServer, temporaryFolder } from "./testing/loopback-server.ts";

const forecast: CapabilityDescriptor = {
  name: "forecast",
  version: "1.0.0",
  type: "test",
  description: "Says what the weather will be.",
  input: { type: "object" },
  output: { type: "object" },
  risk: "LOW",
  idempotent: true,
};

describe("startControlPlane", () => {
  it("listens on an IPv6 address that is written as in a URL", async () => {
    const { url } = await loopbackServer({ host: "[::1]" });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("keeps registrations over a restart, and starts without one whose name a plugin has taken since", async () => {
    const dataDir = await temporaryFolder();
    const first = await startControlPlane({ dataDir, port: 0 });
    const register = connect({ baseUrl: first.url }).control.capability.register;
    await register({ module_id: "weather", capabilities: [forecast] });
    await register({ module_id: "tides", capabilities: [forecast] });
    await first.close();

    const weather = definePlugin({
      module: "weather",
      capabilities: { forecast: { contract: forecast, run: async () => ({ sun: true }) } },
    });
    const { url } = await loopbackServer({ dataDir, plugins: [weather] });
    const client = connect({ baseUrl: url });
    const { capabilities } = await client.control.capability.query({ name: "forecast" });
    expect(capabilities.map(({ module_id }) => module_id)).toEqual(["tides", "weather"]);
    const target = { module_id: "weather", capability: "forecast" };
    expect(await client.exec.invoke({ target, input: {} })).toMatchObject({ output: { sun: true } });
  });

  it("closes while a client is still sending its request", async () => {
    const controlPlane = await startControlPlane({ dataDir: await temporaryFolder(), port: 0 });
    const { hostname, port } = new URL(controlPlane.url);
    const socket = connectSocket({ host: hostname, port: Number(port) });
    onTestFinished(() => void socket.destroy());
    const ended = new Promise((resolve) => socket.on("error", () => {}).once("close", resolve));
    socket.write("POST /orchestrate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
    await fetch(`${controlPlane.url}/healthz`);
    await controlPlane.close();
    await ended;
  }, 5000);
});
