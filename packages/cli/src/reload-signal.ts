import { closeSync, openSync } from "node:fs";

/**
 * Calls `reload` at each SIGHUP. The same signal tells whoever runs in the foreground of a terminal that it is gone: then
 * it ends the process, as it does without a listener.
 */
export function onReloadSignal(reload: () => void): void {
  const inForeground = process.stdin.isTTY === true || process.stdout.isTTY === true;
  process.on("SIGHUP", () => {
    if (inForeground && !hasTerminal()) process.kill(process.pid, "SIGTERM");
    else reload();
  });
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
