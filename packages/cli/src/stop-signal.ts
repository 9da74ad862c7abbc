/** How long a clean shutdown may take before a second Ctrl-C, or this time, ends the process, in milliseconds. */
const shutdownMsMax = 10_000;

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once: everything acknowledged is on disk. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    setTimeout(() => process.exit(1), shutdownMsMax).unref();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return stop.signal;
}

export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
