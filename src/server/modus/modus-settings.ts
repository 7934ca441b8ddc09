/** Where the Modus API is and what it is asked with: fixed when the server starts, and refused in one line when it is not safe. */
import { isIP } from "node:net";
import { isLoopbackName } from "../auth/local-access.ts";
import { SettingsError } from "../settings-error.ts";
import { isForbiddenAddress } from "./forbidden-address.ts";

export interface ModusSettings {
  /** Without a slash at the end: `https://host/api/v1`. */
  readonly baseUrl: string;
  /** For viewers who bring none of their own. */
  readonly token?: string;
}

const URL_NAME = "MODUS_API_URL";
const TOKEN_NAME = "MODUS_TOKEN";
const URL_MAX = 2_000;
const HOW = "write it like https://host/api/v1, the part in front of /agents";

/** Names of the services that hand a machine's own credentials to whoever asks from inside. */
const METADATA_NAMES = new Set(["metadata", "metadata.google.internal", "metadata.goog", "instance-data"]);

/** Reads both from the environment only: flags are seen by everybody on the machine. Throws SettingsError. */
export function readModusSettings(env: Readonly<Record<string, string | undefined>>): ModusSettings {
  const baseUrl = readBaseUrl(env[URL_NAME] ?? "");
  const token = env[TOKEN_NAME] ?? "";
  if (token === "") return { baseUrl };
  if (isToken(token)) return { baseUrl, token };
  throw new SettingsError(`${TOKEN_NAME}: must be one word of plain characters; copy the token anew, without spaces`);
}

/** What can be sent as a bearer token. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(text);
}

// The address itself is not repeated in what is said: it may hold a password.
function readBaseUrl(text: string): string {
  const bad = (why: string): SettingsError => new SettingsError(`${URL_NAME}: ${why}; ${HOW}`);
  if (text === "") throw bad("is not set");
  if (text.length > URL_MAX) throw bad(`has more than ${URL_MAX} characters`);
  if (/[^\x21-\x7e]|\\/.test(text))
    throw bad("holds a space, a backslash, a control character or a letter beyond ASCII");
  const match = /^(https?):\/\/([^/?#]+)([^?#]*)(\??)/i.exec(text);
  if (!match || !URL.canParse(text)) throw bad("is no http address");
  const [, , authority = "", path = "", question] = match;
  const url = new URL(text);
  if (authority.includes("@"))
    throw new SettingsError(`${URL_NAME}: holds a user name or password; put the token into ${TOKEN_NAME}`);
  if (question !== "") throw bad("holds a query");
  if (text.includes("#")) throw bad("holds a fragment");
  const port = url.protocol === "https:" ? ":443" : ":80";
  // Other spellings of a host (0x7f.1, 2130706433, %31) become another one on the way.
  if (![url.host, url.host + port].includes(authority.toLowerCase())) throw bad("spells its host in an unusual way");
  if (url.port === "0") throw bad("names port 0");
  if (url.hostname.endsWith(".")) throw bad("has a host that ends with a dot");
  checkHost(url, bad);
  if (!/^(?:\/[\w.~-]+)*\/?$/.test(path) || /\/\.{1,2}(?:\/|$)/.test(path))
    throw bad("has a path with unusual characters, empty parts or dots");
  if (/\/agents(?:\/|$)/.test(path)) throw bad("goes as far as /agents");
  return url.origin + path.replace(/\/$/, "");
}

function checkHost(url: URL, bad: (why: string) => SettingsError): void {
  const address = url.hostname.replaceAll(/[[\]]/g, "");
  if (METADATA_NAMES.has(address) || (isIP(address) !== 0 && isForbiddenAddress(address)))
    throw bad("names an address of this machine's network that is no API");
  if (url.protocol === "http:" && !isLoopbackName(url.hostname))
    throw new SettingsError(
      `${URL_NAME}: must begin with https://, for the token goes with every request; http is for this machine only`,
    );
}
