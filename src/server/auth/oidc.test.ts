/** Signing in at a real OpenID provider, which the tests start: there and back, and everything that may go wrong between. */
import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { server as serverOf } from "../handle-bench.ts";
import { SILENT_LOG } from "../log.ts";
import { openAccess } from "./open-access.ts";

const HERE = "http://localhost:47511";
const LINK = "/agents/57/runs/wf_57_run_1?step=Check%20fraud&view=graph";
const SECRET = "0123456789abcdef0123456789abcdef";

let provider: ChildProcess;
let issuer = "";
let now = Date.parse("2026-11-24T12:00:00Z");
const logged: string[] = [];

beforeAll(async () => {
  provider = spawn(process.execPath, ["e2e/oidc-provider.mjs", HERE], { stdio: ["ignore", "pipe", "ignore"] });
  issuer = await new Promise((resolve, reject) => {
    provider.on("exit", (code) => reject(new Error(`the provider ended with ${code}`)));
    provider.stdout?.on("data", (chunk: Buffer) => {
      const found = /ready: (\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
  });
});
afterAll(() => {
  provider.kill();
});
beforeEach(async () => {
  now = Date.now();
  logged.length = 0;
  await as("ann");
});

const as = (account: string) => fetch(`${issuer}/as/${account}`, { method: "POST" });

function runlight(over: { issuer?: string; clientSecret?: string; roles?: string } = {}) {
  const access = openAccess({
    auth: {
      isOn: true,
      mayDecideOwn: false,
      publicUrl: new URL(HERE),
      oidc: {
        issuer: new URL(over.issuer ?? issuer),
        clientId: "runlight",
        clientSecret: over.clientSecret ?? "secret-of-the-client",
        claims: { roles: over.roles ?? "roles", agents: "agents" },
      },
    },
    source: { name: "embedded", listAgents: async () => ({ items: [] }) },
    secret: SECRET,
    log: { ...SILENT_LOG, error: (message, error) => void logged.push(`${message}: ${String(error)}`) },
    now: () => now,
  });
  const { handle } = serverOf({}, { access });
  return (path: string, headers: Record<string, string> = {}) =>
    handle(new Request(new URL(path, HERE), { headers: { host: "localhost:47511", ...headers } }));
}

/** What a browser sends back of what it was told to keep. */
class Jar {
  readonly #kept = new Map<string, string>();
  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const equals = pair.indexOf("=");
      if (/Max-Age=0/.test(line)) this.#kept.delete(pair.slice(0, equals));
      else this.#kept.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  get header(): { cookie: string } {
    return { cookie: [...this.#kept].map(([name, value]) => `${name}=${value}`).join("; ") };
  }
}

/** Follows the provider's own redirects, until it sends back to us. */
async function atProvider(from: string, jar = new Jar()): Promise<URL> {
  let url = new URL(from);
  while (url.origin !== HERE) {
    const response = await fetch(url, { redirect: "manual", headers: jar.header });
    jar.take(response);
    url = new URL(response.headers.get("location") ?? "about:blank", url);
  }
  return url;
}

async function leave(ask: ReturnType<typeof runlight>, jar: Jar, to = LINK): Promise<string> {
  const gone = await ask(`/auth/oidc/start?to=${encodeURIComponent(to)}`, jar.header);
  expect(gone.status).toBe(302);
  jar.take(gone);
  return gone.headers.get("location") ?? "";
}

async function comeBack(ask: ReturnType<typeof runlight>, jar: Jar, url: URL): Promise<Response> {
  const back = await ask(url.pathname + url.search, jar.header);
  jar.take(back);
  return back;
}

async function whole(ask: ReturnType<typeof runlight>, jar: Jar): Promise<Response> {
  return comeBack(ask, jar, await atProvider(await leave(ask, jar)));
}

async function viewer(ask: ReturnType<typeof runlight>, jar: Jar): Promise<unknown> {
  const session = await ask("/api/v1/session", jar.header);
  return session.status === 200 ? session.json() : session.status;
}

describe("there and back", () => {
  test("code, PKCE, state and nonce; then the page that was asked for, as the one whom the claims name", async () => {
    const ask = runlight();
    const jar = new Jar();
    const url = new URL(await leave(ask, jar));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      client_id: "runlight",
      redirect_uri: `${HERE}/auth/oidc/callback`,
      code_challenge_method: "S256",
    });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(url.searchParams.get(name)?.length, name).toBeGreaterThan(40);
    const back = await comeBack(ask, jar, await atProvider(url.href));
    expect([back.status, back.headers.get("location"), back.headers.get("cache-control")]).toEqual([
      302,
      LINK,
      "no-store",
    ]);
    expect(await viewer(ask, jar)).toMatchObject({
      viewer: { name: "ann@example.org", isLocal: false, roles: ["viewer", "approver", "operator"] },
      signIn: "oidc",
    });
    expect(logged).toEqual([]);
  });

  test("cookies: only ciphertext, for this server alone, and the one of the way is gone after it", async () => {
    const ask = runlight();
    const jar = new Jar();
    const gone = await ask("/auth/oidc/start", jar.header);
    const [pending = ""] = gone.headers.getSetCookie();
    expect(pending).toMatch(/^runlight-oidc=1\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    const verifierless = Buffer.from(pending.split(/[=.;]/)[2] ?? "", "base64url").toString("latin1");
    expect(verifierless).not.toMatch(/verifier|nonce|state/);
    jar.take(gone);
    const back = await comeBack(ask, jar, await atProvider(gone.headers.get("location") ?? ""));
    expect(back.headers.getSetCookie().map((line) => line.split("=")[0])).toEqual(["runlight-oidc", "runlight"]);
    expect(jar.header.cookie).toMatch(/^runlight=1\.[\w-]+$/);
  });

  test("roles and agents are those of the claims; a session of a day", async () => {
    await as("ben");
    const ask = runlight();
    const jar = new Jar();
    await whole(ask, jar);
    expect(await viewer(ask, jar)).toMatchObject({ viewer: { name: "ben@example.org", roles: ["viewer"] } });
    expect((await ask("/api/v1/agents/57/runs", jar.header)).status).toBe(200);
    expect((await ask("/api/v1/agents/42/runs", jar.header)).status).toBe(404);
    now += 12 * 3_600_000 + 1;
    expect(await viewer(ask, jar)).toBe(401);
  });

  test("several tabs at once, each back to its own page", async () => {
    const ask = runlight();
    const jar = new Jar();
    const links = ["/agents", "/agents/57/runs", LINK];
    const urls: string[] = [];
    for (const link of links) urls.push(await leave(ask, jar, link));
    for (const [index, url] of urls.entries()) {
      const back = await comeBack(ask, jar, await atProvider(url));
      expect(back.headers.get("location")).toBe(links[index]);
    }
  });

  test("a return address of somebody else is none", async () => {
    const ask = runlight();
    for (const to of ["//evil.example", "/\\evil.example", "https://evil.example", "/a/..//evil.example"]) {
      const jar = new Jar();
      const back = await comeBack(ask, jar, await atProvider(await leave(ask, jar, to)));
      expect(back.headers.get("location")).toBe("/");
    }
  });

  test("signing out there too", async () => {
    const end = await runlight()("/auth/oidc/end");
    const url = new URL(end.headers.get("location") ?? "");
    expect(url.origin).toBe(issuer);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "runlight",
      post_logout_redirect_uri: `${HERE}/`,
    });
  });
});

describe("nobody is signed in", () => {
  async function expectTrouble(back: Response, ask: ReturnType<typeof runlight>, jar: Jar, to: string) {
    expect([back.status, back.headers.get("location")]).toEqual([302, to]);
    jar.take(back);
    expect(await viewer(ask, jar)).toBe(401);
  }

  test("when the provider refuses", async () => {
    await as("nobody");
    const ask = runlight();
    const jar = new Jar();
    await expectTrouble(await whole(ask, jar), ask, jar, `${LINK}#sign-in=denied`);
    expect(logged).toEqual([
      "Signing in at the identity provider failed: AuthorizationResponseError OAUTH_AUTHORIZATION_RESPONSE_ERROR access_denied",
    ]);
  });

  test("without a role", async () => {
    await as("rolo");
    const ask = runlight();
    const jar = new Jar();
    await expectTrouble(await whole(ask, jar), ask, jar, `${LINK}#sign-in=no-role`);
    const other = runlight({ roles: "groups" });
    await as("ann");
    await expectTrouble(await whole(other, jar), other, jar, `${LINK}#sign-in=no-role`);
  });

  test("from another browser, twice with one answer, or too late", async () => {
    const ask = runlight();
    const jar = new Jar();
    const url = await atProvider(await leave(ask, jar));
    const stranger = new Jar();
    await expectTrouble(await comeBack(ask, stranger, url), ask, stranger, "/#sign-in=expired");
    expect((await comeBack(ask, jar, url)).headers.get("location")).toBe(LINK);
    const again = new Jar();
    await expectTrouble(await comeBack(ask, again, url), ask, again, "/#sign-in=expired");
    const late = new Jar();
    const lateUrl = await atProvider(await leave(ask, late));
    now += 600_000;
    await expectTrouble(await comeBack(ask, late, lateUrl), ask, late, "/#sign-in=expired");
  });

  test("with a code, a state or an issuer that was changed on the way", async () => {
    const ask = runlight();
    for (const [name, value] of [
      ["code", "another"],
      ["iss", "https://evil.example"],
    ] as const) {
      const jar = new Jar();
      const url = await atProvider(await leave(ask, jar));
      url.searchParams.set(name, value);
      await expectTrouble(await comeBack(ask, jar, url), ask, jar, `${LINK}#sign-in=failed`);
    }
    const jar = new Jar();
    const url = await atProvider(await leave(ask, jar));
    url.searchParams.set("state", "another");
    await expectTrouble(await comeBack(ask, jar, url), ask, jar, "/#sign-in=expired");
  });

  test("with the code of somebody else's way: verifier and nonce do not fit", async () => {
    const ask = runlight();
    const [mine, other] = [new Jar(), new Jar()];
    const url = await atProvider(await leave(ask, mine));
    const theirs = await atProvider(await leave(ask, other));
    url.searchParams.set("code", theirs.searchParams.get("code") ?? "");
    await expectTrouble(await comeBack(ask, mine, url), ask, mine, `${LINK}#sign-in=failed`);
  });

  test("with another secret than the provider knows; the log holds no token and no code", async () => {
    const ask = runlight({ clientSecret: "wrong" });
    const jar = new Jar();
    const url = await atProvider(await leave(ask, jar));
    await expectTrouble(await comeBack(ask, jar, url), ask, jar, `${LINK}#sign-in=failed`);
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toContain(url.searchParams.get("code"));
  });

  test("again and again: ten times a minute, then there is nothing to come back to", async () => {
    const ask = runlight();
    for (let i = 0; i < 10; i++) expect((await ask("/auth/oidc/callback?code=x&state=y")).status).toBe(302);
    const busy = await ask("/auth/oidc/callback?code=x&state=y");
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^[1-6]$/)]);
    await as("ann");
    expect((await whole(ask, new Jar())).headers.get("location")).toBe(LINK);
  });

  test("while the provider is away; later it is asked again", async () => {
    const ask = runlight({ issuer: "http://127.0.0.1:1" });
    const back = await ask(`/auth/oidc/start?to=${encodeURIComponent(LINK)}`);
    expect(back.headers.get("location")).toBe(`${LINK}#sign-in=unavailable`);
    expect((await ask("/auth/oidc/end")).headers.get("location")).toBe("/#sign-in=unavailable");
  });
});

test("is a page to go to: no image and no frame of another site begins it, and without a provider there is none", async () => {
  expect((await runlight()("/auth/oidc/start", { "sec-fetch-dest": "image" })).status).toBe(403);
  const { ask } = serverOf();
  for (const word of ["start", "callback", "end"]) expect((await ask(`/auth/oidc/${word}`)).status).toBe(404);
});
