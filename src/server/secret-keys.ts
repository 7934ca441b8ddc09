/** What a name says about its value: `client_secret`, `dbPassword` and `X-Api-Key` hold secrets, `max_tokens` does not. */

/** How sure the name alone makes us, and so how much the value must look like a secret too. */
type Trust = "password" | "token" | "weak" | "stored" | "authorization" | "cookie" | "session" | "code" | "phrase";

export interface KeyRule {
  /** In words for people: `access token`. */
  readonly kind: string;
  readonly trust: Trust;
}

/** Longer texts are no names. */
const KEY_MAX = 200;
const RULES_KEPT = 5_000;

/** Words behind the name that change nothing about it: `passwordConfirmation`, `SecretString`, `token2`. */
const TAIL =
  /(?: (?:\d+|value|text|plain|plaintext|raw|string|confirm|confirmation|again|repeat|hash|encrypted|base64|b64))+$/;
/** `hasPassword`, `isTokenValid`: about the secret, not the secret. */
const ABOUT =
  /^(?:is|has|have|needs?|requires?|required|show|hide|allow|enable|disable|invalid|missing|forgot|no|use) /;
/** Tokens that are marks in a text, pages of a list or coins, and counts of them. */
const NO_SECRET_TOKEN =
  /(?:^| )(?:page|next|prev|previous|continuation|continue|sync|scroll|cursor|pagination|eos|bos|pad|unk|mask|stop|sep|cls|special|start|end|first|last|idempotency|design|native|erc ?20|contract|gas|reward|input|output|completion|prompt|max|min|total|cached|reasoning|thinking|used|remaining|per|num|n) ?tokens?$/;

const NAMES: readonly (readonly [RegExp, string, Trust])[] = [
  [
    /(?:pass ?words?|pass ?wd|passwort|kennwort|contraseña|senha|pass ?phrase|(?:^| )pwd|(?:^| )(?:db|smtp|user|admin|root|login) pass)$/,
    "password",
    "password",
  ],
  [/(?:^| )(?:seed|recovery) phrase$|(?:^| )mnemonic$/, "seed phrase", "phrase"],
  [
    /(?:^| )(?:otp|cvv|cvc|cvv 2|pin|mfa code|otp code|security code|verification code|one time code|recovery codes?|backup codes?)$/,
    "code",
    "code",
  ],
  [/private ?key(?: pem)?$|(?:^| )(?:ssh|pem|rsa|pgp|gpg) key$/, "private key", "token"],
  [
    /(?:client|consumer|app|api|shared|webhook|signing|session|jwt|cookie|totp|oauth|access) ?secret$|secret ?(?:access )?key$/,
    "secret",
    "token",
  ],
  [
    /(?:api|subscription|encryption|master|account|storage|service|auth|deploy|signing|shared|shared access|function|host) ?key$/,
    "API key",
    "token",
  ],
  [/(?:^| )access ?key$/, "access key", "token"],
  [/refresh ?token$/, "refresh token", "token"],
  [
    /(?:access|auth|api|bearer|oauth|session|security|personal access|service|bot|csrf|xsrf|id) ?token$/,
    "access token",
    "token",
  ],
  [/(?:^| )authori[sz]ation$/, "authorization", "authorization"],
  [/(?:^| )(?:set )?cookies?$/, "cookie", "cookie"],
  [/tokens?$/, "token", "weak"],
  [/(?:secrets?|credentials?|creds|passcode|license key)$/, "secret", "weak"],
];

/** Session cookies by the words of their names (`connect.sid`, `JSESSIONID`, `laravel_session`), and with their site's mark behind. */
const SESSION_COOKIE = /sess(?:ion)? ?id(?:sso)?$|sid$|(?:^| )sess(?:ion)?$/;
const MARKED_SESSION = /^(?:aspsessionid[a-z]{8}|s?sess[0-9a-f]{32})$/i;
const SESSION: KeyRule = { kind: "cookie", trust: "session" };

const known = new Map<string, KeyRule | undefined>();

/** What is said about a value under this name; undefined when the name says nothing. Linear in a name's length. */
export function ruleOfKey(key: string): KeyRule | undefined {
  if (key.length > KEY_MAX || key.length < 3) return undefined;
  if (known.has(key)) return known.get(key);
  const rule = readKey(key);
  if (known.size >= RULES_KEPT) known.clear();
  known.set(key, rule);
  return rule;
}

/** The same for the name of a cookie: among them `sid` is the key to somebody's session, elsewhere an id. */
export function ruleOfCookie(name: string): KeyRule | undefined {
  if (name.length > KEY_MAX) return undefined;
  return SESSION_COOKIE.test(wordsOf(name)) || MARKED_SESSION.test(name) ? SESSION : ruleOfKey(name);
}

function wordsOf(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9ñ]+/g, " ")
    .replace(/([a-z])(\d+)$/, "$1 $2")
    .trim();
}

function readKey(key: string): KeyRule | undefined {
  const words = wordsOf(key).replace(TAIL, "");
  if (ABOUT.test(words) || NO_SECRET_TOKEN.test(words)) return undefined;
  const found = NAMES.find(([pattern]) => pattern.test(words));
  return found && { kind: found[1], trust: found[2] };
}

/** Instead of a value: a reference to where it is kept, a gap to fill, or what another masking left. */
const PLACEHOLDER =
  /^(?:[*•.\-_#?]+|x{3,}|<[^<>]*>|\[[^[\]]*\]|\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\(?[A-Za-z_][\w.]*\)?|%[A-Za-z_]+%|(?:process\.env|os\.environ|env|secrets|vars)[.:[].*|(?:arn|vault|op|ssm|kms|ref|file):.*|projects\/.*\/secrets\/.*|https?:\/\/.*|[<[(]?(?:redacted|masked|removed|filtered|omitted)[>\])]?|your[-_ ].*)$/is;
const NO_PASSWORD =
  /^(?:string|text|required|optional|invalid|missing|incorrect|wrong|expired|hidden|none|null|nil|undefined|unknown|n\/a|yes|no|true|false|on|off|ok|set|unset|unchanged|changed|present|absent|empty|weak|medium|strong|plain|password|passwort|passwd|pwd|secret)$/i;
/** The beginning of a sentence about a password, as validation messages and labels have it. */
const SENTENCE =
  /^(?:must|should|is|was|has|have|had|can ?not|can|could|will|would|please|enter|your|the|this|a|an|too|at|minimum|maximum|invalid|incorrect|wrong|missing|forgot|reset|choose|confirm|new|current|repeat|passwords?|not|no|for|use|contains?|needs?)\s+\S/i;
const WORDS = /^[a-z]+(?:[-_ ./:][a-z]+)*$/i;

/** True for a text nobody would type or read aloud: no space, letters and figures mixed. */
export function looksRandom(value: string, minLength = 8): boolean {
  if (value.length < minLength || /\s/.test(value) || WORDS.test(value)) return false;
  if (/^\d{4}-\d\d-\d\d(?:[T ]|$)/.test(value)) return false;
  return /\d/.test(value) ? /[A-Za-z]/.test(value) : value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/**
 * Whether the whole value under such a name is the secret. `value` has what is masked already as U+FDD0. Values that
 * hold a secret among other text are not judged here.
 */
export function isSecretValue({ trust }: KeyRule, value: string): boolean {
  if (value.trim() === "" || value.includes("\ufdd0")) return false;
  switch (trust) {
    case "password":
      return !PLACEHOLDER.test(value) && !NO_PASSWORD.test(value) && !SENTENCE.test(value);
    case "phrase":
      return value.trim().split(/\s+/, 4).length > 3 && !SENTENCE.test(value);
    case "code":
      return /^\d{3,8}$|^(?=.*\d)[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8})+$/.test(value);
    case "authorization":
      return (
        /^(?:bearer|basic|token|digest|negotiate|apikey|hmac|key|aws4-hmac-sha256)\s+[^\s\ufdd0]{4}/i.test(value) ||
        (!PLACEHOLDER.test(value) && looksRandom(value, 16))
      );
    case "cookie":
      return /^[^\s=;,]{1,200}=[^\s;\ufdd0]/.test(value) || looksRandom(value, 16);
    case "session":
      return !PLACEHOLDER.test(value) && (looksRandom(value, 6) || /^\d{8,}$/.test(value));
    case "token":
      return (
        (value.length >= 6 &&
          !/\s/.test(value.trim()) &&
          !PLACEHOLDER.test(value) &&
          !(WORDS.test(value) && value.length < 32 && !/[a-z][A-Z]/.test(value))) ||
        value.startsWith("-----BEGIN ")
      );
    case "stored":
      return !PLACEHOLDER.test(value) && looksRandom(value, 12) && !value.includes("://");
    case "weak":
      return !PLACEHOLDER.test(value) && looksRandom(value) && !value.includes("://");
  }
}

/** A number under such a name: figures of a password or code, never a count. `raw` is as written. */
export function isSecretNumber({ trust }: KeyRule, raw: string): boolean {
  if (trust === "password" || trust === "code") return /^\d{4,}$/.test(raw);
  return (trust === "token" || trust === "session") && /^\d{8,}$/.test(raw);
}
