/**
 * Texts with a secret in each, and texts with none, for the tests of masking. Secrets are put together from pieces, so
 * that no scanner of this repository takes them for real ones. None of them opens anything.
 */

const joined = (...parts: readonly string[]): string => parts.join("");
const HEX = "0123456789abcdef";
const MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4";

const jwt = joined("ey", "JhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0In0.", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U");
const aws = joined("AK", "IA", "IOSFODNN7EXAMPLE");
const github = joined("gh", "p_", MIXED.slice(0, 36));
const anthropic = joined("sk-", "ant-api03-", MIXED.slice(0, 40));
const stripe = joined("sk_", "live_", MIXED.slice(0, 24));
const slack = joined("xo", "xb-", "123456789012-", MIXED.slice(0, 24));
const google = joined("AI", "za", MIXED.slice(0, 35));
const pem = joined("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\nq8fZ\n-----END RSA ", "PRIVATE KEY-----");

/** What it is, a text that has it, and the part that must not be served. */
export const SECRETS: readonly (readonly [name: string, text: string, secret: string])[] = [
  ["JSON Web Token", `Session ${jwt} expired`, jwt],
  ["AWS key id", `Credentials ${aws} rejected`, aws],
  ["GitHub token", `git clone https://${github}@github.com/acme/site`, github],
  ["GitHub token, fine-grained", joined("github_", "pat_", MIXED), joined("github_", "pat_", MIXED)],
  ["GitLab token", joined("PRIVATE-TOKEN: gl", "pat-", MIXED.slice(0, 20)), joined("gl", "pat-", MIXED.slice(0, 20))],
  ["Anthropic key", `{"error":"invalid x-api-key ${anthropic}"}`, anthropic],
  ["Stripe key", `No such token for ${stripe}.`, stripe],
  ["Slack token", `slack: ${slack}`, slack],
  [
    "Slack webhook",
    joined("POST https://hooks.sl", "ack.com/services/T0123456/B0123456/", MIXED.slice(0, 24)),
    MIXED.slice(0, 24),
  ],
  ["Google key", `GET /maps?key=${google}`, google],
  ["Google token", joined("ya", "29.", MIXED), joined("ya", "29.", MIXED)],
  ["npm token", joined("//registry/:_authToken=np", "m_", MIXED.slice(0, 36)), joined("np", "m_", MIXED.slice(0, 36))],
  ["SendGrid key", joined("S", "G.", MIXED.slice(0, 22), ".", MIXED.slice(0, 43)), MIXED.slice(0, 43)],
  ["Twilio key", joined("S", "K", HEX.repeat(2)), HEX.repeat(2)],
  ["PEM", `key:\n${pem}\ndone`, "MIIEpAIBAAKCAQEA7x"],
  ["PEM, cut off", joined("-----BEGIN ", "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\nq8f"), "MIIEpAIBAAKCAQEA7x"],
  ["bearer", "Authorization: Bearer 8f2kd9s0a1lmQ7", "8f2kd9s0a1lmQ7"],
  [
    "basic",
    `authorization: Basic ${Buffer.from("ada:hunter2").toString("base64")}`,
    Buffer.from("ada:hunter2").toString("base64"),
  ],
  ["password in an address", "postgres://app:s3cr3t-pw@db.internal:5432/app", "s3cr3t-pw"],
  ["password with an @", "amqp://app:p@ss1word@mq/v", "p@ss1word"],
  [
    "Azure signature",
    joined("https://x.blob.example/a?sv=2024&s", "ig=", "aB3%2Fx9Qk2Lm7Np4Rt6Vw8Yz1%3D&se=1"),
    "aB3%2Fx9Qk2Lm7Np4Rt6Vw8Yz1%3D",
  ],
  ["Amazon signature", joined("?X-Amz-Sign", "ature=", HEX.repeat(4)), HEX.repeat(4)],
  ["connection string", "Server=db;User Id=sa;Password=Pa55w0rd!;Encrypt=true", "Pa55w0rd!"],
  ["account key", joined("AccountName=x;Account", "Key=", MIXED, "==;EndpointSuffix=y"), MIXED],
  ["environment", "export DB_PASSWORD=let&me;in\nPORT=1", "let&me;in"],
  ["query", "GET /v1/me?access_token=9a8b7c6d5e4f3a2b&x=1", "9a8b7c6d5e4f3a2b"],
  ["prose", "The admin password is in the note. Password: Winter2026!", "Winter2026!"],
  ["YAML", "db:\n  user: app\n  password: 'correct horse'\n", "correct horse"],
  ["log with JSON", 'request failed {"user":"a","password":"hunter2","n":1}', "hunter2"],
  ["log with JSON in JSON", 'body="{\\"client_secret\\":\\"q1w2e3r4t5\\"}"', "q1w2e3r4t5"],
  ["flag", "mysqldump --password hunter2 --host db", "hunter2"],
  ["curl", "curl -u deploy:S3nd1t https://x.example", "S3nd1t"],
  ["header", "X-Api-Key: 7d9f0c1b2a3e4d5f", "7d9f0c1b2a3e4d5f"],
  ["cookie", "Cookie: sid=s%3Aabcdef.0123; theme=dark\nAccept: */*", "s%3Aabcdef.0123"],
  [
    "stack trace",
    "Error: login failed (token=9f8e7d6c5b4a3f2e)\n    at login (/app/auth.js:41:13)",
    "9f8e7d6c5b4a3f2e",
  ],
];

export const NOT_SECRET: readonly string[] = [
  "The password is wrong.",
  "Your password must have 12 characters.",
  "Password: required",
  "token: expired",
  "Invalid token: unexpected end of input",
  "total_tokens=4096 max_tokens: 8192",
  "Forgot your password? Reset it at https://x.example/reset",
  "password = getPassword()",
  "const token = request.headers.authorization;",
  "password=args.password",
  "123e4567-e89b-12d3-a456-426614174000",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "commit 3f786850e387550fdab836ed7e6dc881de23001b",
  "ada@example.com wrote to https://example.com:8080/path?page=2",
  "Order A-10442 for task-sk-overview",
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  "Bearer authentication is required",
  "Basic subscription, 12 months",
  "The secret: patience",
  "Set the API key in the settings",
  "cookie: chocolate chip",
  "DB_PASSWORD=${DB_PASSWORD} TOKEN=$TOKEN API_KEY=<your key>",
  "password: ********",
  "git@github.com:acme/site.git",
  "eyJ is how they begin",
];
