/** Without sign-in only this machine's own user is let in: by name, not through a proxy, not for another site. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostName, isLoopbackName, LOCAL_ACCESS, LOCAL_VIEWER } from "./local-access.ts";

test.each([
  ["localhost", true],
  ["127.0.0.1", true],
  ["127.255.1.20", true],
  ["::1", true],
  ["[::1]", true],
  ["127.0.0.1.evil.example", false],
  ["evil127.0.0.1", false],
  ["127.0.0", false],
  ["127.0.0.1000", false],
  ["127.0.0.x", false],
  ["localhost.evil.example", false],
  ["128.0.0.1", false],
  ["", false],
])("%s is a loopback name: %s", (name, isLoopback) => {
  expect(isLoopbackName(name)).toBe(isLoopback);
});

test.each([
  ["LOCALHOST:4600", "localhost"],
  ["localhost", "localhost"],
  ["a-b.c:1", "a-b.c"],
  ["[::1]:4600", "[::1]"],
  ["[::1]", "[::1]"],
  ["user@localhost", undefined],
  ["localhost/x", undefined],
  ["local host", undefined],
  ["localhost:", undefined],
  ["localhost:123456", undefined],
  ["localhost:x", undefined],
  ["::1", undefined],
  ["x[::1]", undefined],
  ["[]", undefined],
  ["", undefined],
])("the name in the Host %j is %s", (host, name) => {
  expect(hostName(host)).toBe(name);
});

const PROXIED =
  "The request came through a proxy, and nobody has to sign in here. Set RUNLIGHT_PUBLIC_URL, or ask without it.";
const NAMED = "Without sign-in Runlight answers only under a loopback name of this machine.";
const ELSEWHERE = "The request came from another site.";
type Headers = Readonly<Record<string, string>>;

/** What is said of a request: that it is let in, or why it is not. Asking who it is and letting it in agree. */
async function said(headers: Headers, isWrite: boolean, url = "http://localhost:4600/"): Promise<string> {
  const request = new Request(url, { headers });
  const identified = await LOCAL_ACCESS.identify(request, isWrite).then(
    (viewer) => (viewer === LOCAL_VIEWER ? "let in" : "somebody else"),
    (error: unknown) => error,
  );
  let admitted: unknown = "let in";
  try {
    LOCAL_ACCESS.admit(request, isWrite);
  } catch (error) {
    admitted = error;
  }
  expect(admitted).toEqual(identified);
  if (typeof identified === "string") return identified;
  expect(identified).toMatchObject({ problem: "forbidden" });
  return (identified as Error).message;
}

const HOST = { host: "localhost:4600" };
const OURS = { ...HOST, origin: "http://localhost:4600" };

test.each<readonly [what: string, headers: Headers, read: string, write: string]>([
  ["a program", {}, "let in", "let in"],
  ["a program that names its host", HOST, "let in", "let in"],
  ["our own page", { ...OURS, "sec-fetch-site": "same-origin" }, "let in", "let in"],
  ["our own page, in other letters", { host: "LocalHost:4600", origin: "HTTP://localhost:4600" }, "let in", "let in"],
  ["an address that was typed", { ...HOST, "sec-fetch-site": "none" }, "let in", "let in"],
  ["a link from elsewhere", { ...HOST, "sec-fetch-site": "cross-site" }, "let in", ELSEWHERE],
  ["a form of another port", { ...HOST, "sec-fetch-site": "same-site" }, "let in", ELSEWHERE],
  ["a script of another site", { ...HOST, origin: "https://evil.example" }, ELSEWHERE, ELSEWHERE],
  ["a script of another port", { ...HOST, origin: "http://localhost:4601" }, ELSEWHERE, ELSEWHERE],
  ["a script of a file", { ...HOST, origin: "null" }, ELSEWHERE, ELSEWHERE],
  ["a name that was made to lead here", { host: "evil.example:4600" }, NAMED, NAMED],
  ["what is no name", { host: "localhost:4600/x" }, NAMED, NAMED],
  ["a proxy, by forwarded", { ...HOST, forwarded: "for=1.2.3.4" }, PROXIED, PROXIED],
  ["a proxy, by via", { ...HOST, via: "1.1 proxy" }, PROXIED, PROXIED],
  ["a proxy, by x-real-ip", { ...HOST, "x-real-ip": "1.2.3.4" }, PROXIED, PROXIED],
  ["a proxy, by x-forwarded-anything", { ...HOST, "X-Forwarded-Whatever": "1" }, PROXIED, PROXIED],
  ["a header that only sounds so", { ...HOST, "my-x-forwarded-for": "1" }, "let in", "let in"],
])("%s", async (_, headers, read, write) => {
  expect([await said(headers, false), await said(headers, true)]).toEqual([read, write]);
});

test("a request for another address is refused whatever its Host says, and one without a Host by its address", async () => {
  expect(await said(HOST, false, "http://evil.example/")).toBe(NAMED);
  expect(await said({}, false, "http://evil.example/")).toBe(NAMED);
  expect(await said({}, false, "http://127.0.0.1:4600/")).toBe("let in");
});

test("10,000 Hosts: whoever is let in asked under a name of this machine", async () => {
  const piece = fc.constantFrom(
    "localhost",
    "127.0.0.1",
    "[::1]",
    "evil.example",
    ".",
    ":4600",
    "@",
    "/",
    "0",
    "-",
    "x",
  );
  const property = fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async (pieces) => {
    const host = pieces.join("");
    const isOurs = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/.test(host);
    expect(await said({ host }, false)).toBe(isOurs ? "let in" : NAMED);
  });
  await fc.assert(property, { numRuns: 10_000 });
});

test("the local user has every right and is written down as local", () => {
  expect(LOCAL_VIEWER).toEqual({
    name: "local",
    isLocal: true,
    roles: new Set(["viewer", "approver", "operator"]),
    agents: "all",
    scope: "local",
  });
});
