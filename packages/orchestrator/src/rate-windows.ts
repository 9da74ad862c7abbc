import type { FinalAction, RateLimit, RateLimitPolicy } from "@oap/protocol";
import { SlidingWindow } from "./sliding-window.ts";

/** At most this many windows are kept; while all of them count something, what needs another one is denied. */
export const rateWindowsMax = 1024;

/**
 * Keeps the rate limits of the executions that share it (INV-EXE-6). It owns one window for each different limit, of each action and of
 * all together: executions under an equal limit are counted together.
 */
export class RateWindows {
  readonly #windows = new Map<string, SlidingWindow>();

  /** Counts an execution as started if every limit admits it; one that is denied counts nowhere. */
  start(action: FinalAction, { per_action, global }: RateLimitPolicy, now: number): boolean {
    const windows: SlidingWindow[] = [];
    for (const [scope, limit] of [
      [action, per_action],
      ["*", global],
    ] as const) {
      if (limit === undefined) continue;
      const window = this.#window(scope, limit, now);
      if (window === undefined || !window.admits(now)) return false;
      windows.push(window);
    }
    for (const window of windows) window.add(now);
    return true;
  }

  #window(scope: string, limit: RateLimit, now: number): SlidingWindow | undefined {
    const key = `${scope} ${limit.max_executions} ${limit.window_ms}`;
    const kept = this.#windows.get(key);
    if (kept !== undefined) return kept;
    if (this.#windows.size >= rateWindowsMax) this.#dropEmpty(now);
    if (this.#windows.size >= rateWindowsMax) return undefined;
    const window = new SlidingWindow({ ...limit });
    this.#windows.set(key, window);
    return window;
  }

  #dropEmpty(now: number): void {
    for (const [key, window] of this.#windows) if (window.isEmpty(now)) this.#windows.delete(key);
  }
}
