import { bounds, type CapabilityDescriptor, type PluginState } from "@oap/protocol";
import { AttemptSlots } from "./attempt-slots.ts";
import { compileSchema, type SchemaCheck } from "./compile-schema.ts";
import type { CapabilityRun, PayloadChecks } from "./define-plugin.ts";
import { type ExecutionMetrics, noExecutions } from "./execution-metrics.ts";
import { pluginState } from "./plugin-lifecycle.ts";
import { RemoteHealth } from "./remote/remote-health.ts";

/** How many attempts of a capability run at once where its descriptor does not say. */
export const concurrencyDefault = 16;

export interface RegisteredModule {
  readonly moduleId: string;
  readonly title: string;
  /** Whether its capabilities run in this process. */
  readonly local: boolean;
  /** Where a remote module says it can be reached. */
  endpoint: string | undefined;
  /** Whether a remote module may be called there. */
  isCallable: boolean;
  /** Whether a remote module answers. One that registers where it is reached begins anew. */
  health: RemoteHealth;
  /** By name, then by falling version. */
  capabilities: readonly RegisteredCapability[];
  /** Replaced by ToolRunner as its runs begin and end. */
  metrics: ExecutionMetrics;
}

export interface RegisteredCapability {
  readonly moduleId: string;
  /** As it was registered, with the module and the defaults filled in. */
  readonly descriptor: CapabilityDescriptor & { readonly timeout_ms: number; readonly concurrency: number };
  readonly checkInput: SchemaCheck;
  readonly checkOutput: SchemaCheck;
  /** Absent if the module is remote, and this control plane calls none. */
  readonly run: CapabilityRun | undefined;
  readonly slots: AttemptSlots;
}

export function moduleState(module: RegisteredModule): PluginState {
  const isReachable = module.local || (module.isCallable && module.health.isAvailable);
  return pluginState(module.metrics, isReachable && !module.capabilities.some(({ slots }) => slots.clogged));
}

/** A module that nothing is known of yet but its name. */
export function emptyModule(moduleId: string, title: string, local: boolean): RegisteredModule {
  return {
    moduleId,
    title,
    local,
    endpoint: undefined,
    isCallable: false,
    health: new RemoteHealth(),
    capabilities: [],
    metrics: noExecutions,
  };
}

/** Makes a descriptor that has been checked ready to run. What is known of the same version keeps its slots. */
export function registeredCapability(
  moduleId: string,
  descriptor: CapabilityDescriptor,
  run: CapabilityRun | undefined,
  known: RegisteredCapability | undefined,
  checks?: PayloadChecks,
): RegisteredCapability {
  const { state: _, ...own } = structuredClone(descriptor);
  const concurrency = own.concurrency ?? concurrencyDefault;
  const complete = {
    ...own,
    module_id: moduleId,
    timeout_ms: own.timeout_ms ?? bounds.timeoutMsDefault,
    concurrency,
    deprecated: own.deprecated ?? false,
  };
  return {
    moduleId,
    descriptor: complete,
    checkInput: known?.checkInput ?? checks?.input ?? compileSchema(complete.input),
    checkOutput: known?.checkOutput ?? checks?.output ?? compileSchema(complete.output),
    run,
    slots: known?.slots ?? new AttemptSlots(concurrency),
  };
}
