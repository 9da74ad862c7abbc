import { type ModuleCredential, type PluginClock, type RemoteModules, remoteModules } from "@oap/plugins";
import { StartError } from "./start-error.ts";

export interface RemoteModuleOptions {
  readonly allowedModuleOrigins?: readonly string[];
  readonly privateOrigins?: readonly string[];
  readonly moduleCredentials?: Readonly<Record<string, ModuleCredential>>;
}

/** The way to modules elsewhere. Throws StartError where an origin is none. */
export function openRemoteModules(options: RemoteModuleOptions, clock: PluginClock): RemoteModules {
  const { allowedModuleOrigins = [], privateOrigins = [], moduleCredentials = {} } = options;
  try {
    const origins = { allowed: allowedModuleOrigins, private: privateOrigins };
    return remoteModules({ origins, clock, credentials: moduleCredentials });
  } catch (error) {
    if (error instanceof TypeError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}
