/** Addresses nothing may be asked of, in every way they are written, and names that lead to them. */
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { isForbiddenAddress, safeLookup } from "./forbidden-address.ts";

const { lookup } = vi.hoisted(() => ({ lookup: vi.fn() }));
vi.mock("node:dns", () => ({ lookup }));
afterEach(() => lookup.mockReset());

test.each([
  ["169.254.169.254", true],
  ["::ffff:169.254.169.254", true],
  ["::ffff:a9fe:a9fe", true],
  ["64:ff9b::a9fe:a9fe", true],
  ["64:ff9b::169.254.169.254", true],
  ["fe80::1", true],
  ["0.0.0.0", true],
  ["::", true],
  ["224.0.0.1", true],
  ["255.255.255.255", true],
  ["fd00:ec2::254", true],
  ["100.100.100.200", true],
  ["192.0.0.192", true],
  ["127.0.0.1", false],
  ["::1", false],
  ["10.1.2.3", false],
  ["192.168.1.1", false],
  ["93.184.216.34", false],
  ["::ffff:10.1.2.3", false],
  ["::ffff:a01:203", false],
  ["64:ff9b::a01:203", false],
  ["1::ffff:a9fe:a9fe", false],
  ["2001::64:ff9b:a9fe:a9fe", false],
  ["::ffff:a9fe:a9fe:1", false],
  ["2606:2800::1", false],
])("a name that leads to %s is followed nowhere: %s", (address, isForbidden) => {
  expect(isForbiddenAddress(address)).toBe(isForbidden);
});

test("10,000 addresses: inside IPv6, in hexadecimal or not, each is judged as the IPv4 address it is", () => {
  const near = fc.tuple(fc.constantFrom(0, 10, 100, 127, 169, 192, 224), fc.nat(255), fc.nat(255), fc.nat(255));
  const property = fc.property(fc.oneof(near, fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255)))), (bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    const plain = `${a}.${b}.${c}.${d}`;
    const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
    const expected = isForbiddenAddress(plain);
    for (const inside of [`::ffff:${plain}`, `::FFFF:${hex}`, `64:ff9b::${plain}`, `64:ff9b::${hex}`])
      expect(isForbiddenAddress(inside), inside).toBe(expected);
  });
  fc.assert(property, { numRuns: 10_000 });
});

type Found = readonly { readonly address: string; readonly family: number }[];

/** What the lookup says when the resolver says `found`, and what the resolver was asked. */
function lookedUp(options: { readonly all?: boolean; readonly family?: number }, found: Found, error?: Error) {
  lookup.mockImplementation((_name: string, _options: unknown, callback: (...args: unknown[]) => void) =>
    callback(error ?? null, found),
  );
  const said: unknown[] = [];
  safeLookup("api.example", options, (...args: unknown[]) => said.push(...args));
  return said;
}

const GOOD = [
  { address: "93.184.216.34", family: 4 },
  { address: "2606:2800::1", family: 6 },
];
const BAD = { address: "169.254.169.254", family: 4 };

test("of what a name leads to only what is safe is told: the first, or all where all are asked for", () => {
  expect(lookedUp({ family: 4 }, [BAD, ...GOOD])).toEqual([null, "93.184.216.34", 4]);
  expect(lookup).toHaveBeenLastCalledWith("api.example", { family: 4, all: true }, expect.any(Function));
  expect(lookedUp({ all: true }, [BAD, ...GOOD])).toEqual([null, GOOD]);
});

test("a name that leads to nothing safe leads nowhere, and what the resolver refuses stays refused", () => {
  for (const options of [{}, { all: true }]) {
    expect(lookedUp(options, [BAD])).toEqual([new Error("The name leads to a forbidden address"), "", 0]);
    const error = new Error("ENOTFOUND");
    expect(lookedUp(options, GOOD, error)).toEqual([error, "", 0]);
  }
});
