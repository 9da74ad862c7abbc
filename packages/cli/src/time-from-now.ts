const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago a time was, or how long until it comes, in the largest unit that says enough: `3 min ago`, `in 23 h`. */
export function timeFromNow(time: string, now: number): string {
  const milliseconds = Date.parse(time) - now;
  const span = spanOf(Math.floor(Math.abs(milliseconds) / 1000));
  return milliseconds > 0 ? `in ${span}` : `${span} ago`;
}

function spanOf(seconds: number): string {
  if (seconds < minute) return `${seconds} s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)} min`;
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)} h`;
  return `${Math.floor(seconds / day)} days`;
}
