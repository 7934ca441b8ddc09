/** What a name says about its value, and which values under it are the secret: each trust at its edges. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSecretNumber, isSecretValue, type KeyRule, looksRandom, ruleOfCookie, ruleOfKey } from "./secret-keys.ts";

describe("names", () => {
  test.each([
    ["password", "password"],
    ["pwd", "password"],
    ["dbPassword", "password"],
    ["DBPassword", "password"],
    ["passwordConfirmation", "password"],
    ["password_hash_2", "password"],
    ["admin.pass", "password"],
    ["CONTRASEÑA", "password"],
    ["contraseña", "password"],
    ["pin", "code"],
    ["cvv2", "code"],
    ["mnemonic", "seed phrase"],
    ["APIKey", "API key"],
    ["XPin", "code"],
    ["api__key", "API key"],
    ["token22", "token"],
    ["X-Api-Key", "API key"],
    ["clientSecret", "secret"],
    ["client_secret_value", "secret"],
    ["refresh-token", "refresh token"],
    ["accessToken2", "access token"],
    ["Authorization", "authorization"],
    ["Set-Cookie", "cookie"],
    ["token", "token"],
    ["token!", "token"],
    ["[token]", "token"],
    ["creds", "secret"],
    ["hasPassword", undefined],
    ["is_token_valid", undefined],
    ["showSecret", undefined],
    ["thisPassword", "password"],
    ["nextPageToken", undefined],
    ["max_tokens", undefined],
    ["total tokens", undefined],
    ["mapToken", "token"],
    ["tokenizer", undefined],
    ["passwordPolicy", undefined],
    ["pw", undefined],
    ["", undefined],
  ])("%s: %s", (key, kind) => {
    const rule = ruleOfKey(key);
    expect(rule?.kind).toBe(kind);
    expect(ruleOfKey(key)).toBe(rule);
  });

  test.each([
    ...["sid", "SID", "userSid", "connect.sid", "express:sess", "koa.sess", "_gh_sess", "session", "laravel_session"],
    ...["sessionid", "session_id", "sessionId", "_app_session_id", "JSESSIONID", "JSESSIONIDSSO", "PHPSESSID"],
    ...[
      "ASP.NET_SessionId",
      "ASPSESSIONIDQQABCDEF",
      "SAPISID",
      "__Secure-1PSID",
      "__Host-session",
      `${"x".repeat(196)}.sid`,
    ],
    ...[`SESS${"0123456789abcdef".repeat(2)}`, `SSESS${"abcdef0123456789".repeat(2)}`],
  ])("%s is a session among cookies, and nothing elsewhere", (name) => {
    expect(ruleOfCookie(name)).toEqual({ kind: "cookie", trust: "session" });
    expect(ruleOfKey(name)).toBeUndefined();
  });

  test.each([
    ...["id", "user_id", "users_id", "clientId", "visitorId", "_gid", "sidebar", "session_count", "sessionTimeout"],
    ...["possess", "presidio", "theme", "", "aspsessionid1", "sess0123", `${"x".repeat(197)}.sid`],
  ])("%s is none", (name) => {
    expect(ruleOfCookie(name)).toBeUndefined();
  });

  test("other names say among cookies what they say elsewhere", () => {
    expect(ruleOfCookie("csrftoken")).toEqual(ruleOfKey("csrftoken"));
    expect(ruleOfCookie("csrftoken")?.kind).toBe("access token");
  });

  test("a text of more than 200 characters is no name", () => {
    const long = (length: number) => `${"x".repeat(length - 9)} password`;
    expect(ruleOfKey(long(200))).toEqual({ kind: "password", trust: "password" });
    expect(ruleOfKey(long(201))).toBeUndefined();
  });

  test("more names than are kept change nothing", () => {
    const all = Array.from({ length: 5_100 }, (_, i) => [ruleOfKey(`n${i}_password`), ruleOfKey(`n${i}_colour`)]);
    expect(all.every(([secret, colour]) => secret?.kind === "password" && colour === undefined)).toBe(true);
  });
});

test.each([
  ["a1b2c3d4", true],
  ["a1b2c3d", false],
  ["a1b2 c3d4", false],
  ["abc-def.ghi", false],
  ["2026-06-12", false],
  ["2026-06-12T09:30:00Z", false],
  ["2026-06-12x9", true],
  ["x2026-06-12", true],
  ["123456789", false],
  ["1234567a", true],
  ["abcdefghijKLMNOPQRS!T", true],
  ["abcdefghijKLMNOPQRS!", true],
  ["abcdefghijKLMNOPQR!", false],
  ["abcdefghijklmnopqrs!", false],
  ["ABCDEFGHIJKLMNOPQRS!", false],
])("%s looks random: %s", (value, isRandom) => {
  expect(looksRandom(value)).toBe(isRandom);
});

test("how long a random text must be can be said", () => {
  expect([looksRandom("a1b2c3d4", 9), looksRandom("a1b2c3d4e", 9)]).toEqual([false, true]);
});

/** Secrets and no secrets under a name of each trust. */
const VALUES: readonly (readonly [KeyRule["trust"], readonly string[], readonly string[]])[] = [
  [
    "password",
    ["hunter2", "correct horse", "x", "musty", "xx", "isn't", "https", "8*"],
    [
      ...["****", "xxx", "<password>", "[hidden]", "{{ pw }}", "${PW}", "$PW", "$(PW)", "%PW%", "process.env.PW"],
      ...["env[0]", "arn:aws:x", "vault:pw", "projects/a/secrets/b", "https://x.example", "(redacted)", "your-pw"],
      ...["required", "INVALID", "n/a", "true", "must be 12", "is wrong", "Enter it", "too short", "can not be"],
    ],
  ],
  [
    "phrase",
    ["abandon ability able about", " a b c d e "],
    ["abandon ability able", " abandon ability able", "abandon  ability able", "please enter the four words", "abcd"],
  ],
  [
    "code",
    ["123", "12345678", "ab12-cd34", "AB1-CD2-EF3"],
    ["12", "123456789", "abcd-efgh", "ab1-cdefghijk", "a1-b2", "x123", "123x", "ab12-", "-ab12-cd34", "ab12 cd34"],
  ],
  [
    "authorization",
    ["Bearer abcd", "basic  abcd", "AWS4-HMAC-SHA256 Cred", "a1b2c3d4e5f6g7h8", "Bearer abcd efgh"],
    ["Bearer abc", "Bearer", "xBearer abcd", "Bearer ab cd", "a1b2c3d4e5f6g7h", "${a1b2c3d4e5f6g7h8}", "approved"],
  ],
  [
    "cookie",
    ["sid=abc", "sid=abc; theme=dark", "a1b2c3d4e5f6g7h8"],
    ["=abc", "a b=c", "sid=", "sid=;", "sid= ", "a1b2c3d4e5f6g7h", `${"x".repeat(201)}=y`, "chocolate", ",=1"],
  ],
  [
    "session",
    ["abc123", "s%3Aabc.def", "12345678", "F00DCAFE"],
    [
      ...["abc12", "abc 123", "1234567", "1.2345678", "expired", "strictly-necessary", "2026-11-24T14:02:11Z"],
      ...["<abc123>", "${abc123}", "[hidden123]", "https://x1.example"],
    ],
  ],
  [
    "token",
    ["abc123", " abc123 ", "camelCase", "a".repeat(32), "a-".repeat(16) + "b", "-----BEGIN X", "abc-12"],
    ["abc12", "abc 123", "approved", "a".repeat(31), "cl.base.x", "<abc123>", "${abc123}", "----BEGIN X Y", "ABCDEF"],
  ],
  [
    "stored",
    ["a1b2c3d4e5f6"],
    ["a1b2c3d4e5f", "db1x://host2/abc", "<a1b2c3d4e5f6>", "correct-horse-battery", "a1b2c3 d4e5f6"],
  ],
  ["weak", ["a1b2c3d4"], ["a1b2c3d", "db1x://host2", "<a1b2c3d4>", "patience", "a1b2 c3d4"]],
];

describe.each(VALUES)("under a name of trust %s", (trust, secrets, others) => {
  const isSecret = (value: string) => isSecretValue({ kind: "x", trust }, value);
  test("are secret", () => {
    expect(secrets.filter((value) => !isSecret(value))).toEqual([]);
  });
  test("are none", () => {
    expect(others.filter(isSecret)).toEqual([]);
  });
  test("nothing to see, and what holds a gap, is none", () => {
    for (const value of ["", " ", "\n", ...secrets.map((one) => `${one}\ufdd0`)]) expect(isSecret(value)).toBe(false);
  });
});

test("numbers are secret where they are figures of a password or code, or many of a token", () => {
  const raws = ["123", "1234", "-1234", "1234.5", "1e5", "1234567", "12345678", "-12345678", "12345678.5"];
  const secret = (trust: KeyRule["trust"]) => raws.filter((raw) => isSecretNumber({ kind: "x", trust }, raw));
  expect(secret("password")).toEqual(["1234", "1234567", "12345678"]);
  expect(secret("code")).toEqual(["1234", "1234567", "12345678"]);
  for (const trust of ["token", "session"] as const) expect(secret(trust)).toEqual(["12345678"]);
  for (const trust of ["weak", "stored", "authorization", "cookie", "phrase"] as const)
    expect(secret(trust)).toEqual([]);
});

test("10,000 names and values: judged the same twice, and spaces around a name's words change nothing", () => {
  const word = fc.constantFrom("api", "key", "db", "password", "token", "max", "x", "is", "secret", "2");
  const names = fc.array(word, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(names, (words) => {
      const rules = [" ", "_", "-", "."].map((by) => ruleOfKey(words.join(by)));
      for (const rule of rules) expect(rule).toEqual(rules[0]);
      expect(ruleOfKey(` ${words.join(" ")} `)).toEqual(rules[0]);
    }),
    { numRuns: 10_000 },
  );
});
