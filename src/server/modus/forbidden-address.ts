/** Addresses no name of an API leads to: link-local with the metadata services of clouds, unspecified, multicast. */
import { BlockList, isIPv4, type LookupFunction } from "node:net";
import { lookup } from "node:dns";

const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet("0.0.0.0", 8, "ipv4");
FORBIDDEN.addSubnet("169.254.0.0", 16, "ipv4");
FORBIDDEN.addSubnet("224.0.0.0", 3, "ipv4");
FORBIDDEN.addAddress("100.100.100.200", "ipv4");
FORBIDDEN.addAddress("192.0.0.192", "ipv4");
FORBIDDEN.addAddress("::", "ipv6");
FORBIDDEN.addSubnet("fe80::", 10, "ipv6");
FORBIDDEN.addSubnet("ff00::", 8, "ipv6");
FORBIDDEN.addAddress("fd00:ec2::254", "ipv6");

/** `address` is an IP address without brackets. IPv4 inside IPv6 is looked at as what it is. */
export function isForbiddenAddress(address: string): boolean {
  if (isIPv4(address)) return FORBIDDEN.check(address, "ipv4");
  // URL and resolver write the mapped form as ::ffff:a9fe:a9fe or ::ffff:169.254.169.254; 64:ff9b:: is NAT64.
  const match = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):([0-9a-f]{1,4})|([\d.]+))$/i.exec(address);
  if (match?.[3] !== undefined) return FORBIDDEN.check(match[3], "ipv4");
  if (match) {
    const [high = 0, low = 0] = match.slice(1).map((group) => Number.parseInt(group, 16));
    return FORBIDDEN.check(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`, "ipv4");
  }
  return FORBIDDEN.check(address, "ipv6");
}

/** As the resolver, but a name that leads to such an address leads nowhere: names can be pointed anywhere later. */
export const safeLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const safe = error ? [] : found.filter(({ address }) => !isForbiddenAddress(address));
    const [first] = safe;
    if (!first) callback(error ?? new Error("The name leads to a forbidden address"), "", 0);
    else if (options.all) callback(null, safe);
    else callback(null, first.address, first.family);
  });
};
