import { type ControlPlaneOptions, retentionLimits } from "@oap/server";
import { Command } from "commander";
import { afterEach, expect, it, vi } from "vitest";
import { openControlPlane } from "./open-control-plane.ts";
import { addServeOptions, type ServeOptions } from "./serve-options.ts";

const started = vi.hoisted((): { options?: ControlPlaneOptions } => ({}));
vi.mock("@oap/server", async (original) => ({
  ...(await original<typeof import("@oap/server")>()),
  startControlPlane: (options: ControlPlaneOptions) => {
    started.options = options;
  },
}));
vi.mock("./reload-signal.ts", () => ({ onReloadSignal: () => {} }));
afterEach(() => vi.unstubAllEnvs());

async function retentionOf(...args: readonly string[]) {
  await openControlPlane(addServeOptions(new Command()).parse(args, { from: "user" }).opts<ServeOptions>());
  return started.options?.retention;
}

it("keeps what the engine keeps where nothing is said", async () => {
  const { runsMax, runsMs, ledgerMs } = retentionLimits;
  expect(await retentionOf()).toEqual({ runsMax, runsMs, ledgerMs });
});

it("keeps as many runs and days as the flags say, which win over the environment", async () => {
  vi.stubEnv("OAP_KEEP_RUNS", "7");
  vi.stubEnv("OAP_KEEP_DAYS", "8");
  const { ledgerMs } = retentionLimits;
  expect(await retentionOf("--keep-days", "2")).toEqual({ runsMax: 7, runsMs: 172_800_000, ledgerMs });
  expect(await retentionOf("--keep-runs", "1", "--keep-ledger-days", "1")).toEqual({
    runsMax: 1,
    runsMs: 691_200_000,
    ledgerMs: 86_400_000,
  });
});
