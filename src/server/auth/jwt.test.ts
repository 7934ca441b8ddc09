/** A JWT is believed when its issuer signed it for us and it is not over; everything else is nobody. */
import fc from "fast-check";
import { createLocalJWKSet, errors, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { readClaims } from "./claims.ts";
import { createJwtReader, isJwt } from "./jwt.ts";

const NOW = 1_700_000_000_000;
const NOW_S = NOW / 1_000;
const SETTINGS = {
  issuer: "https://id.example",
  audience: "runlight",
  jwksUrl: new URL("https://id.example/keys"),
  claims: { roles: "realm_access.roles", agents: "https://runlight.example/agents" },
};
const CLAIMS = {
  iss: SETTINGS.issuer,
  aud: SETTINGS.audience,
  sub: "mira",
  exp: NOW_S + 60,
  realm_access: { roles: ["approver", "root"] },
  "https://runlight.example/agents": [42, "57"],
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let ours: Keys;
let theirs: Keys;
let read: ReturnType<typeof createJwtReader>;

beforeAll(async () => {
  ours = await generateKeyPair("ES256", { extractable: true });
  theirs = await generateKeyPair("ES256");
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(ours.publicKey)), alg: "ES256", kid: "1" }] });
  read = createJwtReader(SETTINGS, () => NOW, keys);
});

const sign = (changes: JWTPayload, { privateKey } = ours): Promise<string> =>
  new SignJWT({ ...CLAIMS, ...changes }).setProtectedHeader({ alg: "ES256", kid: "1" }).sign(privateKey);

test("a good one says name, roles and agents, and when it ends", async () => {
  const token = await sign({});
  expect(isJwt(token)).toBe(true);
  expect(await read(token)).toEqual({
    way: "jwt",
    name: "mira",
    roles: ["approver"],
    agents: [42, 57],
    endsAt: NOW + 90_000,
  });
  expect(await read(await sign({ email: "m@example.com", email_verified: true }))).toMatchObject({
    name: "m@example.com",
  });
  expect(await read(await sign({ email: "m@example.com" })), "anybody may claim an address").toMatchObject({
    name: "mira",
  });
});

test.each([
  ["another issuer", { iss: "https://evil.example" }],
  ["another audience", { aud: "other" }],
  ["its end a minute ago", { exp: NOW_S - 60 }],
  ["its beginning in a minute", { nbf: NOW_S + 60 }],
  ["no end", { exp: undefined }],
  ["no subject", { sub: undefined }],
  ["a subject that is no plain text", { sub: "a\u202eb" }],
] as const)("one with %s is nobody's", async (_what, changes) => {
  expect(await read(await sign(changes as JWTPayload))).toBeUndefined();
});

test("half a minute of difference between clocks is forgiven, no more", async () => {
  expect(await read(await sign({ exp: NOW_S - 29 }))).toBeDefined();
  expect(await read(await sign({ exp: NOW_S - 31 }))).toBeUndefined();
  expect(await read(await sign({ nbf: NOW_S + 29 }))).toBeDefined();
});

test("another's signature, none, or one made with the public key as a secret is refused", async () => {
  expect(await read(await sign({}, theirs))).toBeUndefined();
  expect(await read(new UnsecuredJWT(CLAIMS).encode())).toBeUndefined();
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
  const confused = await new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256", kid: "1" }).sign(secret);
  expect(await read(confused)).toBeUndefined();
  const token = await sign({});
  for (const at of [3, token.indexOf(".") + 3, token.length - 5]) {
    const other = token[at] === "A" ? "B" : "A";
    expect(await read(token.slice(0, at) + other + token.slice(at + 1)), `changed at ${at}`).toBeUndefined();
  }
});

test("keys that cannot be had are said to be missing: the token may be good", async () => {
  const token = await sign({});
  for (const error of [new errors.JWKSTimeout(), new TypeError("fetch failed"), new errors.JOSEError("Expected 200")]) {
    const broken = createJwtReader(
      SETTINGS,
      () => NOW,
      () => Promise.reject(error),
    );
    await expect(broken(token)).rejects.toMatchObject({ problem: "unavailable" });
  }
});

test("10,000 sets of claims grant known roles and whole agent ids, and nothing they do not say", () => {
  const names = { roles: "roles", agents: "agents" };
  const word = fc.oneof(
    fc.constantFrom("viewer", "approver", "operator", "all", "*", "0", "42", "-1", "1e3"),
    fc.jsonValue(),
  );
  const claim = fc.oneof(word, fc.array(word));
  const any = fc.record({ roles: claim, agents: claim }, { requiredKeys: [] });
  fc.assert(
    fc.property(any, (claims) => {
      const claimed = readClaims({ sub: "mira", ...claims }, names);
      const text = JSON.stringify(claims);
      for (const role of claimed?.roles ?? []) expect(text).toContain(role);
      if (claimed?.agents === "all" || claimed?.agents[0] === "all") expect(text).toContain("all");
      else for (const id of claimed?.agents ?? []) expect(Number.isSafeInteger(id) && Number(id) >= 0).toBe(true);
    }),
    { numRuns: 10_000 },
  );
  expect(readClaims({ sub: "mira" }, names)).toEqual({ name: "mira", roles: [], agents: [] });
  expect(readClaims({ sub: "mira", roles: "approver viewer", agents: "42, 57" }, names)).toEqual({
    name: "mira",
    roles: ["viewer", "approver"],
    agents: [42, 57],
  });
  expect(readClaims({ sub: "mira", agents: ["all", 0] }, names)?.agents).toEqual(["all", 0]);
  expect(readClaims({ sub: "mira", agents: "all 0" }, names)?.agents).toEqual(["all", 0]);
  expect(readClaims({ sub: "mira", agents: ["all", 42] }, names)?.agents).toBe("all");
});
