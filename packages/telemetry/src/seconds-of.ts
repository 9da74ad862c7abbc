/** A duration as Prometheus counts it. One that cannot be, as after a clock was set back, is none. */
export function secondsOf(milliseconds: number): number {
  return milliseconds > 0 && Number.isFinite(milliseconds) ? milliseconds / 1000 : 0;
}
