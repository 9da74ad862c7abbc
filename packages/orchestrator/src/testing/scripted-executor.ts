import fc from "fast-check";
import { type Executor, ExecutorFailure } from "../executor.ts";
import type { SimulatedClock } from "./simulated-clock.ts";

/** What an executor does at one attempt. */
export interface Act {
  readonly ms: number;
  /** A deaf one goes on when it is told to stop. */
  readonly deaf: boolean;
  readonly end: "return" | "throw" | "throw at once" | "refuse" | "refuse for good";
}

export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    ms: fc.nat({ max: 400 }),
    deaf: fc.boolean(),
    end: fc.constantFrom("return", "throw", "throw at once", "refuse", "refuse for good"),
  }),
  { minLength: 1, maxLength: 6 },
);

/** For tests: an executor that does one act after the other, the last one for ever, and notes what runs. */
export class ScriptedExecutor {
  /** When each attempt started, in epoch milliseconds. */
  readonly startedAt: number[] = [];
  running = 0;
  runningMax = 0;
  readonly #clock: SimulatedClock;
  readonly #script: readonly Act[];

  constructor(clock: SimulatedClock, script: readonly Act[]) {
    this.#clock = clock;
    this.#script = script;
  }

  readonly run: Executor = async ({ signal }) => {
    const act = this.#script[Math.min(this.startedAt.length, this.#script.length - 1)]!;
    this.startedAt.push(this.#clock.now());
    this.running++;
    this.runningMax = Math.max(this.runningMax, this.running);
    try {
      if (act.end === "throw at once") throw new RangeError("password=hunter2");
      await this.#clock.work(act.ms, act.deaf ? undefined : signal);
      if (act.end === "throw") throw new Error("password=hunter2");
      if (act.end === "refuse") throw new ExecutorFailure("out_of_paper");
      if (act.end === "refuse for good") throw new ExecutorFailure("unknown_printer", { retryable: false });
    } finally {
      this.running--;
    }
  };
}
