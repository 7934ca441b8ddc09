/** Settings: flags over environment, and every bad one named in one line. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings, SETTINGS } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";

const DEFAULTS = {
  port: 4600,
  host: "127.0.0.1",
  source: "embedded",
  dataDir: "/project/.data",
  speed: 1,
  retentionMs: 30 * 86_400_000,
  hasSamples: true,
  logLevel: "error",
  auth: { isOn: false, mayDecideOwn: false },
};

function read(args: string[], env: Record<string, string> = {}) {
  return readSettings(args, env, "/project");
}

function complaint(args: string[], env: Record<string, string> = {}): string {
  try {
    return `accepted: ${JSON.stringify(read(args, env))}`;
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
}

test("nothing given: the defaults", () => {
  expect(read([])).toEqual(DEFAULTS);
  expect(read([], { PORT: "", RUNLIGHT_DATA_DIR: "" })).toEqual(DEFAULTS);
});

test("flags win over the environment, in both spellings", () => {
  const env = {
    PORT: "5000",
    RUNLIGHT_SPEED: "10",
    RUNLIGHT_DATA_DIR: "/data",
    HOST: "::1",
    RUNLIGHT_RETENTION: "90s",
  };
  expect(read([], env)).toEqual({
    ...DEFAULTS,
    port: 5000,
    speed: 10,
    dataDir: "/data",
    host: "::1",
    retentionMs: 90_000,
  });
  const settings = read(
    ["--port", "0", "--speed=2.5", "--host=LOCALHOST", "--data-dir", "x", "--no-samples", "--retention=12h"],
    env,
  );
  expect(settings).toMatchObject({
    port: 0,
    speed: 2.5,
    host: "localhost",
    dataDir: "/project/x",
    hasSamples: false,
    retentionMs: 43_200_000,
  });
});

test.each([
  [["--port", "65536"], {}, '--port: must be a whole number from 0 to 65535, not "65536"'],
  [["--port", "-1"], {}, '--port: must be a whole number from 0 to 65535, not "-1"'],
  [["--port", "4600.5"], {}, '--port: must be a whole number from 0 to 65535, not "4600.5"'],
  [[], { PORT: "http" }, 'PORT: must be a whole number from 0 to 65535, not "http"'],
  [["--port"], {}, "--port: needs a value"],
  [["--port="], {}, "--port: needs a value"],
  [["--source", "sql"], {}, '--source: must be embedded, temporal or modus, not "sql"'],
  [["--speed", "0"], {}, '--speed: must be a number above 0, up to 1000000, not "0"'],
  [["--speed", "1e9"], {}, '--speed: must be a number above 0, up to 1000000, not "1e9"'],
  [
    ["--retention", "0s"],
    {},
    '--retention: must be a length of time such as 90s, 15m, 12h or 30d, up to 3650d, not "0s"',
  ],
  [
    ["--retention", "3651d"],
    {},
    '--retention: must be a length of time such as 90s, 15m, 12h or 30d, up to 3650d, not "3651d"',
  ],
  [["--log", "all"], {}, '--log: must be error or info, not "all"'],
] as const)("%j %j is refused in one line that names it", (args, env, message) => {
  expect(complaint([...args], env)).toBe(message);
});

test("unknown flags and stray words are named, and no control character reaches the terminal", () => {
  expect(complaint(["--prot", "1"])).toMatch(/^--prot: unknown flag\. Known: --port /);
  expect(complaint(["hello"])).toMatch(/^hello: unexpected word/);
  expect(complaint(["\u001b[2J\n\u202e"])).toMatch(/^\\u001b\[2J\\n\?: unexpected word/);
});

test.each(["0.0.0.0", "::", "192.168.1.5", "example.com", "127.0.0.1.example.com"])(
  "host %s is refused without sign-in, and with it without a secret",
  (host) => {
    expect(complaint(["--host", host])).toMatch(/^--host: .* can be reached beyond this machine, .*npm run token/);
    const env = { RUNLIGHT_TOKENS_FILE: "tokens" };
    expect(complaint(["--host", host], env)).toMatch(/^RUNLIGHT_SESSION_SECRET: is missing/);
    const settings = read(["--host", host], { ...env, RUNLIGHT_SESSION_SECRET: "s".repeat(32) });
    expect(settings).toMatchObject({ host, auth: { isOn: true, tokensFile: "/project/tokens" } });
  },
);

test.each(["", "[::1", "a b", "-a", "a/b", "host:80", "\u0000"])("host %j is none", (host) => {
  expect(complaint([`--host=${host}`])).toMatch(/^--host: (?:must be an address or name|needs a value)/);
});

test("whatever is given, settings are read or refused in one line", () => {
  const flag = fc.constantFrom(...SETTINGS.map((one) => one.flag), "--no-samples", "--other");
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double().map(String),
    fc.integer().map(String),
    fc.constantFrom("30d", "", "::1"),
  );
  const args = fc.array(
    fc.oneof(
      flag,
      value,
      fc.tuple(flag, value).map(([name, text]) => `${name}=${text}`),
    ),
    { maxLength: 6 },
  );
  const env = fc.dictionary(fc.constantFrom(...SETTINGS.map((one) => one.env)), value, { maxKeys: 3 });
  fc.assert(
    fc.property(args, env, (given, environment) => {
      try {
        const settings = readSettings(given, environment, "/project");
        expect(Number.isInteger(settings.port) && settings.port >= 0 && settings.port <= 65_535).toBe(true);
        expect(settings.speed > 0 && settings.retentionMs > 0).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(SettingsError);
        expect((error as Error).message).toMatch(/^[^\u0000-\u001f\u007f\u2028\u2029]+$/);
      }
    }),
    { numRuns: 10_000 },
  );
});

test("the shared secret comes from the environment only, and long enough to be one", () => {
  const secret = "s".repeat(32);
  expect(read([], { RUNLIGHT_SESSION_SECRET: secret })).toEqual({ ...DEFAULTS, sessionSecret: secret });
  expect(complaint([], { RUNLIGHT_SESSION_SECRET: "short" })).toMatch(/^RUNLIGHT_SESSION_SECRET: .*32/);
  expect(complaint(["--session-secret", secret])).toMatch(/unknown flag/);
});
