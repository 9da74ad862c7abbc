import { type ControlPlane, formatPolicyIssues, startControlPlane } from "@oap/server";
import { createLogger } from "@oap/telemetry";
import { pino } from "pino";
import { identityOptions } from "./identity-options.ts";
import { readLimits } from "./read-limits.ts";
import { readModuleCredentials } from "./read-module-credentials.ts";
import { readPlugins } from "./read-plugins.ts";
import { onReloadSignal } from "./reload-signal.ts";
import { retentionOptions } from "./retention-options.ts";
import type { ServeOptions } from "./serve-options.ts";
import { warnIfOthersRead } from "./warn-if-others-read.ts";

/** Starts a control plane as the command line says, logging to standard error. SIGHUP makes it read its policies again. */
export async function openControlPlane(
  options: ServeOptions,
  also: { allowedOrigins?: readonly string[] } = {},
): Promise<ControlPlane> {
  const { host, port, dataDir, allowHost, policies, allowOrigin, logLevel } = options;
  const { allowModuleOrigin, privateOrigin, moduleCredentials, limits, signingKey } = options;
  if (moduleCredentials !== undefined) await warnIfOthersRead("The file of --module-credentials", moduleCredentials);
  if (signingKey !== undefined) await warnIfOthersRead("The file of --signing-key", signingKey);
  const controlPlane = await startControlPlane({
    host,
    port,
    dataDir,
    identity: await identityOptions(options),
    allowedHosts: allowHost,
    ...(policies !== undefined && { policies }),
    plugins: await readPlugins(options.plugin),
    allowedOrigins: [...allowOrigin, ...(also.allowedOrigins ?? [])],
    allowedModuleOrigins: allowModuleOrigin,
    privateOrigins: privateOrigin,
    ...(moduleCredentials !== undefined && {
      moduleCredentials: await readModuleCredentials(moduleCredentials, [...allowModuleOrigin, ...privateOrigin]),
    }),
    ...(limits !== undefined && { limits: await readLimits(limits) }),
    ...(signingKey !== undefined && { signingKey }),
    retention: retentionOptions(options),
    logger: createLogger({ level: logLevel, destination: pino.destination({ fd: 2, sync: true }) }),
  });
  onReloadSignal(() => void reloadPolicies(controlPlane, policies ?? ""));
  return controlPlane;
}

async function reloadPolicies(controlPlane: ControlPlane, folder: string): Promise<void> {
  const { reloaded, issues = [] } = await controlPlane.reloadPolicies();
  const { name, policy_binding_id } = controlPlane.policies;
  if (reloaded) {
    process.stdout.write(`Policies reloaded: ${name}, ${policy_binding_id}.\n`);
    return;
  }
  const lines = formatPolicyIssues(folder, issues).join("\n");
  process.stderr.write(`oap: The policies are not reloaded; ${name}, ${policy_binding_id}, holds on.\n${lines}\n`);
}
