import { isIPv4 } from "node:net";

/** Whether a host name or address can only be this machine: `localhost`, `127.0.0.0/8` or `::1`, with or without brackets. */
export function isLoopbackName(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return name === "localhost" || name === "::1" || (isIPv4(name) && name.startsWith("127."));
}
