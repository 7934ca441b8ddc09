/** What is kept of a sender: the network, and a short user agent. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { callerOf, networkOf, originOf, plainAddress } from "./origin.ts";

test.each([
  ["203.0.113.77", "203.0.113.0/24"],
  ["::ffff:203.0.113.77", "203.0.113.0/24"],
  ["2001:db8:17:4::1", "2001:db8:17::/48"],
  ["2001:0DB8:0017::", "2001:db8:17::/48"],
  ["fe80::1%eth0", "fe80:0:0::/48"],
  ["::1", "0:0:0::/48"],
  ["1::2:3:4:5:6:7", "1:0:2::/48"],
  ["1::2:3:4:5:6.7.8.9", "1:0:2::/48"],
  ["1:2:3:4:5:6:7:8", "1:2:3::/48"],
  ["1::ffff:1.2.3.4", "1:0:0::/48"],
  ["unknown", ""],
  ["", ""],
])("%s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ["203.0.113.77", "203.0.113.77"],
  ["::FFFF:203.0.113.77", "203.0.113.77"],
  ["2001:db8:17:4:5:6:7:8", "2001:db8:17:4::/64"],
  ["1::2:3:4:5:6:7", "1:0:2:3::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s counts as %s", (address, caller) => {
  expect(callerOf(address)).toBe(caller);
});

test("a zone is no part of an address", () => {
  expect(plainAddress("fe80::1%eth0")).toBe("fe80::1");
  expect(plainAddress("::ffff:1.2.3.4%2")).toBe("1.2.3.4");
});

test("10,000 addresses: neighbours share a network, and the last part of none is kept", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
      const neighbour = address.replace(/\d+$/, String(last));
      expect(networkOf(neighbour)).toBe(networkOf(address));
    }),
    { numRuns: 5_000 },
  );
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const network = networkOf(address);
      expect(network).toMatch(/^[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}::\/48$/);
      expect(networkOf(network.replace("/48", "1"))).toBe(network);
    }),
    { numRuns: 5_000 },
  );
});

test("a user agent is short and plain", () => {
  expect(originOf("id", undefined, `\u001b[31m${"x".repeat(200)}`).userAgent).toBe(`?[31m${"x".repeat(75)}`);
  expect(originOf("id", undefined, "curl\u00e9\u00e9/8")).toEqual({ requestId: "id", from: "", userAgent: "curl?/8" });
  expect(originOf("id", "127.0.0.1", null)).toEqual({ requestId: "id", from: "127.0.0.0/24", userAgent: "" });
});
