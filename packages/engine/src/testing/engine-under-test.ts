import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { developmentAllow } from "@oap/governance";
import { type CapabilityContext, definePlugin, PluginRegistry, PluginService } from "@oap/plugins";
import type { CapabilityDescriptor, ExecutionPlan, JsonObject, PlanStep } from "@oap/protocol";
import { openSqliteStore, type Store } from "@oap/store";
import type { Caller } from "../caller.ts";
import { ExecutionService, type ExecutionServiceOptions } from "../execution-service.ts";
import type { Clock } from "../ports.ts";
import { systemClock } from "../system-clock.ts";

/** What the module `work` does when it is called; tests replace it. */
export type Behaviour = (input: JsonObject, context: CapabilityContext) => Promise<object>;

export interface EngineUnderTest {
  readonly service: ExecutionService;
  readonly store: Store;
  readonly dataDir: string;
  readonly notes: string[];
  /** Closes service and store, and leaves the folder. */
  close(): Promise<void>;
  /** Closes, and removes the folder. */
  remove(): Promise<void>;
}

/** The real service over the real store and plugins, in a folder of its own or in a given one. */
export function openEngine(
  behaviour: Behaviour,
  options: Partial<ExecutionServiceOptions> & { readonly dataDir?: string } = {},
): EngineUnderTest {
  const { dataDir = mkdtempSync(join(tmpdir(), "oap-engine-")), clock = systemClock(), limits, ...others } = options;
  const store = openSqliteStore({ dataDir });
  const { registry, plugins } = workPlugins(behaviour, clock);
  const notes: string[] = [];
  const service = new ExecutionService({
    store,
    catalog: registry,
    plugins,
    governance: developmentAllow,
    clock,
    log: (message) => notes.push(message),
    limits: { closeWaitMsMax: 0, ...limits },
    ...others,
  });
  const close = async (): Promise<void> => {
    await service.close();
    await store.close();
  };
  return {
    service,
    store,
    dataDir,
    notes,
    close,
    async remove() {
      await close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** `work.repeat` is idempotent, `work.once` is not; otherwise they are the same. */
export function workPlugins(behaviour: Behaviour, clock: Clock): { registry: PluginRegistry; plugins: PluginService } {
  const registry = new PluginRegistry();
  const run = (input: JsonObject, context: CapabilityContext): Promise<object> => behaviour(input, context);
  registry.register(
    definePlugin({
      module: "work",
      capabilities: {
        repeat: { contract: contract("repeat", true), run },
        once: { contract: contract("once", false), run },
      },
    }),
  );
  return { registry, plugins: new PluginService(registry, { clock }) };
}

function contract(name: string, idempotent: boolean): CapabilityDescriptor {
  return {
    name,
    version: "1.0.0",
    type: "test",
    description: "Does what the test says.",
    input: { type: "object" },
    output: { type: "object" },
    risk: "LOW",
    idempotent,
    timeout_ms: 60_000,
    concurrency: 1000,
  };
}

export const ann: Caller = { id: "ann", roles: ["user", "admin"] };

export const repeat = { module_id: "work", capability: "repeat" } as const;
export const once = { module_id: "work", capability: "once" } as const;

export function step(step_id: string, depends_on: readonly string[] = [], others: Partial<PlanStep> = {}): PlanStep {
  return { step_id, target: repeat, input_template: { step: step_id }, depends_on: [...depends_on], ...others };
}

export function planOf(plan_id: string, steps: readonly PlanStep[], metadata?: JsonObject): ExecutionPlan {
  return {
    plan_id,
    steps: [...steps],
    created_by: "ann",
    created_at: "2026-03-01T09:30:00.000Z",
    ...(metadata && { metadata }),
  };
}

/** Waits until something holds: for turns of the event loop, and for the disk. */
export async function until(holds: () => boolean, what = "the condition"): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < untilMsMax; ) {
    if (holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`It never came about that ${what} held.`);
}

const untilMsMax = 10_000;

/** Never ends by itself, only by abort; then it rejects. */
export function untilAborted({ signal }: CapabilityContext): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
