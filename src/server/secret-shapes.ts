/**
 * What secrets look like wherever they stand: keys and tokens of known makers, private keys, passwords in addresses.
 * Each shape begins with a head that is searched for; the pattern is then tried at that place only, so a text is read
 * once however many shapes there are. Patterns have no nested repetition, and begin where a run of token characters
 * begins: none can be made to read the same stretch again and again.
 */

export interface Shape {
  /** In words for people: `GitHub token`. */
  readonly kind: string;
  /** Sticky. Its last group, when it has one, is the secret and ends where the match ends; else all of it is. */
  readonly pattern: RegExp;
  readonly isSecret?: (value: string) => boolean;
}

const hasFigureOrCase = (value: string): boolean => /\d/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value));

function isBasic(value: string): boolean {
  const text = Buffer.from(value, "base64").toString("latin1");
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(text);
}

const START = "(?<![A-Za-z0-9_-])";
const WORD = "[A-Za-z0-9_-]";

/** Heads as sources of regular expressions, what follows them, and the name. */
const TOKENS: readonly (readonly [kind: string, heads: readonly string[], rest: string])[] = [
  ["JSON Web Token", ["eyJ"], `${WORD}{8,}(?:\\.${WORD}*){2,4}`],
  ["AWS key", ["AKIA", "ASIA", "ABIA", "ACCA"], "[A-Z0-9]{16}(?![A-Za-z0-9])"],
  ["GitHub token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], "[A-Za-z0-9]{20,}"],
  ["GitHub token", ["github_pat_"], "[A-Za-z0-9_]{20,}"],
  ["GitLab token", ["glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glsoat-"], `${WORD}{16,}`],
  ["API key", ["sk-"], `(?=${WORD}*\\d)${WORD}{20,}`],
  ["Stripe key", ["sk_live_", "sk_test_", "rk_live_", "rk_test_"], "[A-Za-z0-9]{10,}"],
  ["webhook secret", ["whsec_"], "[A-Za-z0-9+/=]{16,}"],
  ["Shopify token", ["shpat_", "shpss_", "shpca_", "shppa_"], "[A-Fa-f0-9]{20,}"],
  ["Slack token", ["xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"], `${WORD}{10,}`],
  ["Google key", ["AIza"], `${WORD}{35}`],
  ["Google token", ["ya29\\."], `[A-Za-z0-9_.-]{20,}`],
  ["Google secret", ["GOCSPX-"], `${WORD}{20,}`],
  ["Google token", ["1//0"], `${WORD}{30,}`],
  ["npm token", ["npm_"], "[A-Za-z0-9]{36}"],
  ["PyPI token", ["pypi-"], `${WORD}{50,}`],
  ["Docker token", ["dckr_pat_"], `${WORD}{20,}`],
  ["Hugging Face token", ["hf_"], "[A-Za-z0-9]{30,}"],
  ["Grafana token", ["glsa_"], "[A-Za-z0-9_]{32,}"],
  ["DigitalOcean token", ["dop_v1_", "doo_v1_"], "[a-f0-9]{40,}"],
  ["SendGrid key", ["SG\\."], `${WORD}{16,}\\.${WORD}{16,}`],
  ["Twilio key", ["SK(?=[0-9a-f]{32})"], "[0-9a-f]{32}(?![A-Za-z0-9])"],
  ["Mailgun key", ["key-(?=[0-9a-f]{32})"], "[0-9a-f]{32}(?![A-Za-z0-9])"],
  ["Databricks token", ["dapi(?=[0-9a-f]{32})"], "[0-9a-f]{32}"],
  ["Notion token", ["secret_(?=[A-Za-z0-9]{43})", "ntn_(?=[A-Za-z0-9]{40})"], "[A-Za-z0-9]{40,}"],
  ["Airtable token", ["pat(?=[A-Za-z0-9]{14}\\.[0-9a-f]{32})"], "[A-Za-z0-9]{14}\\.[0-9a-f]{32,}"],
  ["Square token", ["sq0atp-", "sq0csp-"], `${WORD}{22,}`],
  ["Vault token", ["hvs\\.", "hvb\\."], `${WORD}{24,}`],
  ["Linear key", ["lin_api_"], "[A-Za-z0-9]{32,}"],
  ["New Relic key", ["NRAK-"], "[A-Z0-9]{27}"],
  ["Modus token", ["modus_(?=[0-9a-f]{8}-)"], "[0-9a-f-]{36}_[^_\\s\"']{1,64}_[^\\s\"'\\\\,;&<>]{8,}"],
  ["private key", ["AGE-SECRET-KEY-1"], "[0-9A-Z]{40,}"],
];

interface Headed extends Shape {
  readonly heads: readonly string[];
}

const CONTEXTS: readonly Headed[] = [
  {
    kind: "bearer token",
    heads: ["Bearer\\s", "bearer\\s", "BEARER\\s"],
    pattern: /(?<![A-Za-z])bearer[ \t]{1,4}([A-Za-z0-9._~+/=-]{12,})/iy,
    isSecret: hasFigureOrCase,
  },
  {
    kind: "login",
    heads: ["Basic\\s", "basic\\s", "BASIC\\s"],
    pattern: /(?<![A-Za-z])basic[ \t]{1,4}([A-Za-z0-9+/=]{8,})/iy,
    isSecret: isBasic,
  },
  {
    kind: "password",
    heads: ["://(?=[^\\s/?#\"'<>\\\\@]{0,256}:[^\\s\"'<>\\\\@]{1,256}@)"],
    pattern:
      /:\/\/[^\s/?#"'<>\\@:]{0,256}:([^\s"'<>\\@\ufdd0]{1,256}(?:@(?=[^\s/?#"'<>\\]{0,256}@)[^\s"'<>\\@/\ufdd0]{0,256})?)(?=@)/y,
    // A user's name may be followed by nothing, a port never by an @.
    isSecret: (value) => !/^(?:\*+|x+|\$\{[^}]*\}|<[^>]*>|\{\{.*\}\})$/i.test(value),
  },
  {
    kind: "webhook address",
    heads: ["hooks\\.slack\\.com/"],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/-]{20,})/y,
  },
  {
    kind: "webhook address",
    heads: ["discord\\.com/api/webhooks/", "discordapp\\.com/api/webhooks/"],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{10,24}\/([A-Za-z0-9_-]{30,})/y,
  },
  {
    kind: "webhook address",
    heads: ["webhook\\.office\\.com/"],
    pattern: /webhook\.office\.com\/webhookb2\/([A-Za-z0-9@/_-]{40,})/y,
  },
  { kind: "bot token", heads: ["/bot(?=\\d{8,10}:)"], pattern: /\/bot(\d{8,10}:[A-Za-z0-9_-]{30,})/y },
  { kind: "signature", heads: ["sig="], pattern: /(?<=[?&;])sig=([A-Za-z0-9%+/=_-]{20,})/y },
  {
    kind: "signature",
    heads: ["X-Amz-Signature=", "X-Goog-Signature="],
    pattern: /X-(?:Amz|Goog)-Signature=([A-Za-z0-9%]{32,})/y,
  },
  {
    kind: "password",
    heads: ["-u\\s"],
    pattern: /(?<![A-Za-z0-9_-])-u[ \t]{1,3}["']?[A-Za-z0-9._@+-]{1,64}:([^\s"'\\\ufdd0]{3,})/y,
  },
];

const SHAPES: readonly Headed[] = [
  ...TOKENS.map(([kind, heads, rest]) => ({
    kind,
    heads,
    pattern: new RegExp(`${START}(?:${heads.join("|")})${rest}`, "y"),
  })),
  ...CONTEXTS,
];

/** The same places, without saying which shape. Global. */
export const ANY_HEAD = new RegExp(["-----BEGIN", ...SHAPES.flatMap(({ heads }) => heads)].join("|"), "g");

/** Finds every place where a secret may begin. Global; one group, undefined or the index of the shape plus one. */
export const HEADS = new RegExp(SHAPES.map(({ heads }) => `(${heads.join("|")})`).join("|"), "g");

/** The shape whose head was found, from a match of HEADS. */
export function shapeOf(match: RegExpExecArray): Shape | undefined {
  for (let i = 0; i < SHAPES.length; i++) if (match[i + 1] !== undefined) return SHAPES[i];
  return undefined;
}
