import type { Clock } from "./ports.ts";

/** The longest delay that a timer of Node can wait: about 24.8 days. */
const timerDelayMsMax = 2_147_483_647;

/** The machine's clock, held when the machine's is set back. */
export function systemClock(): Clock {
  let latest = 0;
  const now = (): number => {
    latest = Math.max(latest, Date.now());
    return latest;
  };
  return {
    now,
    setTimer(at, fire) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const delay = at - now();
        timer = delay > timerDelayMsMax ? setTimeout(arm, timerDelayMsMax) : setTimeout(fire, Math.max(0, delay));
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
