import type { CapabilityDescriptor } from "@oap/protocol";
import type { SchemaCheck } from "./compile-schema.ts";

/** Code in this process that provides one module with capabilities. */
export interface Plugin {
  /** The module's id, which `target.module_id` names. */
  readonly module: string;
  /** For people; defaults to the module's id. */
  readonly title?: string;
  /** By name, which `target.capability` names. */
  readonly capabilities: Readonly<Record<string, PluginCapability>>;
}

export interface PluginCapability {
  /** What it takes and returns, its risk, and whether it is idempotent. */
  readonly contract: CapabilityDescriptor;
  /**
   * Does the work. It gets a copy of the input, which has been checked against the contract's schema, and returns an
   * object that matches the output schema. It throws {@link PluginError} to give a public reason. It should stop soon
   * after `context.signal` aborts; if it does not, it is abandoned and its result is dropped.
   */
  readonly run: CapabilityRun;
  /**
   * Checks that were compiled ahead of time from the contract's own schemas, such as the generated validators. Default: the
   * schemas are interpreted, which costs several times as much.
   */
  readonly checks?: PayloadChecks;
}

/** What says whether a capability's input and output match its contract. */
export interface PayloadChecks {
  readonly input: SchemaCheck;
  readonly output: SchemaCheck;
}

/** The parameter is `never` because each capability has its own input type; ToolRunner checks the input against its schema. */
export type CapabilityRun = (input: never, context: CapabilityContext) => object | Promise<object>;

export interface CapabilityContext {
  /** Aborts when the attempt is cancelled or its time is over. */
  readonly signal: AbortSignal;
  /** Counts from 1. */
  readonly attempt: number;
  /** The same for every attempt of one step: pass it on to whatever has side effects. */
  readonly idempotencyKey: string;
  /** How long the attempt may take in all, in milliseconds. */
  readonly timeoutMs: number;
  /** When the attempt's time is over, in epoch milliseconds. */
  readonly deadline: number;
  /** The trace that the work belongs to, if any: 32 lower-case hexadecimal digits. */
  readonly traceId?: string | undefined;
  /** The headers by which whatever the work calls joins the trace: `traceparent` and `tracestate`. Empty without a trace. */
  traceHeaders?(): Readonly<Record<string, string>>;
  /** Writes to the control plane's log; the fields are redacted there. */
  log(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Checks at start-up what the compiler cannot: that each capability stands under its own name. */
export function definePlugin(plugin: Plugin): Plugin {
  for (const [name, { contract }] of Object.entries(plugin.capabilities)) {
    if (contract.name !== name) {
      throw new TypeError(`Plugin "${plugin.module}" has the capability "${contract.name}" under the name "${name}".`);
    }
  }
  return Object.freeze({ ...plugin, capabilities: Object.freeze({ ...plugin.capabilities }) });
}
