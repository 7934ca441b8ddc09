/** 1,000 payloads without a secret, many with what looks like one at first sight; the same ones in every process. */
import { createRandom } from "./fuzz.ts";

const COUNT = 1_000;
const SEED = 1_035;
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX = "0123456789abcdef";

const { below, pick } = createRandom(SEED);
const of = (letters: string, length: number): string =>
  Array.from({ length }, () => letters[below(letters.length)]).join("");
const uuid = (): string => `${of(HEX, 8)}-${of(HEX, 4)}-4${of(HEX, 3)}-a${of(HEX, 3)}-${of(HEX, 12)}`;

/** Without a secret, and with what looks like one to whoever looks only once. */
const CLEAN: readonly (() => unknown)[] = [
  () => ({ id: uuid(), runId: uuid(), parent: null, ids: [uuid(), uuid()] }),
  () => ({
    sha256: of(HEX, 64),
    commit: of(HEX, 40),
    etag: `"${of(HEX, 32)}"`,
    integrity: `sha512-${of(ALNUM, 86)}==`,
  }),
  () => ({ image: `data:image/png;base64,${of(`${ALNUM}+/`, 400)}`, width: 640 }),
  () => ({ file: { name: "scan.pdf", content: of(`${ALNUM}+/`, 300), bytes: 225 } }),
  () => ({
    orderId: `A-${below(99_999)}`,
    sku: `SKU-${below(9_999_999)}`,
    amount: 1240.5,
    iban: `DE${of("0123456789", 20)}`,
  }),
  () => ({
    to: `ada.${of("abcdefgh", 6)}@example.com`,
    cc: [],
    subject: "Your order",
    messageId: `<${uuid()}@mail.example.com>`,
  }),
  () => ({
    usage: {
      input_tokens: below(9_999),
      output_tokens: below(999),
      total_tokens: below(99_999),
      max_tokens: 4_096,
      tokenizer: "cl100k_base",
    },
  }),
  () => ({
    nextPageToken: `CAU${of(ALNUM, 24)}`,
    pageToken: "",
    tokenCount: 17,
    token_type: "Bearer",
    expires_in: 3_600,
  }),
  () => ({
    answer: pick([
      "The password is wrong, so the customer was asked to reset it.",
      "Password: must have at least 12 characters and a figure.",
      "Ask the user for a new password; never send one by email.",
      "The secret: patience, and a good token of thanks.",
      "Set the API key in the settings, then press Save.",
    ]),
    confidence: 0.92,
  }),
  () => ({
    passwordPolicy: { minLength: 12, requireDigits: true },
    hasPassword: true,
    password: null,
    passwordChangedAt: "2026-06-01T10:00:00Z",
    secret: false,
  }),
  () => ({ errors: { password: "must be at least 12 characters", token: "has expired", api_key: "missing" } }),
  () => ({
    schema: {
      type: "object",
      properties: { password: { type: "string" }, token: { type: "string", description: "An access token" } },
    },
  }),
  () => ({
    url: `https://example.com:8443/a/${uuid()}?page=2&sort=desc&key=name`,
    repo: "git@github.com:acme/site.git",
    ref: `https://github.com/acme/site/commit/${of(HEX, 40)}`,
  }),
  () => ({
    secretName: `prod-db-${below(9)}`,
    secretArn: `arn:aws:secretsmanager:eu-west-1:${of("0123456789", 12)}:secret:db-x1`,
    token_endpoint: "https://id.example.com/oauth/token",
    password: "${DB_PASSWORD}",
    api_key: "{{secrets.api_key}}",
  }),
  () => ({
    code: `const token = request.headers.get("authorization");\nif (!token) throw new Error("no token: " + name);\npassword = getPassword()\n`,
    language: "js",
  }),
  () => ({
    log: `2026-11-24T14:02:11Z INFO tokens=4096 prompt_tokens=${below(999)} step=${below(40)} model=claude-sonnet-4.6 id=${uuid()}`,
  }),
  () => ({
    credentials: { id: String(below(99)), name: "Slack account", type: "slackOAuth2Api" },
    authorization: "approved",
    cookie: "oatmeal",
  }),
  () => ({
    rows: Array.from({ length: 4 }, () => ({
      sku: `SKU-${below(9_999_999)}`,
      pin: "b2",
      key: `orders/${uuid()}.json`,
      price: below(900),
    })),
  }),
  () => ({
    traceparent: `00-${of(HEX, 32)}-${of(HEX, 16)}-01`,
    spanId: of(HEX, 16),
    workflowId: `wf_57_run_${below(99)}`,
  }),
  () => ({
    cookies: { visitor_id: uuid(), sid: pick(["expired", "missing", "strictly-necessary"]), theme: "dark", count: 3 },
    cookie: { name: "connect.sid", maxAge: 86_400_000, sameSite: "lax" },
    sid: `S-${below(99_999)}`,
    session: { session_id: uuid(), sid: below(99_999_999) },
  }),
  () => ({
    masked: { password: "********", apiKey: "[REDACTED]", token: "<token>" },
    phone: "+49 170 1234567",
    card: "**** 4242",
  }),
];

/** JSON texts. */
export const HARMLESS: readonly string[] = Array.from({ length: COUNT }, (_, index) =>
  JSON.stringify(CLEAN[index % CLEAN.length]?.()),
);
