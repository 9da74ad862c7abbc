export type { AttemptOutcome, AttemptRequest } from "./attempt.ts";
export { builtinPlugins } from "./builtin/builtin-plugins.ts";
export { type HttpPluginOptions, httpPlugin } from "./builtin/http.ts";
export { imagePlugin } from "./builtin/image.ts";
export { textPlugin } from "./builtin/text.ts";
export {
  type CapabilityContext,
  type CapabilityRun,
  definePlugin,
  type Plugin,
  type PluginCapability,
} from "./define-plugin.ts";
export { type ExecutionMetrics, type ExecutionOutcome, updateExecutionMetrics } from "./execution-metrics.ts";
export type { PluginClock } from "./plugin-clock.ts";
export { PluginError, type PluginErrorOptions, type PluginFailureReason } from "./plugin-error.ts";
export { type ModuleStatus, PluginRegistry, type Resolution, type ResolvedCapability } from "./plugin-registry.ts";
export { PluginService } from "./plugin-service.ts";
export { type AttemptNote, ToolRunner, type ToolRunnerPorts } from "./tool-runner.ts";
