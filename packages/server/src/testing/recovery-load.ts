import { setTimeout as delay } from "node:timers/promises";
import { connect } from "@oap/client";
import { OapError } from "@oap/protocol/errors";
import type { ExecutionPlan, PlanStep } from "@oap/protocol/types";
import { type Acknowledgement, type Command, type PersistentClient, runOf } from "./persistent-client.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Who approves and rejects what the others ask for. */
const reviewer = "user:reviewer";

const repeat = { module_id: "work", capability: "repeat" } as const;
const once = { module_id: "work", capability: "once" } as const;
const guarded = { module_id: "work", capability: "guarded" } as const;

/** A caller's work, one thing after the other, each until it is answered. Each piece of work has a tag of its own. */
export class RecoveryLoad {
  readonly #client: PersistentClient;
  readonly #random: SeededRandom;
  readonly #caller: string;
  #sessionId: string | undefined;
  #count = 0;
  #stopping = false;

  constructor(client: PersistentClient, random: SeededRandom, caller: string) {
    this.#client = client;
    this.#random = random;
    this.#caller = caller;
  }

  /** Works until it is told to stop, and then finishes what it is at. */
  async run(): Promise<void> {
    if (this.#random.chance(0.5)) await this.#openSession();
    while (!this.#stopping) {
      const part = this.#random.between(0, 100);
      if (part < 30) await this.#invokeAndWait();
      else if (part < 50) await this.#invokeAndLeave();
      else if (part < 80) await this.#applyPlan();
      else if (part < 92) await this.#askPolicy();
      else await this.#askHuman();
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async #openSession(): Promise<void> {
    const session_id = `session-of-${this.#caller}`;
    const caller = this.#caller;
    await this.#send("session", (client, options) => client.control.session.open({ session_id, caller }, options));
    this.#sessionId = session_id;
  }

  async #invokeAndWait(): Promise<void> {
    const target = this.#random.chance(0.6) ? repeat : once;
    const delay_ms = this.#random.between(0, 8);
    const timeout_ms = this.#random.chance(0.05) ? 3 : 30_000;
    await this.#send("sync", (client, options, tag) =>
      client.exec.invoke({ target, input: { tag, delay_ms }, timeout_ms }, options),
    );
  }

  async #invokeAndLeave(): Promise<void> {
    const target = this.#random.chance(0.6) ? repeat : once;
    const delay_ms = this.#random.between(0, 40);
    const accepted = await this.#send("async", (client, options, tag) =>
      client.exec.invoke({ target, input: { tag, delay_ms }, mode: "ASYNC" }, options),
    );
    const invocation_id = runOf(accepted.result);
    if (invocation_id !== undefined && this.#random.chance(0.3)) {
      await this.#send("cancel", (client, options) => client.exec.cancel({ invocation_id, reason: "enough" }, options));
    }
  }

  async #applyPlan(): Promise<void> {
    const plan = this.#plan();
    const { plan_id } = plan;
    await this.#send("submit", (client, options) => client.exec.plan.submit({ plan }, options));
    const mode = this.#random.chance(0.4) ? "SYNC" : "ASYNC";
    const applied = this.#random.chance(0.5)
      ? await this.#send("apply", (client, options) => client.exec.plan.apply({ plan_id, mode }, options))
      : await this.#send("start", (client, options, tag) =>
          client.controlPlane.execution.start({ executionId: `exe-${tag}`, planId: plan_id, mode }, options),
        );
    const runId = runOf(applied.result);
    if (runId === undefined) return;
    const caller = this.#caller;
    if (this.#random.chance(0.3)) {
      await this.#send(
        "pause",
        ({ controlPlane }, options) => controlPlane.execution.pause({ runId, pausedBy: caller }, options),
        { about: runId },
      );
      await delay(this.#random.between(0, 20));
      await this.#send(
        "resume",
        ({ controlPlane }, options) => controlPlane.execution.resume({ runId, resumedBy: caller }, options),
        { about: runId },
      );
    }
    if (this.#random.chance(0.15)) {
      await this.#send("cancel", (client, options) => client.exec.cancel({ invocation_id: runId }, options));
    }
    if (this.#random.chance(0.3)) {
      await this.#send("retry", ({ controlPlane }, options) =>
        controlPlane.execution.retry({ runId, retriedBy: caller }, options),
      );
    }
  }

  /** Work that policy holds for a human, in an invocation. */
  async #askPolicy(): Promise<void> {
    const mode = this.#random.chance(0.5) ? "SYNC" : "ASYNC";
    await this.#send("held", (client, options, tag) =>
      client.exec.invoke({ target: guarded, input: { tag }, mode }, options),
    );
  }

  /** A request for approval that belongs to no work. */
  async #askHuman(): Promise<void> {
    const asked = await this.#send("ask", (client, options, tag) =>
      client.hitl.request({ reason: tag, required_role: "admin", proposed_action: "work.other", payload: {} }, options),
    );
    const request_id = String(asked.result?.request_id);
    const approve = this.#random.chance(0.5);
    if (this.#random.chance(0.7)) {
      await this.#send(
        "decide",
        (client, options) => client.hitl.decision.submit({ request_id, approve, reviewer }, options),
        { caller: reviewer, about: request_id },
      );
    }
  }

  async #send(
    what: string,
    call: (
      client: Parameters<Command["call"]>[0],
      options: Parameters<Command["call"]>[1],
      tag: string,
    ) => PromiseLike<object>,
    { caller = this.#caller, about }: { readonly caller?: string; readonly about?: string } = {},
  ): Promise<Acknowledgement> {
    this.#count += 1;
    const id = `${this.#caller}/${this.#count}/${what}`;
    const sessionId = caller === this.#caller ? this.#sessionId : undefined;
    return await this.#client.send({
      id,
      caller,
      sessionId,
      about,
      call: (client, options) => call(client, options, id),
    });
  }

  /** Some steps side by side, some after one another; some fail at first, some for good, some are held by policy. */
  #plan(): ExecutionPlan {
    const random = this.#random;
    const plan_id = `plan/${this.#caller}/${this.#count + 1}`;
    const width = random.between(1, 4);
    const step = (step_id: string, depends_on: string[] = []): PlanStep => {
      const failures = random.chance(0.2) ? random.between(1, 4) : 0;
      return {
        step_id,
        target: random.pick([repeat, repeat, once]) ?? repeat,
        input_template: { tag: `${plan_id}/${step_id}`, delay_ms: random.between(0, 10), failures },
        depends_on,
        optional: random.chance(0.3),
        ...(failures > 0 && {
          retry_policy: { max_attempts: 3, backoff_ms: random.between(1, 30), backoff_strategy: "CONSTANT" },
        }),
      };
    };
    const side = Array.from({ length: width }, (_, index) => step(`side-${index}`, ["first"]));
    const last = step(
      "last",
      side.map(({ step_id }) => step_id),
    );
    const steps = [step("first"), ...side, random.chance(0.1) ? { ...last, target: guarded } : last];
    return { plan_id, steps, created_by: this.#caller, created_at: "2026-03-01T09:30:00.000Z" };
  }
}

/** Decides, as another person, what policy holds: most is approved. */
export class Reviewing {
  readonly #client: PersistentClient;
  readonly #random: SeededRandom;
  #stopping = false;

  constructor(client: PersistentClient, random: SeededRandom) {
    this.#client = client;
    this.#random = random;
  }

  async run(): Promise<void> {
    while (!this.#stopping) {
      for (const { executionId, runId = "" } of await this.#waiting()) await this.#decide(executionId, runId);
      await delay(10);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async #waiting() {
    try {
      const client = connect({ baseUrl: await this.#client.url, caller: reviewer });
      return (await client.controlPlane.execution.list({ status: "awaiting_approval", limit: 100 })).items;
    } catch (error) {
      if (error instanceof OapError) return [];
      throw error;
    }
  }

  async #decide(executionId: string, runId: string): Promise<void> {
    const stepId = await this.#heldStep(runId);
    if (stepId === undefined) return;
    const approved = this.#random.chance(0.8);
    await this.#client.send({
      id: `${reviewer}/${runId}/decide`,
      caller: reviewer,
      about: runId,
      call: ({ controlPlane: { execution } }, options) =>
        approved
          ? execution.approve({ executionId, stepId, approvedBy: reviewer }, options)
          : execution.reject({ executionId, stepId, rejectedBy: reviewer, reason: "No." }, options),
    });
  }

  /** Undefined where it cannot be asked now. */
  async #heldStep(runId: string): Promise<string | undefined> {
    const client = connect({ baseUrl: await this.#client.url, caller: reviewer });
    try {
      await client.exec.plan.status.get({ invocation_id: runId });
      return "last";
    } catch (error) {
      return error instanceof OapError && error.code === "NOT_A_PLAN" ? "invoke" : undefined;
    }
  }
}
