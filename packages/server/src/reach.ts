import { isLoopbackName, withoutBrackets } from "./loopback.ts";
import type { IdentityOptions } from "./open-identity.ts";
import { StartError } from "./start-error.ts";

export interface ReachOptions {
  /** A name or an address of this machine. */
  readonly host: string;
  readonly identity: IdentityOptions;
  /** Names beyond this machine's own under which it is reached. */
  readonly allowedHosts: readonly string[];
}

/** From where the control plane can be reached. */
export interface Reach {
  /** What to listen on; an IPv6 address is without brackets. */
  readonly host: string;
  /** Names in `Host` that are answered beside those of loopback, in lower case. */
  readonly hostNames: ReadonlySet<string>;
}

/**
 * Lets the control plane be reached from beyond this machine only if it knows who calls.
 * @throws StartError where it would be open to everybody
 */
export function reachOf({ host: named, identity, allowedHosts }: ReachOptions): Reach {
  const host = withoutBrackets(named);
  const hostNames = new Set(allowedHosts.map((name) => withoutBrackets(name).toLowerCase()));
  if (identity.mode === "development") {
    if (!isLoopbackName(host)) {
      throw new StartError(
        `The host \`${host}\` is not a loopback address. Require identities, by --identity required, or listen on 127.0.0.1, ::1 or localhost.`,
      );
    }
    if (hostNames.size > 0) {
      throw new StartError(
        "Names of other hosts are allowed only where identities are required: add --identity required, or leave --allow-host out.",
      );
    }
  }
  // An address of every interface is no name that anybody calls.
  if (!isLoopbackName(host) && host !== "0.0.0.0" && host !== "::") hostNames.add(host.toLowerCase());
  return { host, hostNames };
}
