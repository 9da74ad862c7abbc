import type { JsonValue, PluginErrorEnvelope } from "@oap/protocol";
import type { AttemptOutcome, AttemptRequest } from "./attempt.ts";
import { AttemptFailure, attemptFailure } from "./attempt-failure.ts";
import { type AttemptSlot, abortedBeforeStart } from "./attempt-slots.ts";
import { checkInput, checkOutput } from "./check-payload.ts";
import type { CapabilityContext, CapabilityRun } from "./define-plugin.ts";
import { errorEnvelope, publicErrorEnvelope } from "./error-envelope.ts";
import { executeAttempt } from "./execute-attempt.ts";
import { beginExecution, type ExecutionOutcome, updateExecutionMetrics } from "./execution-metrics.ts";
import type { PluginClock } from "./plugin-clock.ts";
import type { PluginRegistry } from "./plugin-registry.ts";
import type { RegisteredCapability } from "./registered-module.ts";

export interface ToolRunnerPorts {
  readonly clock: PluginClock;
  /** Whether the kill switch is on for a target: asked last of all, when an attempt that had to wait gets its slot. Absent: it is off. */
  readonly isKilled?: (target: AttemptRequest["target"]) => boolean;
  /** Hears of every failed attempt, with what never leaves the process. */
  readonly onFailure?: (failure: AttemptNote & { readonly envelope: PluginErrorEnvelope }) => void;
  /** Hears of every result that came after its attempt was over and was dropped. */
  readonly onLateResult?: (late: AttemptNote & { readonly ended: "fulfilled" | "rejected" }) => void;
  /** Hears of every attempt that found the queue of its capability full. */
  readonly onSlotRefused?: () => void;
  /** Gets what plugins log, unredacted. */
  readonly onLog?: (entry: AttemptNote & { readonly message: string; readonly fields?: LogFields }) => void;
}

/** Which attempt a note is about. */
export type AttemptNote = Pick<AttemptRequest, "target" | "attempt" | "idempotency_key">;
type LogFields = Readonly<Record<string, unknown>>;
type Runnable = RegisteredCapability & { readonly run: CapabilityRun };

/**
 * Runs single attempts: the one path on which anything reaches a plugin. It validates, runs through `execute`, measures, and
 * wraps every failure. Whether there is another attempt is the plan machine's to decide.
 *
 * Source: execution governance, §2, §5, §6 and §8.
 */
export class ToolRunner {
  readonly #registry: PluginRegistry;
  readonly #ports: ToolRunnerPorts;

  constructor(registry: PluginRegistry, ports: ToolRunnerPorts) {
    this.#registry = registry;
    this.#ports = ports;
  }

  /** Never throws: whatever goes wrong is in the outcome. */
  async run(request: AttemptRequest): Promise<AttemptOutcome> {
    const startedAt = this.#ports.clock.now();
    const module = this.#registry.module(request.target.module_id);
    if (module !== undefined) module.metrics = beginExecution(module.metrics);
    let outcome: ExecutionOutcome = "error";
    try {
      const capability = this.#resolve(request);
      const input = checkInput(capability, request.input);
      const slot = await capability.slots.take(request.signal, () => this.#tell(() => this.#ports.onSlotRefused?.()));
      if (slot.waited) assertMayBegin(request, slot);
      const returned = await executeAttempt({
        start: (signal) => this.#call(capability, input, request, signal),
        signal: request.signal,
        timeoutMs: request.timeout_ms,
        clock: this.#ports.clock,
        isKilled: this.#isKilled(request),
        slot,
        onLateEnd: (ended) => this.#tell(() => this.#ports.onLateResult?.({ ...note(request), ended })),
      });
      const output = checkOutput(capability, returned);
      outcome = "success";
      return { ok: true, output };
    } catch (thrown) {
      const failure = attemptFailure(thrown);
      if (failure.ended === "cancelled") outcome = "cancelled";
      return this.#failed(failure, request);
    } finally {
      if (module !== undefined) {
        const ended = { outcome, startedAt, endedAt: this.#ports.clock.now() };
        module.metrics = updateExecutionMetrics(module.metrics, ended);
      }
    }
  }

  #resolve({ target }: AttemptRequest): Runnable {
    const capability = this.#registry.find(target);
    if (capability !== undefined && isRunnable(capability)) return capability;
    const resolution = this.#registry.resolve(target);
    const [message, underlying] = resolution.ok
      ? ([
          `Module "${target.module_id}" is elsewhere, and this control plane cannot call it.`,
          "UPSTREAM_UNAVAILABLE",
        ] as const)
      : ([resolution.message, resolution.code] as const);
    throw new AttemptFailure("ExecutionError", "UPSTREAM_UNAVAILABLE", message, { nothingHappened: true, underlying });
  }

  #call(
    capability: Runnable,
    input: JsonValue,
    request: AttemptRequest,
    signal: AbortSignal,
  ): object | Promise<object> {
    const context: CapabilityContext = {
      signal,
      attempt: request.attempt,
      idempotencyKey: request.idempotency_key,
      timeoutMs: request.timeout_ms,
      deadline: this.#ports.clock.now() + request.timeout_ms,
      traceId: request.trace_id,
      traceHeaders: () => request.traceHeaders?.() ?? {},
      log: (message, fields) =>
        this.#tell(() => this.#ports.onLog?.({ ...note(request), message, ...(fields && { fields }) })),
    };
    // The input has the type that the capability declares: it has just been checked against its schema.
    return capability.run(input as never, context);
  }

  #failed(failure: AttemptFailure, request: AttemptRequest): AttemptOutcome {
    const envelope = errorEnvelope(failure, request.target.module_id, this.#ports.clock.now());
    this.#tell(() => this.#ports.onFailure?.({ ...note(request), envelope }));
    const underlying_error = failure.underlyingError();
    return {
      ok: false,
      error: {
        reason: failure.reason,
        message: failure.message,
        details: publicErrorEnvelope(envelope),
        ...(underlying_error && { underlying_error }),
      },
      retryable: failure.retryable && (failure.nothingHappened || this.#isIdempotent(request)),
      ...(failure.ended === "timed_out" && { timed_out: true }),
      ...(failure.ended === "cancelled" && { cancelled: true }),
    };
  }

  /** A kill switch that cannot be read is on. */
  #isKilled({ target }: AttemptRequest): boolean {
    try {
      return this.#ports.isKilled?.(target) ?? false;
    } catch {
      return true;
    }
  }

  #isIdempotent({ target }: AttemptRequest): boolean {
    return this.#registry.find(target)?.descriptor.idempotent ?? false;
  }

  /** A listener that fails must not change how the attempt ends. */
  #tell(notify: () => void): void {
    try {
      notify();
    } catch {
      // There is nobody left to tell.
    }
  }
}

function isRunnable(capability: RegisteredCapability): capability is Runnable {
  return capability.run !== undefined;
}

/** Gives the slot back where the attempt must not begin any more, or nobody can say whether it may. */
function assertMayBegin({ mayBegin }: AttemptRequest, slot: AttemptSlot): void {
  let may = false;
  try {
    may = mayBegin?.() ?? true;
  } finally {
    if (!may) slot.release();
  }
  if (!may) throw abortedBeforeStart();
}

function note({ target, attempt, idempotency_key }: AttemptRequest): AttemptNote {
  return { target, attempt, idempotency_key };
}
