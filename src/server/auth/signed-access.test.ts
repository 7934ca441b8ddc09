/** Who is known by bearer or cookie, what the cookie looks like, and what another site cannot do with it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SILENT_LOG } from "../log.ts";
import { expectProblem, RUN, server } from "../handle-bench.ts";
import { fixedSource } from "../fixed-source.ts";
import type { AuditEntry } from "../audit-log.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { openAccess } from "./open-access.ts";
import { IDLE_MS, LIFE_MS } from "./sessions.ts";
import { hashOf, type TokenEntry } from "./token-file.ts";

const TOKEN = "rl_canary-5f1c2d9e8b7a6f5e4d3c2b1a";
const ENTRY: TokenEntry = { id: "mira-1", hash: hashOf(TOKEN), name: "Mira", roles: ["approver"], agents: [57] };
const PUBLIC = new URL("https://runlight.example");
const OURS = { host: "runlight.example", origin: PUBLIC.origin, "content-type": "application/json" };
const SESSION = "/api/v1/session";

function open(changes: Partial<AuthSettings> = {}, secret = "s".repeat(32)) {
  const dir = mkdtempSync(path.join(tmpdir(), "runlight-auth-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const tokensFile = path.join(dir, "tokens");
  const write = (...entries: object[]): void =>
    writeFileSync(tokensFile, entries.map((one) => `${JSON.stringify(one)}\n`).join(""));
  write(ENTRY);
  const clock = { now: 1_700_000_000_000 };
  const auth = { isOn: true, mayDecideOwn: false, publicUrl: PUBLIC, tokensFile, ...changes };
  const make = (key: string) =>
    openAccess({ auth, source: fixedSource().source, secret: key, log: SILENT_LOG, now: () => clock.now });
  const lines: AuditEntry[] = [];
  const { ask } = server({}, { access: make(secret), noteAudit: (entry) => void lines.push(entry) });
  const signIn = async (headers: Record<string, string> = OURS, token = TOKEN) => {
    const response = await ask(SESSION, { method: "POST", headers, body: JSON.stringify({ token }) });
    const setCookie = response.headers.get("set-cookie") ?? "";
    return { response, setCookie, cookie: setCookie.split(";")[0] ?? "" };
  };
  return {
    ask,
    lines,
    signIn,
    write,
    clock,
    tokensFile,
    restarted: (key: string) => server({}, { access: make(key) }).ask,
  };
}

test("signing in answers who it is, with a cookie of ciphertext that only this server takes", async () => {
  const { ask, signIn } = open();
  const { response, setCookie, cookie } = await signIn();
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    source: "embedded",
    viewer: { name: "Mira", isLocal: false, roles: ["approver"] },
    signIn: "token",
  });
  expect(setCookie).toMatch(/^__Host-runlight=1\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200$/);
  for (const text of [TOKEN, "Mira", "mira-1"]) {
    expect(setCookie).not.toContain(text);
    expect(Buffer.from(cookie.slice(cookie.indexOf(".") + 1), "base64url").toString("latin1")).not.toContain(text);
  }
  expect((await ask(RUN, { headers: { ...OURS, cookie } })).status).toBe(200);
  expect((await ask(SESSION, { headers: { ...OURS, cookie: `a=b; ${cookie}; c=d` } })).status).toBe(200);
});

test("who signed in and out is a line each; a wrong token and a sign-out by nobody are none", async () => {
  const { ask, lines, signIn } = open();
  await signIn(OURS, "rl_wrong");
  const { cookie } = await signIn();
  await ask(SESSION, { method: "DELETE", headers: { ...OURS, cookie } });
  await ask(SESSION, { method: "DELETE", headers: { ...OURS, cookie } });
  expect(lines).toMatchObject([
    { who: "Mira", session: "sign-in", outcome: "signed-in", isLocal: false },
    { who: "Mira", session: "sign-out", outcome: "signed-out", isLocal: false },
  ]);
  expect(JSON.stringify(lines)).not.toContain(TOKEN);
});

test("a wrong token, an expired one and none get one and the same refusal", async () => {
  const { ask, signIn, write, clock } = open();
  const refusals = [await signIn(OURS, "rl_wrong"), await signIn(OURS, `${TOKEN}x`), await signIn(OURS, "a b")];
  write({ ...ENTRY, expiresAt: new Date(clock.now).toISOString() });
  refusals.push(await signIn());
  for (const { response, setCookie } of refusals) {
    expect(setCookie).toBe("");
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Runlight"');
    const { instance, ...problem } = await expectProblem(response, "not-signed-in");
    expect(instance).toBeDefined();
    expect(problem).toMatchObject({ detail: "The token is not valid.", signIn: ["token"] });
  }
  await expectProblem(await ask(RUN, { headers: OURS }), "not-signed-in");
  await expectProblem(await ask(SESSION, { headers: OURS }), "not-signed-in");
  for (const body of ["{}", '{"token":1}', '{"token":""}'])
    await expectProblem(await ask(SESSION, { method: "POST", headers: OURS, body }), "unprocessable");
});

test("a session lasts while it is used, ends after half a day without, and after a week whatever happens", async () => {
  const { ask, signIn, clock } = open();
  let { cookie } = await signIn();
  const beganAt = clock.now;
  const look = async (): Promise<number> => {
    const { status, headers } = await ask(RUN, { headers: { ...OURS, cookie } });
    cookie = headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return status;
  };
  const first = cookie;
  clock.now += 60_000;
  await look();
  expect(cookie, "not written anew with every poll").toBe(first);
  clock.now = beganAt;
  while (clock.now - beganAt < LIFE_MS - IDLE_MS) {
    clock.now += IDLE_MS - 1;
    expect(await look()).toBe(200);
  }
  clock.now = beganAt + LIFE_MS - 1;
  expect(await look()).toBe(200);
  clock.now += 1;
  expect(await look()).toBe(401);
  expect(cookie, "and the browser drops it").toBe("__Host-runlight=");
  cookie = first;
  clock.now = beganAt + IDLE_MS;
  expect(await look()).toBe(401);
});

test("signing out ends the session, also for who kept the cookie; another secret ends all", async () => {
  const { ask, signIn, restarted } = open();
  const { cookie } = await signIn();
  const other = (await signIn()).cookie;
  const out = await ask(SESSION, { method: "DELETE", headers: { ...OURS, cookie } });
  expect([out.status, await out.text()]).toEqual([204, ""]);
  expect(out.headers.get("set-cookie")).toBe("__Host-runlight=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
  await expectProblem(await ask(RUN, { headers: { ...OURS, cookie } }), "not-signed-in");
  expect((await ask(RUN, { headers: { ...OURS, cookie: other } })).status).toBe(200);
  expect((await restarted("s".repeat(32))(RUN, { headers: { ...OURS, cookie: other } })).status).toBe(200);
  await expectProblem(await restarted("t".repeat(32))(RUN, { headers: { ...OURS, cookie: other } }), "not-signed-in");
});

test("a token that was removed or changed counts at once, and a broken file changes nothing", async () => {
  const { ask, signIn, write, tokensFile } = open();
  const { cookie } = await signIn();
  const look = (path = RUN) => ask(path, { headers: { ...OURS, cookie } });
  writeFileSync(tokensFile, "{");
  expect((await look()).status).toBe(200);
  write({ ...ENTRY, agents: [42] });
  await expectProblem(await look(), "not-found");
  write({ ...ENTRY, id: "lea-1", name: "Lea", hash: hashOf("another") });
  await expectProblem(await look(), "not-signed-in");
  rmSync(tokensFile);
  await expectProblem(await look(), "not-signed-in");
});

test("a bearer needs no page of ours, and wins over a cookie", async () => {
  const { ask, signIn } = open();
  const { cookie } = await signIn();
  const bearer = { authorization: `Bearer ${TOKEN}` };
  expect((await ask(RUN, { headers: { ...bearer, host: "10.0.0.1:4600", via: "1.1 proxy" } })).status).toBe(200);
  expect(await (await ask(SESSION, { headers: bearer })).json()).toMatchObject({ signIn: "bearer" });
  for (const authorization of ["Bearer wrong", "bearer", `Bearer ${TOKEN} x`]) {
    const refused = await ask(RUN, { headers: { ...OURS, cookie, authorization } });
    expect(refused.headers.has("set-cookie")).toBe(false);
    await expectProblem(refused, "not-signed-in");
  }
  const basic = { ...OURS, cookie, authorization: "Basic eDp5" };
  expect((await ask(RUN, { headers: basic })).status).toBe(200);
});

const START = "/api/v1/agents/57/runs";

test("a cookie changes nothing without a sign that our own page sent it; nor does anybody sign in for somebody else", async () => {
  const { ask } = open();
  const tokens = open({}, "s".repeat(32));
  tokens.write({ ...ENTRY, roles: ["operator"] });
  const { cookie } = await tokens.signIn();
  const { origin: _, ...noOrigin } = OURS;
  const foreign = [
    noOrigin,
    { ...OURS, origin: "https://evil.example" },
    { ...OURS, origin: "null" },
    { ...OURS, origin: "http://runlight.example" },
    { ...OURS, origin: "https://runlight.example:444" },
    { ...OURS, "sec-fetch-site": "cross-site" },
    { ...OURS, "sec-fetch-site": "same-site" },
    { ...OURS, "sec-fetch-site": "none" },
    { ...OURS, host: "evil.example" },
  ];
  for (const headers of foreign) {
    const init = { method: "POST", headers: { ...headers, cookie }, body: "{}" };
    await expectProblem(await tokens.ask(START, init), "forbidden");
    await expectProblem(await tokens.ask(SESSION, { method: "DELETE", headers: { ...headers, cookie } }), "forbidden");
    const body = JSON.stringify({ token: TOKEN });
    await expectProblem(await ask(SESSION, { method: "POST", headers, body }), "forbidden");
  }
  for (const headers of [OURS, { ...noOrigin, "sec-fetch-site": "same-origin" }])
    expect((await tokens.ask(START, { method: "POST", headers: { ...headers, cookie }, body: "{}" })).status).toBe(201);
  const form = { ...OURS, cookie, "content-type": "text/plain" };
  await expectProblem(await tokens.ask(START, { method: "POST", headers: form, body: "{}" }), "not-json");
});

test("a cookie shows nothing to another site's script, and everything to whoever follows a link", async () => {
  const { ask, signIn } = open();
  const { cookie } = await signIn();
  const { origin: _, ...link } = { ...OURS, cookie, "sec-fetch-site": "cross-site" };
  expect((await ask(RUN, { headers: link })).status).toBe(200);
  const local = { ...link, host: "localhost:4600" };
  expect((await ask(RUN, { headers: { ...local, origin: "http://localhost:4600" } })).status).toBe(200);
  for (const headers of [
    { ...link, origin: "https://evil.example" },
    { ...link, origin: "null" },
    { ...local, origin: "https://evil.example" },
    { ...local, origin: "http://localhost:4601" },
    { ...link, origin: "http://runlight.example" },
  ]) {
    const { detail } = await expectProblem(await ask(RUN, { headers }), "forbidden");
    expect(detail).toBe("The request came from another site.");
  }
  const elsewhere = await expectProblem(await ask(RUN, { headers: { ...link, host: "evil.example" } }), "forbidden");
  expect(elsewhere.detail).toBe("Runlight does not answer under this name.");
});

test("who has not signed in hears how to", async () => {
  const { ask } = open();
  const none = await expectProblem(await ask(RUN, { headers: OURS }), "not-signed-in");
  expect(none).toMatchObject({ detail: "Sign in to see this.", signIn: ["token"] });
  const wrong = await ask(RUN, { headers: { ...OURS, authorization: "Bearer wrong" } });
  expect(await expectProblem(wrong, "not-signed-in")).toMatchObject({ detail: "The token is not valid." });
});

test("the page is for everybody under our name, and under no other", async () => {
  const { ask } = open();
  expect((await ask("/agents/57/runs/x", { headers: { host: "runlight.example" } })).status).toBe(200);
  await expectProblem(await ask("/agents", { headers: { host: "evil.example" } }), "forbidden");
  await expectProblem(await ask("/api/v1/nothing", { headers: OURS }), "not-signed-in");
});

test("on loopback over plain http the cookie goes without Secure, as browsers may refuse it there", async () => {
  const auth = { isOn: true, mayDecideOwn: false };
  const { signIn, ask, tokensFile } = open();
  const access = openAccess({
    auth: { ...auth, tokensFile },
    source: fixedSource().source,
    secret: "s".repeat(32),
    log: SILENT_LOG,
    now: () => 1_700_000_000_000,
  });
  const local = server({}, { access });
  const headers = { host: "localhost:4600", origin: "http://localhost:4600", "content-type": "application/json" };
  const body = JSON.stringify({ token: TOKEN });
  const response = await local.ask(SESSION, { method: "POST", headers, body });
  expect(response.headers.get("set-cookie")).toMatch(
    /^runlight=1\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
  );
  await expectProblem(await local.ask(SESSION, { method: "POST", headers: OURS, body }), "forbidden");
  const { cookie } = await signIn({ ...headers });
  expect((await ask(RUN, { headers: { ...headers, cookie } })).status, "a proxy that rewrites the Host").toBe(200);
});

test("a token that no cookie can hold is refused with a reason, and goes on being good for programs", async () => {
  const source = { ...fixedSource().source, name: "modus" } as const;
  const auth = { isOn: true, mayDecideOwn: false };
  const access = openAccess({ auth, source, secret: "s".repeat(32), log: SILENT_LOG, now: Date.now });
  const token = "x".repeat(4_000);
  await expect(access.signIn?.withToken(token)).rejects.toMatchObject({ problem: "unprocessable" });
  const request = new Request("http://localhost/", { headers: { authorization: `Bearer ${token}` } });
  expect((await access.identify(request, true)).upstreamToken).toBe(token);
  expect((await access.signIn?.withToken("x".repeat(2_000)))?.setCookie).toContain("HttpOnly");
});
