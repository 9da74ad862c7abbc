import { AllowedOrigins, type OriginRules } from "../network/allowed-origins.ts";
import type { PluginClock } from "../plugin-clock.ts";
import { type ClientRemoteCallerOptions, clientRemoteCaller } from "./client-remote-caller.ts";
import type { RemoteModules } from "./remote-run.ts";

export interface RemoteModulesOptions extends Pick<ClientRemoteCallerOptions, "credentials" | "lookup"> {
  /** Where modules may be: exact origins, and nothing else. Throws a TypeError on one that is none. */
  readonly origins: OriginRules;
  readonly clock: PluginClock;
}

/** Modules elsewhere, called by the generated client over HTTP, for {@link PluginRegistry}. */
export function remoteModules({ origins: rules, clock, credentials, lookup }: RemoteModulesOptions): RemoteModules {
  const origins = new AllowedOrigins(rules);
  return { origins, clock, caller: clientRemoteCaller({ origins, clock, credentials, lookup }) };
}
