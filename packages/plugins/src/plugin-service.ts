import type { AttemptOutcome, AttemptRequest } from "./attempt.ts";
import type { PluginRegistry } from "./plugin-registry.ts";
import { ToolRunner, type ToolRunnerPorts } from "./tool-runner.ts";

/** The engine's way to the plugins. It delegates every attempt to ToolRunner. Source: execution governance, §2. */
export class PluginService {
  readonly #runner: ToolRunner;

  constructor(registry: PluginRegistry, ports: ToolRunnerPorts) {
    this.#runner = new ToolRunner(registry, ports);
  }

  /** Never throws. Validation, bounds, metrics and the error envelope are ToolRunner's. */
  run(request: AttemptRequest): Promise<AttemptOutcome> {
    return this.#runner.run(request);
  }
}
