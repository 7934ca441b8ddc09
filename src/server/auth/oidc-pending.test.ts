/** Sign-ins under way: each is found by its state once, for ten minutes, in the browser it left from; four at once. */
import { expect, test } from "vitest";
import { createPendingCookie, type Pending } from "./oidc-pending.ts";
import { createSealer } from "./seal.ts";

const sealer = createSealer("s".repeat(32), "oidc");
const START = 1_700_000_000_000;
const pendingOf = (state: string, at = START, to = "/agents"): Pending => ({
  state,
  nonce: "n",
  verifier: "v",
  to,
  at,
});

function bench(isSecure = true) {
  const clock = { now: START };
  const cookies = createPendingCookie(sealer, isSecure, () => clock.now);
  const requestWith = (cookie?: string) =>
    new Request("https://x/", cookie === undefined ? {} : { headers: { cookie } });
  const pair = (setCookie: string): string => setCookie.split(";")[0] ?? "";
  /** The cookie of a browser that went away once for each of these. */
  const after = (...all: readonly Pending[]): string =>
    all.reduce((cookie, one) => pair(cookies.add(requestWith(cookie), one)), "");
  const states = (cookie: string): string[] =>
    ["a", "b", "c", "d", "e"].filter((state) => cookies.take(requestWith(cookie), state).pending !== undefined);
  return { clock, cookies, requestWith, pair, after, states };
}

test("the cookie is for us alone, and for ten minutes", () => {
  const secure = bench().cookies.add(new Request("https://x/"), pendingOf("a"));
  expect(secure).toMatch(/^__Host-runlight-oidc=1\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/);
  const local = bench(false).cookies.add(new Request("http://x/"), pendingOf("a"));
  expect(local).toMatch(/^runlight-oidc=1\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
});

test("a state is taken once, and leaves the others", () => {
  const { cookies, requestWith, pair, after, states } = bench();
  const cookie = after(pendingOf("a"), pendingOf("b"));
  const { pending, setCookie } = cookies.take(requestWith(`x=y;  ${cookie}; z=1`), "a");
  expect(pending).toEqual(pendingOf("a"));
  expect(setCookie).toMatch(/; Max-Age=600$/);
  expect(states(pair(setCookie))).toEqual(["b"]);
  expect(cookies.take(requestWith(pair(setCookie)), "b").setCookie).toBe(
    "__Host-runlight-oidc=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0",
  );
});

test("a state that did not leave from here is none, and neither is what nobody sealed", () => {
  const { cookies, requestWith, after } = bench();
  expect(cookies.take(requestWith(after(pendingOf("a"))), "b").pending).toBeUndefined();
  expect(cookies.take(requestWith(), "a").pending).toBeUndefined();
  expect(cookies.take(requestWith("__Host-runlight-oidc=1.AAAA"), "a").pending).toBeUndefined();
  expect(cookies.take(requestWith(`x${after(pendingOf("a"))}`), "a").pending).toBeUndefined();
  const other = `__Host-runlight-oidc=${sealer.seal([{ state: "a" }])}`;
  expect(cookies.take(requestWith(other), "a").pending).toBeUndefined();
});

test("after ten minutes it is over", () => {
  const { clock, after, states } = bench();
  const cookie = after(pendingOf("a"), pendingOf("b", START + 1));
  clock.now = START + 599_999;
  expect(states(cookie)).toEqual(["a", "b"]);
  clock.now++;
  expect(states(cookie)).toEqual(["b"]);
});

test("of five the oldest makes room; so does it where a cookie would be too long", () => {
  const { after, states } = bench();
  expect(states(after(...["a", "b", "c", "d", "e"].map((state) => pendingOf(state))))).toEqual(["b", "c", "d", "e"]);
  const long = `/agents/${"x".repeat(1_200)}`;
  const cookie = after(...["a", "b", "c"].map((state) => pendingOf(state, START, long)));
  expect(states(cookie)).toEqual(["b", "c"]);
  expect(cookie.length).toBeLessThan(4_000);
});

test("an address that fills a cookie by itself is given up, the sign-in is not", () => {
  const { cookies, requestWith, after } = bench();
  const back = (length: number): string | undefined =>
    cookies.take(requestWith(after(pendingOf("a", START, `/${"x".repeat(length)}`))), "a").pending?.to;
  expect(back(2_600)).toBe(`/${"x".repeat(2_600)}`);
  expect(back(2_900)).toBe("/");
  expect(cookies.take(requestWith(after(pendingOf("a"), pendingOf("b", START, `/${"x".repeat(2_900)}`))), "b")).toEqual(
    expect.objectContaining({ pending: pendingOf("b", START, "/") }),
  );
});
