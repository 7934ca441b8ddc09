/** Whose word counts on where a request came from: named proxies alone, and no header makes a stranger somebody else. */
import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSessions } from "./auth/sessions.ts";
import { createSignedAccess } from "./auth/signed-access.ts";
import { expectProblem, server } from "./handle-bench.ts";
import { callerOf } from "./origin.ts";
import { SettingsError } from "./settings-error.ts";
import { createSenderOf } from "./trusted-proxies.ts";

const PROXIES = "127.0.0.1, 10.0.0.0/8 fd00::/8";
const senderOf = createSenderOf(PROXIES);

test.each<[string, string | null, string, string]>([
  ["198.51.100.7", "203.0.113.5", "198.51.100.7", "a stranger's own header"],
  ["127.0.0.1", null, "127.0.0.1", "no header"],
  ["127.0.0.1", "203.0.113.5", "203.0.113.5", "one proxy"],
  ["::ffff:127.0.0.1", "203.0.113.5", "203.0.113.5", "one proxy, on a socket of both families"],
  ["127.0.0.1", "192.0.2.9, 203.0.113.5", "203.0.113.5", "what the sender made up stands in front"],
  ["127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5", "two proxies"],
  ["127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9", "a sender inside"],
  ["fd12::1", "2001:db8::7", "2001:db8::7", "IPv6"],
  ["127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7", "with a port"],
  ["127.0.0.1", "203.0.113.5:4711", "203.0.113.5", "with a port"],
  ["127.0.0.1", "203.0.113.5, unknown", "127.0.0.1", "a word instead of an address"],
  ["127.0.0.1", "203.0.113.5, ", "127.0.0.1", "nothing"],
  ["127.0.0.1", "203.0.113.5, 10.0.0.1, 300.1.1.1", "127.0.0.1", "no address"],
  ["", "203.0.113.5", "", "a connection without an address"],
])("from %s with %j it is %s: %s", (peer, header, sender) => {
  expect(senderOf(peer, header)).toBe(sender);
});

test("10,000 headers: whoever comes by a proxy is known by the address it heard; without one, by the connection's", () => {
  const outside = fc.oneof(
    fc.ipV4().filter((address) => !/^(?:10|127)\./.test(address)),
    fc
      .ipV6()
      .map((address) => address.replace(/^[^:]*/, "2001"))
      .filter((address) => isIP(address) === 6),
  );
  const made = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("127.0.0.1", "10.0.0.1", "", "x", "::", ";")));
  fc.assert(
    fc.property(outside, made, fc.constantFrom(",", ", ", " ,"), (sender, spoofed, comma) => {
      const header = [...spoofed, sender].join(comma);
      return (
        senderOf("127.0.0.1", header) === senderOf(sender, null) &&
        senderOf("10.4.4.4", `${header}, 10.1.1.1`) === senderOf(sender, null) &&
        senderOf(sender, header) === senderOf(sender, null) &&
        createSenderOf("")("127.0.0.1", header) === "127.0.0.1"
      );
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  "proxy.example",
  "10.0.0.0/33",
  "10.0.0.0/x",
  "10.0.0.0/8/8",
  "::/129",
  "0.0.0.0/0",
  "::/0",
  "10.0.0",
  "/8",
])("%s is refused at the start, by one line that names the setting", (list) => {
  expect(() => createSenderOf(`127.0.0.1,${list}`)).toThrow(SettingsError);
  expect(() => createSenderOf(list)).toThrow(/^RUNLIGHT_TRUSTED_PROXIES: [^\n]+$/);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001::1:2:3:4:5:6", "2001:0:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::ffff:203.0.113.5", "203.0.113.5"],
  ["203.0.113.5", "203.0.113.5"],
  ["", ""],
])("one caller: %s counts as %s", (address, caller) => {
  expect(callerOf(address)).toBe(caller);
});

/** Tries to sign in with a wrong token, through a proxy that heard the sender. */
function signingIn() {
  const sessions = createSessions({ secret: "s".repeat(32), isSecure: false, now: Date.now });
  const access = createSignedAccess({ sessions, ways: ["token"], readers: [] });
  const { handle } = server({}, { access, senderOf });
  let tries = 0;
  return (peer: string, forwardedFor: string): Promise<Response> => {
    const headers = { authorization: `Bearer wrong-${tries++}`, "x-forwarded-for": forwardedFor };
    return handle(new Request("http://localhost/api/v1/session", { headers }), peer);
  };
}

test("behind a trusted proxy each sender has tries of its own, and made-up headers bring no more", async () => {
  const attempt = signingIn();
  for (let i = 0; i < 10; i++)
    await expectProblem(await attempt("127.0.0.1", `192.0.2.${i}, 203.0.113.5`), "not-signed-in");
  await expectProblem(await attempt("127.0.0.1", "192.0.2.200, 203.0.113.5"), "busy");
  await expectProblem(await attempt("127.0.0.1", "203.0.113.6"), "not-signed-in");
});

test("who is no trusted proxy is counted by the connection, whatever is sent", async () => {
  const attempt = signingIn();
  for (let i = 0; i < 10; i++) await expectProblem(await attempt("198.51.100.1", `192.0.2.${i}`), "not-signed-in");
  await expectProblem(await attempt("198.51.100.1", "192.0.2.200"), "busy");
});

test("while nobody has to sign in, a request through a proxy is refused, trusted or not", async () => {
  const { handle } = server({}, { senderOf });
  const headers = { "x-forwarded-for": "127.0.0.1" };
  const response = await handle(new Request("http://localhost/api/v1/agents", { headers }), "127.0.0.1");
  await expectProblem(response, "forbidden");
});
