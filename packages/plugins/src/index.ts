export type { AttemptOutcome, AttemptRequest } from "./attempt.ts";
export { builtinPlugins } from "./builtin/builtin-plugins.ts";
export type { HttpPluginOptions } from "./builtin/http.ts";
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
export { AllowedOrigins, type OriginRules } from "./network/allowed-origins.ts";
export type { PluginClock } from "./plugin-clock.ts";
export { PluginError, type PluginErrorOptions, type PluginFailureReason } from "./plugin-error.ts";
export {
  type ModuleRegistration,
  type ModuleStatus,
  PluginRegistry,
  type PreparedRegistration,
  type Resolution,
  type ResolvedCapability,
} from "./plugin-registry.ts";
export { PluginService } from "./plugin-service.ts";
export type { ModuleCredential } from "./remote/client-remote-caller.ts";
export type { RemoteCall, RemoteCaller } from "./remote/remote-caller.ts";
export { type RemoteModulesOptions, remoteModules } from "./remote/remote-modules.ts";
export type { RemoteModules } from "./remote/remote-run.ts";
export { type AttemptNote, ToolRunner, type ToolRunnerPorts } from "./tool-runner.ts";
