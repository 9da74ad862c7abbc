import type { Clock } from "./ports.ts";

/** How long a timer waits before it looks at the clock again, which may have been set forward meanwhile, in milliseconds. */
const clockCheckMs = 1000;

/**
 * The machine's clock. Where that is set back, time goes on from the latest that was seen; where it is set forward, timers that
 * fall due by that fire within `clockCheckMs`.
 */
export function systemClock(): Clock {
  let latest = 0;
  let latestAt = performance.now();
  const now = (): number => {
    const at = performance.now();
    latest = Math.max(Date.now(), latest + (at - latestAt));
    latestAt = at;
    return Math.floor(latest);
  };
  return {
    now,
    setTimer(at, fire) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        timer = setTimeout(check, Math.min(Math.max(0, at - now()), clockCheckMs));
      };
      const check = (): void => {
        if (now() >= at) fire();
        else arm();
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
