/** Settings from flags and environment; flags win. Every bad one is a SettingsError of one line that names it. */
import { isIP } from "node:net";
import path from "node:path";
import { AUTH_SETTINGS, type AuthSettings, readAuthSettings, readSessionSecret } from "./auth/auth-settings.ts";
import { SettingsError, shown } from "./settings-error.ts";

export interface Settings {
  /** 0 picks a free port. */
  readonly port: number;
  readonly host: string;
  readonly source: "embedded" | "temporal" | "modus";
  /** Absolute. */
  readonly dataDir: string;
  /** How much faster than life the sample agents run. */
  readonly speed: number;
  /** How long event logs of ended runs are kept. */
  readonly retentionMs: number;
  /** False: no sample runs on the first start. */
  readonly hasSamples: boolean;
  readonly logLevel: "error" | "info";
  /** Shared by the replicas of one server; absent: each data directory has a key of its own. */
  readonly sessionSecret?: string;
  readonly auth: AuthSettings;
}

/** Flag, environment variable, default, and what it is, for `--help` and the README. */
export const SETTINGS = [
  { flag: "--port", env: "PORT", value: "4600", what: "port to listen on, 0 for any free one" },
  { flag: "--host", env: "HOST", value: "127.0.0.1", what: "address to listen on; others than loopback need sign-in" },
  {
    flag: "--source",
    env: "RUNLIGHT_SOURCE",
    value: "embedded",
    what: "what stands behind the API: embedded, temporal, modus",
  },
  { flag: "--data-dir", env: "RUNLIGHT_DATA_DIR", value: ".data", what: "where runs, keys and the audit log are kept" },
  { flag: "--speed", env: "RUNLIGHT_SPEED", value: "1", what: "how much faster than life the sample agents run" },
  {
    flag: "--retention",
    env: "RUNLIGHT_RETENTION",
    value: "30d",
    what: "how long histories are kept: 90s, 15m, 12h, 30d",
  },
  { flag: "--log", env: "RUNLIGHT_LOG", value: "error", what: "error, or info for a line per request" },
] as const;

type Flag = (typeof SETTINGS)[number]["flag"];

export const HELP = [
  "npm start -- [flags]",
  ...SETTINGS.map(({ flag, env, value, what }) => `  ${flag.padEnd(12)} ${env.padEnd(18)} ${what} (${value})`),
  `  ${"".padEnd(12)} ${"MODUS_API_URL".padEnd(18)} where the Modus API is: https://host/api/v1`,
  `  ${"".padEnd(12)} ${"MODUS_TOKEN".padEnd(18)} a token of Modus, so that nobody has to sign in on this machine`,
  `  ${"--no-samples".padEnd(12)} ${"".padEnd(18)} no sample runs on the first start`,
  "Signing in, from the environment:",
  ...AUTH_SETTINGS.map(([name, what]) => `  ${name.padEnd(26)} ${what}`),
].join("\n");

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const RETENTION_MAX_MS = 3_650 * 86_400_000;
const SPEED_MAX = 1_000_000;

/** Reads settings. Throws SettingsError and nothing else. `cwd` is what a relative data directory starts from. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Settings {
  const { values, hasSamples } = readFlags(args);
  const taken = (flag: Flag): { name: string; text: string } => {
    const setting = SETTINGS.find((one) => one.flag === flag) ?? SETTINGS[0];
    const fromFlag = values.get(flag);
    if (fromFlag !== undefined) return { name: flag, text: fromFlag };
    const fromEnv = env[setting.env];
    // An empty variable counts as unset, as shells and container files leave them.
    if (fromEnv !== undefined && fromEnv !== "") return { name: setting.env, text: fromEnv };
    return { name: flag, text: setting.value };
  };
  const host = taken("--host");
  const source = readSource(taken("--source"));
  const served = { host: readHost(host), hostName: host.name, source, cwd };
  return {
    port: readPort(taken("--port")),
    host: served.host,
    source,
    dataDir: readDataDir(taken("--data-dir"), cwd),
    speed: readSpeed(taken("--speed")),
    retentionMs: readRetention(taken("--retention")),
    hasSamples,
    logLevel: readLogLevel(taken("--log")),
    auth: readAuthSettings(env, served),
    ...readSessionSecret(env),
  };
}

interface Taken {
  readonly name: string;
  readonly text: string;
}

function readFlags(args: readonly string[]): { values: Map<string, string>; hasSamples: boolean } {
  const values = new Map<string, string>();
  let hasSamples = true;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    const equals = arg.indexOf("=");
    const flag = equals < 0 ? arg : arg.slice(0, equals);
    if (flag === "--no-samples" && equals < 0) {
      hasSamples = false;
      continue;
    }
    if (!SETTINGS.some((one) => one.flag === flag)) {
      const kind = flag.startsWith("-") ? "unknown flag" : "unexpected word";
      throw new SettingsError(
        `${shown(flag)}: ${kind}. Known: ${SETTINGS.map((one) => one.flag).join(" ")} --no-samples`,
      );
    }
    const value = equals < 0 ? args[++i] : arg.slice(equals + 1);
    if (value === undefined || value === "") throw new SettingsError(`${flag}: needs a value`);
    values.set(flag, value);
  }
  return { values, hasSamples };
}

function bad(taken: Taken, why: string): SettingsError {
  return new SettingsError(`${taken.name}: ${why}, not "${shown(taken.text)}"`);
}

function readPort(taken: Taken): number {
  const port = /^\d{1,5}$/.test(taken.text) ? Number(taken.text) : Number.NaN;
  if (!(port <= 65_535)) throw bad(taken, "must be a whole number from 0 to 65535");
  return port;
}

function readHost(taken: Taken): string {
  const host = taken.text.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 || /^[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?$/.test(host)) return host;
  throw bad(taken, "must be an address or name of this machine");
}

function readSource(taken: Taken): Settings["source"] {
  if (taken.text === "embedded" || taken.text === "temporal" || taken.text === "modus") return taken.text;
  throw bad(taken, "must be embedded, temporal or modus");
}

function readDataDir(taken: Taken, cwd: string): string {
  if (taken.text.includes("\0")) throw bad(taken, "must be a path");
  return path.resolve(cwd, taken.text);
}

function readSpeed(taken: Taken): number {
  const speed = /^\d{1,9}(?:\.\d{1,9})?$/.test(taken.text) ? Number(taken.text) : Number.NaN;
  if (!(speed > 0 && speed <= SPEED_MAX)) throw bad(taken, `must be a number above 0, up to ${SPEED_MAX}`);
  return speed;
}

function readRetention(taken: Taken): number {
  const match = /^(\d{1,9})([smhd])$/.exec(taken.text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (!(ms > 0 && ms <= RETENTION_MAX_MS))
    throw bad(taken, "must be a length of time such as 90s, 15m, 12h or 30d, up to 3650d");
  return ms;
}

function readLogLevel(taken: Taken): "error" | "info" {
  if (taken.text === "error" || taken.text === "info") return taken.text;
  throw bad(taken, "must be error or info");
}
