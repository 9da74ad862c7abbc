import { type ControlPlane, startControlPlane } from "@oap/server";
import { pino } from "pino";
import type { ServeOptions } from "./serve-options.ts";

/** Starts a control plane as the command line says, logging to standard error. */
export function openControlPlane(
  options: ServeOptions,
  also: { allowedOrigins?: readonly string[] } = {},
): Promise<ControlPlane> {
  const { host, port, dataDir, allowOrigin, logLevel } = options;
  return startControlPlane({
    host,
    port,
    dataDir,
    allowedOrigins: [...allowOrigin, ...(also.allowedOrigins ?? [])],
    logger: pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true })),
  });
}
