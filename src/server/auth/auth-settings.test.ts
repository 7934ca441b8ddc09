/** When signing in is on, and every half-made or unsafe setting of it refused in one line that names it. */
import { expect, test } from "vitest";
import { SettingsError } from "../settings-error.ts";
import { readAuthSettings } from "./auth-settings.ts";

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

function complaint(env: Record<string, string>, source?: string): string {
  try {
    return `accepted: ${JSON.stringify(read(env, source))}`;
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
