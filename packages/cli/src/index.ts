export { followRun } from "./follow-run.ts";
export { openControlPlane } from "./open-control-plane.ts";
export { runCommand } from "./run-command.ts";
export { addServeOptions, type ServeOptions } from "./serve-options.ts";
export { startNotice } from "./start-notice.ts";
export { stopSignal, untilStopped } from "./stop-signal.ts";
