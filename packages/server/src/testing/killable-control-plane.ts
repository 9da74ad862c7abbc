import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type CapabilityContext, definePlugin, type PluginCapability, PluginError } from "@oap/plugins";
import { startControlPlane } from "../control-plane.ts";

// A control plane that is meant to be killed. It loads its code, waits for a line on its standard input, starts, and tells where it
// listens. Whatever its capabilities do is one line in the file of effects, written before and after, so that it outlives the process.
// Arguments: the data folder, the folder of the policies, the file of effects.

const [dataDir = "", policies = "", effects = ""] = process.argv.slice(2);

/** What every capability takes. */
interface WorkInput {
  /** Whose work it is. */
  readonly tag: string;
  readonly delay_ms?: number;
  /** The attempts that fail before one succeeds. */
  readonly failures?: number;
}

async function work(
  { tag, delay_ms = 0, failures = 0 }: WorkInput,
  { idempotencyKey, attempt, signal }: CapabilityContext,
): Promise<object> {
  const note = (what: "start" | "end") => appendFileSync(effects, `${what} ${idempotencyKey} ${attempt}\n`);
  note("start");
  await delay(delay_ms, undefined, { signal });
  if (attempt <= failures) throw new PluginError("busy", { retryable: true, nothingHappened: true });
  note("end");
  return { tag, attempt };
}

function capability(name: string, idempotent: boolean): PluginCapability {
  return {
    contract: {
      name,
      version: "1.0.0",
      type: "test",
      description: "Notes that it ran.",
      input: {
        type: "object",
        properties: { tag: { type: "string" }, delay_ms: { type: "integer" }, failures: { type: "integer" } },
        required: ["tag"],
      },
      output: { type: "object" },
      risk: "LOW",
      idempotent,
      concurrency: 1000,
    },
    run: work,
  };
}

const plugin = definePlugin({
  module: "work",
  capabilities: {
    repeat: capability("repeat", true),
    once: capability("once", false),
    guarded: capability("guarded", true),
  },
});

process.stdout.write("loaded\n");
// Who started this process and is gone must not leave it behind.
process.stdin.once("end", () => process.exit());
await once(process.stdin, "data");
const { url } = await startControlPlane({ dataDir, policies, port: 0, plugins: [plugin], limits: [] });
process.stdout.write(`${url}\n`);
