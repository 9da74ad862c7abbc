import { BlockList, isIPv4 } from "node:net";

/**
 * The IPv4 ranges that are not of the public Internet: private, loopback, link-local (with the metadata services of
 * clouds), shared, for documentation and benchmarks, multicast and reserved.
 * Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890) and RFC 5771.
 */
const specialIPv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/**
 * The ranges within 2000::/3 that are not of the public Internet: protocol assignments (Teredo among them), documentation, and
 * 6to4, which carries an IPv4 address. Source: IANA IPv6 Special-Purpose Address Registry.
 */
const specialIPv6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

/** Networks without IPv4 reach IPv4 hosts under this prefix (RFC 6052), so that the address in it counts. */
const translationPrefix = "64:ff9b::";

const special = new BlockList();
for (const [network, prefix] of specialIPv4) {
  special.addSubnet(network, prefix, "ipv4");
  special.addSubnet(`${translationPrefix}${network}`, 96 + prefix, "ipv6");
}
for (const [network, prefix] of specialIPv6) special.addSubnet(network, prefix, "ipv6");

const unicastIPv6 = new BlockList();
unicastIPv6.addSubnet("2000::", 3, "ipv6");
unicastIPv6.addSubnet(translationPrefix, 96, "ipv6");

/** Whether an IP address, in its usual text form, is one of the public Internet. Of IPv6 only what is known to be so is. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, "ipv4");
  return unicastIPv6.check(address, "ipv6") && !special.check(address, "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

export function isLoopbackAddress(address: string): boolean {
  return loopback.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
