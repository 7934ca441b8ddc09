/** When signing in is on, and every half-made or unsafe setting of it refused in one line that names it. */
import { expect, test } from "vitest";
import { SettingsError } from "../settings-error.ts";
import { readAuthSettings, readSessionSecret } from "./auth-settings.ts";

const SECRET = { RUNLIGHT_SESSION_SECRET: "s".repeat(32) };
const PUBLIC = { RUNLIGHT_PUBLIC_URL: "https://runlight.example" };
const TOKENS = { RUNLIGHT_TOKENS_FILE: "tokens" };
const JWT = {
  RUNLIGHT_JWT_ISSUER: "https://id.example",
  RUNLIGHT_JWT_AUDIENCE: "runlight",
  RUNLIGHT_JWT_JWKS_URL: "https://id.example/keys",
};
const OIDC = { RUNLIGHT_OIDC_ISSUER: "https://id.example", RUNLIGHT_OIDC_CLIENT_ID: "runlight" };

function read(env: Record<string, string>, source = "embedded", host = "127.0.0.1") {
  return readAuthSettings(env, { host, hostName: "--host", source, cwd: "/project" });
}

function complaint(env: Record<string, string>, source?: string, host?: string): string {
  try {
    return `accepted: ${JSON.stringify(read(env, source, host))}`;
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
}

test("on loopback nobody has to sign in, until a way to do so or a public address is set", () => {
  for (const env of [{}, SECRET, { RUNLIGHT_PUBLIC_URL: "", RUNLIGHT_TOKENS_FILE: "" }])
    expect(read(env).isOn).toBe(false);
  for (const env of [TOKENS, JWT, OIDC]) expect(read(env).isOn).toBe(true);
  expect(read({ ...PUBLIC, ...SECRET, ...TOKENS }).publicUrl?.origin).toBe("https://runlight.example");
  expect(read({}, "modus").isOn).toBe(true);
  expect(read({ MODUS_TOKEN: "t" }, "modus").isOn).toBe(false);
  expect(read({ MODUS_TOKEN: "t", ...PUBLIC, ...SECRET }, "modus").isOn).toBe(true);
});

test("what is set is read", () => {
  expect(read({ ...JWT, ...OIDC, RUNLIGHT_JWT_ROLE_CLAIM: "r", RUNLIGHT_SELF_APPROVAL: "on" })).toEqual({
    isOn: true,
    mayDecideOwn: true,
    jwt: {
      issuer: "https://id.example",
      audience: "runlight",
      jwksUrl: new URL("https://id.example/keys"),
      claims: { roles: "r", agents: "agents" },
    },
    oidc: { issuer: new URL("https://id.example"), clientId: "runlight", claims: { roles: "r", agents: "agents" } },
  });
  expect(read({ ...OIDC, RUNLIGHT_OIDC_CLIENT_SECRET: "x" }).oidc).toMatchObject({ clientSecret: "x" });
});

test("proxies are trusted only where people sign in", () => {
  const proxies = { RUNLIGHT_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8" };
  expect(read({ ...proxies, ...TOKENS }).trustedProxies).toBe("127.0.0.1, 10.0.0.0/8");
  expect(read({ RUNLIGHT_TRUSTED_PROXIES: "", ...TOKENS })).not.toHaveProperty("trustedProxies");
});

test.each([
  [{ RUNLIGHT_TRUSTED_PROXIES: "127.0.0.1" }, "RUNLIGHT_TRUSTED_PROXIES: nobody has to sign in"],
  [{ ...TOKENS, RUNLIGHT_TRUSTED_PROXIES: "nginx" }, "RUNLIGHT_TRUSTED_PROXIES: must list addresses and networks"],
  [PUBLIC, "RUNLIGHT_PUBLIC_URL: turns sign-in on, and nobody could sign in; set RUNLIGHT_TOKENS_FILE"],
  [{ ...PUBLIC, ...TOKENS }, "RUNLIGHT_SESSION_SECRET: is missing; set it to what openssl rand"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "http://runlight.example" }, "RUNLIGHT_PUBLIC_URL: must be an https address"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "runlight.example" }, "RUNLIGHT_PUBLIC_URL: must be an https address"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://a:b@runlight.example" }, "RUNLIGHT_PUBLIC_URL: must be an https address"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://runlight.example/x" }, "RUNLIGHT_PUBLIC_URL: must end after the host"],
  [{ ...JWT, RUNLIGHT_JWT_JWKS_URL: "http://id.example/keys" }, "RUNLIGHT_JWT_JWKS_URL: must be an https address"],
  [{ ...JWT, RUNLIGHT_JWT_AUDIENCE: "" }, "RUNLIGHT_JWT_AUDIENCE: is missing"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://runlight.example/?x" }, "RUNLIGHT_PUBLIC_URL: must end after the host"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://runlight.example/#x" }, "RUNLIGHT_PUBLIC_URL: must end after the host"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://a@runlight.example" }, "RUNLIGHT_PUBLIC_URL: must be an https address"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "https://:b@runlight.example" }, "without an account in it"],
  [{ ...TOKENS, RUNLIGHT_PUBLIC_URL: "ftp://127.0.0.1" }, "RUNLIGHT_PUBLIC_URL: must be an https address"],
  [
    { RUNLIGHT_JWT_AUDIENCE: "x" },
    "RUNLIGHT_JWT_ISSUER: is missing; RUNLIGHT_JWT_ISSUER, RUNLIGHT_JWT_AUDIENCE, RUNLIGHT_JWT_JWKS_URL go together",
  ],
  [{ RUNLIGHT_OIDC_CLIENT_ID: "x" }, "RUNLIGHT_OIDC_ISSUER: is missing"],
  [{ RUNLIGHT_SELF_APPROVAL: "yes" }, 'RUNLIGHT_SELF_APPROVAL: must be on or off, not "yes"'],
])("%j is refused", (env, message) => {
  expect(complaint(env)).toContain(message);
  expect(complaint(env)).not.toContain("\n");
});

test("others than Modus tokens open the modus source only where the server has a token to ask with", () => {
  for (const env of [TOKENS, JWT, OIDC]) {
    expect(complaint(env, "modus")).toMatch(/^RUNLIGHT_\w+: people sign in with their Modus tokens/);
    expect(read({ ...env, MODUS_TOKEN: "t" }, "modus").isOn).toBe(true);
  }
});

test("an address beyond this machine needs a way to sign in and a secret, and the refusal names both", () => {
  expect(complaint({}, "embedded", "0.0.0.0")).toBe(
    '--host: "0.0.0.0" can be reached beyond this machine, and nobody could sign in; set RUNLIGHT_TOKENS_FILE (npm run token makes one), RUNLIGHT_JWT_ISSUER or RUNLIGHT_OIDC_ISSUER',
  );
  expect(complaint(PUBLIC)).toMatch(/^RUNLIGHT_PUBLIC_URL: turns sign-in on, and nobody could sign in; /);
  const missing = /^RUNLIGHT_SESSION_SECRET: is missing; set it to what openssl rand -base64 48 prints/;
  expect(complaint(TOKENS, "embedded", "0.0.0.0")).toMatch(missing);
  expect(complaint({ MODUS_TOKEN: "t" }, "modus", "0.0.0.0")).toMatch(missing);
  expect(read({ ...TOKENS, ...SECRET }, "embedded", "0.0.0.0").isOn).toBe(true);
  expect(read({ MODUS_TOKEN: "t", ...SECRET }, "modus", "0.0.0.0").isOn).toBe(true);
});

test("a public address may be this machine's own over http, and files are found from where the server starts", () => {
  const settings = read({ ...TOKENS, ...SECRET, RUNLIGHT_PUBLIC_URL: "http://localhost:4600" });
  expect(settings).toEqual({
    isOn: true,
    mayDecideOwn: false,
    publicUrl: new URL("http://localhost:4600"),
    tokensFile: "/project/tokens",
  });
  expect(read({ RUNLIGHT_SELF_APPROVAL: "off" })).toEqual({ isOn: false, mayDecideOwn: false });
  expect(read({ ...JWT, RUNLIGHT_JWT_AGENTS_CLAIM: "a" }).jwt?.claims).toEqual({ roles: "roles", agents: "a" });
});

test("on Modus each way to sign in is named as the one that does not fit", () => {
  expect(complaint(TOKENS, "modus")).toMatch(/^RUNLIGHT_TOKENS_FILE: .* set MODUS_TOKEN$/);
  expect(complaint(JWT, "modus")).toMatch(/^RUNLIGHT_JWT_ISSUER: /);
  expect(complaint(OIDC, "modus")).toMatch(/^RUNLIGHT_OIDC_ISSUER: /);
});

test("a session secret has 32 bytes or more, or is none", () => {
  expect(readSessionSecret({})).toEqual({});
  expect(readSessionSecret({ RUNLIGHT_SESSION_SECRET: "" })).toEqual({});
  expect(readSessionSecret({ RUNLIGHT_SESSION_SECRET: "é".repeat(16) })).toEqual({ sessionSecret: "é".repeat(16) });
  expect(() => readSessionSecret({ RUNLIGHT_SESSION_SECRET: "s".repeat(31) })).toThrow(
    "RUNLIGHT_SESSION_SECRET: must have at least 32 bytes; set it to what openssl rand",
  );
});
