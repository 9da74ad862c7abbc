import { isIPv4 } from "node:net";

/** Whether a host name or address can only be this machine: `localhost`, `127.0.0.0/8` or `::1`, with or without brackets. */
export function isLoopbackName(host: string): boolean {
  const name = withoutBrackets(host).toLowerCase();
  return name === "localhost" || name === "::1" || (isIPv4(name) && name.startsWith("127."));
}

/** An IPv6 address as the system takes it; people often write it as in a URL. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
