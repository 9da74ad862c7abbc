import { isIP } from "node:net";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

export interface OriginRules {
  /**
   * Origins that may be called, such as `https://api.example.org`. A name must lead to public addresses; an address that is written out,
   * and `localhost`, may be private, as nobody can make them lead elsewhere.
   */
  readonly allowed: readonly string[];
  /** Origins that may be called although their names lead to private addresses, such as `http://translator.internal:8080`. */
  readonly private?: readonly string[] | undefined;
}

/** To which addresses the name of an origin may lead. */
export type AddressReach = "public" | "loopback" | "any";

/** The origins that may be called; nothing else may. Its constructor throws a TypeError on an origin that is none. */
export class AllowedOrigins {
  readonly #reaches = new Map<string, AddressReach>();

  constructor(rules: OriginRules) {
    for (const text of rules.allowed) {
      const url = originUrl(text);
      this.#reaches.set(url.origin, reachOf(url));
    }
    for (const text of rules.private ?? []) this.#reaches.set(originUrl(text).origin, "any");
  }

  /** Undefined if the URL's origin may not be called at all. */
  reach(url: URL): AddressReach | undefined {
    return this.#reaches.get(url.origin);
  }

  /** For messages: every origin, or `none`. */
  toString(): string {
    return this.#reaches.size === 0 ? "none" : [...this.#reaches.keys()].join(", ");
  }
}

/** Whether an origin that has this reach may be called at the address. */
export function isWithinReach(address: string, reach: AddressReach): boolean {
  switch (reach) {
    case "public":
      return isPublicAddress(address);
    case "loopback":
      return isLoopbackAddress(address);
    case "any":
      return true;
  }
}

function reachOf({ hostname }: URL): AddressReach {
  if (isIP(hostname.replace(/^\[(.*)\]$/, "$1")) !== 0) return "any";
  // RFC 6761, 6.3: these names are the machine's own.
  return hostname === "localhost" || hostname.endsWith(".localhost") ? "loopback" : "public";
}

function originUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.href !== `${url.origin}/`) {
    throw new TypeError(`"${text}" is not an origin such as https://api.example.org or http://127.0.0.1:8080.`);
  }
  return url;
}
