/** A session in a cookie: how long it lasts to the millisecond, when it is written anew, and which cookie is ours. */
import { expect, test } from "vitest";
import { createSessions, type Grant, IDLE_MS, LIFE_MS } from "./sessions.ts";

const START = 1_700_000_000_000;
const SECRET = "s".repeat(32);
const TOKEN: Grant = { way: "token", tokenId: "mira-1" };
const claimed = (endsAt?: number): Grant => {
  return { way: "oidc", name: "mira", roles: ["viewer"], agents: [57], ...(endsAt !== undefined && { endsAt }) };
};

function bench(isSecure = true) {
  const clock = { now: START };
  const sessions = createSessions({ secret: SECRET, isSecure, now: () => clock.now });
  const withCookie = (cookie: string) => new Request("https://x/", { headers: { cookie } });
  const start = (grant: Grant = TOKEN): Request => withCookie(sessions.start(grant).split(";")[0] ?? "");
  const maxAge = (setCookie: string | undefined): number => Number(/; Max-Age=(\d+)$/.exec(setCookie ?? "")?.[1]);
  return { clock, sessions, withCookie, start, maxAge };
}

test("whoever began it is known until half a day without a request is over, and no longer", () => {
  const { clock, sessions, start } = bench();
  const request = start();
  expect(sessions.read(request)).toEqual(TOKEN);
  clock.now = START + IDLE_MS - 1;
  expect(sessions.read(request)).toEqual(TOKEN);
  clock.now++;
  expect(sessions.read(request)).toBeUndefined();
  expect(sessions.has(request)).toBe(true);
});

test("claims end when their token does, where it says so", () => {
  const { clock, sessions, start, maxAge } = bench();
  const [short, long] = [start(claimed(START + 60_500)), start(claimed())];
  expect([claimed(START + 60_500), claimed(START - 1), claimed()].map((one) => maxAge(sessions.start(one)))).toEqual([
    ...[60, 0, 43_200],
  ]);
  clock.now = START + 60_499;
  expect(sessions.read(short)).toEqual(claimed(START + 60_500));
  clock.now++;
  expect(sessions.read(short)).toBeUndefined();
  expect(sessions.read(long)).toEqual(claimed());
});

test("a cookie is written anew when it is five minutes old, and never beyond a week from the beginning", () => {
  const { clock, sessions, withCookie, start, maxAge } = bench();
  let request = start();
  clock.now = START + 299_999;
  expect(sessions.renew(request)).toBeUndefined();
  clock.now++;
  expect(maxAge(sessions.renew(request))).toBe(43_200);
  while (clock.now < START + LIFE_MS - IDLE_MS) {
    clock.now += IDLE_MS / 2;
    request = withCookie(sessions.renew(request)?.split(";")[0] ?? "");
  }
  clock.now = START + LIFE_MS - 600_000;
  expect(maxAge(sessions.renew(request))).toBe(600);
  clock.now = START + LIFE_MS;
  expect(sessions.renew(request)).toBeUndefined();
  expect(sessions.renew(withCookie("a=b"))).toBeUndefined();
});

test("one that was ended opens no more, and ending nothing is no harm", () => {
  const { sessions, withCookie, start } = bench(false);
  const [request, other] = [start(), start()];
  expect(sessions.end(request)).toBe("runlight=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  expect([sessions.read(request), sessions.read(other)]).toEqual([undefined, TOKEN]);
  expect(sessions.end(withCookie("runlight=1.AAAA"))).toContain("Max-Age=0");
});

test("ours is the cookie of that very name, wherever it stands", () => {
  const { sessions, withCookie, start } = bench();
  const own = start().headers.get("cookie") ?? "";
  for (const cookie of [own, `a=b; ${own}`, `a=b;${own};c=d`, `; ; =x ; ${own} `, own.replace("=", " = ")])
    expect([sessions.has(withCookie(cookie)), sessions.read(withCookie(cookie))]).toEqual([true, TOKEN]);
  for (const cookie of ["a=b", `x${own}`, own.replace("__Host-", ""), own.replace("=", "x="), own.replace("=", "")])
    expect([sessions.has(withCookie(cookie)), sessions.read(withCookie(cookie))]).toEqual([false, undefined]);
  expect(sessions.has(new Request("https://x/"))).toBe(false);
  expect(sessions.has(withCookie("__Host-runlight="))).toBe(true);
  expect(sessions.read(withCookie("__Host-runlight="))).toBeUndefined();
});

test("what no cookie can hold is refused with words, and what just fits is not", () => {
  const { sessions } = bench();
  const grant = (length: number): Grant => ({ way: "modus", upstreamToken: "x".repeat(length) });
  expect(sessions.start(grant(2_700))).toContain("__Host-runlight=1.");
  expect(() => sessions.start(grant(3_000))).toThrow(
    "This token holds more than a session can keep. Ask for a shorter one.",
  );
  expect(() => sessions.start(grant(3_000))).toThrow(expect.objectContaining({ problem: "unprocessable" }));
});
