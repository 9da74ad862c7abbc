import type { JsonValue } from "@oap/protocol";
import type { AttemptOutcome, AttemptRequest } from "../attempt.ts";
import type { Plugin } from "../define-plugin.ts";
import { PluginRegistry } from "../plugin-registry.ts";
import { PluginService } from "../plugin-service.ts";

/** For tests: runs a capability of a plugin on the one path that there is, with the machine's clock. */
export function runOf(plugin: Plugin) {
  const registry = new PluginRegistry();
  registry.register(plugin);
  const service = new PluginService(registry, {
    clock: {
      now: () => Date.now(),
      setTimer: (at, fire) => {
        const timer = setTimeout(fire, at - Date.now());
        return () => clearTimeout(timer);
      },
    },
  });
  return (capability: string, input: JsonValue, request: Partial<AttemptRequest> = {}): Promise<AttemptOutcome> => {
    const resolution = registry.resolve({ module_id: plugin.module, capability });
    if (!resolution.ok) throw new Error(resolution.message);
    return service.run({
      target: { module_id: plugin.module, capability, version: resolution.capability.version },
      input,
      attempt: 1,
      idempotency_key: "key",
      timeout_ms: 20_000,
      signal: new AbortController().signal,
      ...request,
    });
  };
}
