/**
 * 200 payloads with one secret each, the same ones in every process. Secrets are put together while they are needed, so
 * that no scanner of this repository takes them for real; none of them opens anything.
 */
import { createRandom } from "./fuzz.ts";

export interface Seeded {
  /** What kind of secret in what kind of place. */
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
  /** The part that must be nowhere: as it is, and as it is written in JSON. */
  readonly secret: string;
}

const SEED = 35;
const COUNT = 200;
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX = "0123456789abcdef";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const { below, pick } = createRandom(SEED);
const of = (letters: string, length: number): string =>
  Array.from({ length }, () => letters[below(letters.length)]).join("");
/** Never a mere word: a figure and both cases stand in it. */
const token = (length: number): string => `${of(ALNUM, length - 3)}a7Q`;
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Known by their shape, wherever they stand. */
const SHAPES: readonly (readonly [name: string, make: () => string])[] = [
  [
    "JSON Web Token",
    () =>
      [
        base64url({ alg: "RS256", kid: of(HEX, 8) }),
        base64url({ sub: of(HEX, 12), exp: 1_999_999_999 }),
        token(43),
      ].join("."),
  ],
  ["AWS key id", () => ["AK", "IA", of(UPPER, 16)].join("")],
  ["AWS temporary key id", () => ["AS", "IA", of(UPPER, 16)].join("")],
  ["GitHub token", () => ["gh", pick(["p", "o", "s", "u"]), "_", token(36)].join("")],
  ["GitHub fine-grained token", () => ["github", "_pat_", token(22), "_", token(59)].join("")],
  ["GitLab token", () => ["gl", "pat-", token(20)].join("")],
  ["OpenAI key", () => ["s", "k-proj-", token(48)].join("")],
  ["Anthropic key", () => ["s", "k-ant-api03-", token(80), "AA"].join("")],
  ["Stripe key", () => [pick(["s", "r"]), "k_li", "ve_", token(24)].join("")],
  ["Slack token", () => ["xo", pick(["x", "x"]), pick(["b", "p"]), "-", of("0123456789", 12), "-", token(24)].join("")],
  ["Google key", () => ["AI", "za", token(35)].join("")],
  ["Google token", () => ["ya", "29.a0", token(60)].join("")],
  ["npm token", () => ["np", "m_", token(36)].join("")],
  ["SendGrid key", () => ["S", "G.", token(22), ".", token(43)].join("")],
  ["Twilio key", () => ["S", "K", of(HEX, 32)].join("")],
  ["Shopify token", () => ["shp", "at_", of(HEX, 32)].join("")],
  ["Hugging Face token", () => ["h", "f_", token(34)].join("")],
  ["Vault token", () => ["hv", "s.", token(90)].join("")],
];

/** Known by what stands around them; `hide` is the part that must go. */
const CONTEXTS: readonly (readonly [name: string, make: () => { text: string; hide: string }])[] = [
  [
    "private key",
    () => {
      const hide = token(64);
      return {
        text: ["-----BEGIN ", "PRIVATE KEY-----\n", hide, "\n", token(64), "\n-----END ", "PRIVATE KEY-----\n"].join(
          "",
        ),
        hide,
      };
    },
  ],
  ["bearer header", () => around("Authorization: Bearer ", token(32), "\r\nAccept: */*")],
  ["basic header", () => around("authorization: Basic ", Buffer.from(`ada:${token(12)}`).toString("base64"), "")],
  ["database address", () => around("postgresql://app:", `${token(10)}-%!`, "@db-3.internal:5432/orders")],
  ["queue address", () => around("amqp://svc:", token(14), "@mq:5671/prod")],
  ["Slack webhook", () => around(["https://hooks.sl", "ack.com/services/T02AB/B03CD/"].join(""), token(24), "")],
  [
    "Azure signature",
    () => around(["https://st.blob.core.windows.net/c/f?sp=r&sv=2024-11-04&s", "ig="].join(""), `${token(40)}%3D`, ""),
  ],
  [
    "Amazon signature",
    () =>
      around(
        ["https://b.s3.amazonaws.com/f?X-Amz-Date=20261124T140000Z&X-Amz-Sign", "ature="].join(""),
        of(HEX, 64),
        "",
      ),
  ],
  [
    "connection string",
    () => around("Server=tcp:sql;Database=o;User ID=sa;Password=", `${token(10)}!`, ";Encrypt=True"),
  ],
  [
    "storage account",
    () =>
      around(
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=",
        `${token(86)}==`,
        ";EndpointSuffix=core.windows.net",
      ),
  ],
  ["environment line", () => around("PORT=8080\nDB_PASSWORD=", token(12), "\nLOG=info")],
  ["query", () => around("GET /v2/me?fields=id&access_token=", token(24), "&pretty=1 401")],
  ["flag", () => around("exec: mysqldump --password ", token(12), " --host db orders")],
  ["YAML", () => around("db:\n  user: app\n  password: '", `${token(6)} ${token(6)}`, "'\n")],
  [
    "stack trace",
    () =>
      around(
        "AuthError: login failed (token=",
        token(28),
        ")\n    at login (/app/auth.js:41:13)\n    at node:internal/x:1:2",
      ),
  ],
  [
    "log line with JSON",
    () => around('2026-11-24T14:02:11Z WARN request failed {"user":"ada","password":"', token(10), '","attempt":2}'),
  ],
];

function around(before: string, hide: string, after: string): { text: string; hide: string } {
  return { text: before + hide + after, hide };
}

/** Known by the name they stand under. */
const NAMES = [
  "password",
  "passwd",
  "db_password",
  "userPassword",
  "newPassword",
  "passphrase",
  "client_secret",
  "clientSecret",
  "api_key",
  "apiKey",
  "X-Api-Key",
  "secret_access_key",
  "SecretAccessKey",
  "access_token",
  "accessToken",
  "refresh_token",
  "auth_token",
  "sessionToken",
  "private_key",
  "webhookSecret",
  "token",
  "secret",
  "Authorization",
  "Ocp-Apim-Subscription-Key",
  "encryptionKey",
  "bot_token",
] as const;

/** Names that are ids elsewhere, and open somebody's session among cookies. */
const SESSIONS = ["sid", "session_id", "JSESSIONID", "PHPSESSID", "connect.sid", "ASP.NET_SessionId"] as const;

/** Where an agent may leave a text. */
const PLACES: readonly (readonly [name: string, put: (text: string) => unknown])[] = [
  ["a result's field", (text) => ({ ok: false, attempt: 2, detail: text, at: "2026-11-24T14:02:11Z" })],
  ["a sentence", (text) => ({ summary: `I tried it with ${text} and the service said no.` })],
  ["a list", (text) => ({ lines: ["starting", text, "done"], count: 3 })],
  [
    "JSON in a string",
    (text) => ({ toolCall: JSON.stringify({ name: "http.get", args: { note: text, retries: 1 } }) }),
  ],
  ["a deep field", (text) => ({ a: [{ b: { c: [{ d: { e: text } }] } }] })],
  [
    "a stack",
    (text) => ({
      error: { type: "HttpError", message: "401", stack: `HttpError: 401 ${text}\n    at post (/app/x.js:1:2)` },
    }),
  ],
];

function makeAll(): readonly Seeded[] {
  const made: Seeded[] = [];
  for (const [kind, make] of SHAPES) {
    for (const [place, put] of PLACES) {
      const secret = make();
      made.push({ name: `${kind} in ${place}`, payload: JSON.stringify(put(secret)), secret });
    }
  }
  for (const [kind, make] of CONTEXTS) {
    for (const place of [0, 2, 3]) {
      const [name = "", put] = PLACES[place] ?? [];
      const { text, hide } = make();
      made.push({ name: `${kind} in ${name}`, payload: JSON.stringify(put?.(text)), secret: hide });
    }
  }
  for (const name of NAMES) {
    const secret = name === "Authorization" ? `Token ${token(24)}` : token(16);
    made.push({
      name: `under ${name}`,
      payload: JSON.stringify({ user: "ada", nested: { [name]: secret }, n: 1240.5 }),
      secret,
    });
  }
  for (const name of ["DB_PASSWORD", "STRIPE_SECRET_KEY", "NPM_TOKEN", "api_key", "Cookie"]) {
    const secret = name === "Cookie" ? `sid=${token(20)}` : token(18);
    made.push({
      name: `${name} as name and value`,
      payload: JSON.stringify({
        env: [
          { name: "PORT", value: "80" },
          { name, value: secret },
        ],
      }),
      secret,
    });
  }
  for (const [index, name] of SESSIONS.entries()) {
    const secret = index % 2 ? token(12) : `${of(HEX, 6)}4a`;
    const cookies = index < 4 ? { theme: "dark", [name]: secret } : [{ name, value: secret, path: "/", secure: true }];
    made.push({ name: `${name} among cookies`, payload: JSON.stringify({ url: "/me", cookies, n: 2 }), secret });
  }
  for (const [kind, make] of SHAPES) {
    const secret = make();
    made.push({ name: `${kind} as a key`, payload: JSON.stringify({ byToken: { [secret]: { uses: 2 } } }), secret });
  }
  return made.slice(0, COUNT);
}

export const SEEDED = makeAll();
