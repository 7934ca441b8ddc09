/** Where the Modus API is: what is taken, and every address that is not safe refused in one line that says what is. */
import { expect, test } from "vitest";
import { SettingsError } from "../settings-error.ts";
import { readModusSettings } from "./modus-settings.ts";

function complaint(env: Record<string, string>): string {
  try {
    readModusSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "taken";
}

test.each([
  ["https://api.example.com/api/v1", "https://api.example.com/api/v1"],
  ["https://api.example.com/api/v1/", "https://api.example.com/api/v1"],
  ["https://API.example.com", "https://api.example.com"],
  ["HTTPS://api.example.com:443/api/v1", "https://api.example.com/api/v1"],
  ["https://api.example.com:8443/a_b/v1.2", "https://api.example.com:8443/a_b/v1.2"],
  ["https://10.1.2.3/api/v1", "https://10.1.2.3/api/v1"],
  ["http://127.0.0.1:4010/api/v1", "http://127.0.0.1:4010/api/v1"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://[::1]:4010/api/v1", "http://[::1]:4010/api/v1"],
  ["http://localhost:80/api/v1", "http://localhost/api/v1"],
  [`https://h.example/${"a".repeat(1_982)}`, `https://h.example/${"a".repeat(1_982)}`],
])("%s is taken", (text, baseUrl) => {
  expect(readModusSettings({ MODUS_API_URL: text })).toEqual({ baseUrl });
});

test.each([
  ["http://api.example.com/api/v1", /must begin with https:\/\//],
  ["http://10.0.0.1/api/v1", /must begin with https:\/\//],
  ["http://127.0.0.1.example.com/api/v1", /must begin with https:\/\//],
  ["http://localhost.example.com/api/v1", /must begin with https:\/\//],
  ["https://user:secret@api.example.com/api/v1", /user name or password; put the token into MODUS_TOKEN/],
  ["https://api.example.com@evil.example/api/v1", /user name or password/],
  ["https://api.example.com/api/v1?key=1", /holds a query/],
  ["https://api.example.com/api/v1?", /holds a query/],
  ["https://api.example.com/api/v1#x", /holds a fragment/],
  ["https://api.example.com/api/v1/agents", /as far as \/agents/],
  ["https://api.example.com/api/v1/agents/42/runs", /as far as \/agents/],
  ["https://api.example.com/api/../v1", /unusual characters, empty parts or dots/],
  ["https://api.example.com/api/..", /unusual characters, empty parts or dots/],
  ["https://api.example.com//v1", /unusual characters, empty parts or dots/],
  ["https://api.example.com/%2e%2e/v1", /unusual characters, empty parts or dots/],
  ["https://api.example.com/v1;x", /unusual characters, empty parts or dots/],
  ["https://169.254.169.254/latest", /address of this machine's network/],
  ["https://[fe80::1]/api/v1", /address of this machine's network/],
  ["https://[::ffff:a9fe:a9fe]/api/v1", /address of this machine's network/],
  ["https://0.0.0.0/api/v1", /address of this machine's network/],
  ["https://metadata.google.internal/api/v1", /address of this machine's network/],
  ["https://0x7f.1/api/v1", /spells its host in an unusual way/],
  ["http://2130706433/api/v1", /spells its host in an unusual way/],
  ["http://127.1/api/v1", /spells its host in an unusual way/],
  ["https://%61pi.example.com/api/v1", /spells its host in an unusual way/],
  ["https://api.example.com./api/v1", /ends with a dot/],
  ["https://api.example.com:0/api/v1", /port 0/],
  ["https://\u0430pi.example.com/api/v1", /beyond ASCII/],
  ["https://api.example.com\\@evil.example/", /backslash/],
  [" https://api.example.com/api/v1", /holds a space/],
  ["https://api.example.com/api/v1\n", /control character/],
  ["https:/api.example.com/api/v1", /is no http address/],
  ["ftp://api.example.com/api/v1", /is no http address/],
  ["xhttps://api.example.com/api/v1", /is no http address/],
  ["file:///etc/passwd", /is no http address/],
  ["javascript:alert(1)", /is no http address/],
  ["api.example.com/api/v1", /is no http address/],
  ["https://", /is no http address/],
  ["https://[::1", /is no http address/],
  [`https://api.example.com/${"a".repeat(2_000)}`, /more than 2000 characters/],
  ["", /is not set/],
])("%j stops the start", (text, why) => {
  const line = complaint({ MODUS_API_URL: text, MODUS_TOKEN: "modus_token" });
  expect(line).toMatch(why);
  expect(line).toMatch(
    /^MODUS_API_URL: [^\n]*; (?:write it like https:\/\/host\/api\/v1|put the token|http is for this)|https:\/\/, for the token/,
  );
  expect(line).not.toContain("secret");
  expect(line).not.toContain("\n");
});

test("a token is taken as it is, and without an address nothing is", () => {
  const env = { MODUS_API_URL: "https://api.example.com/api/v1", MODUS_TOKEN: "modus_token" };
  expect(readModusSettings(env)).toEqual({ baseUrl: "https://api.example.com/api/v1", token: "modus_token" });
  expect(complaint({ MODUS_TOKEN: "modus_token" })).toMatch(/^MODUS_API_URL: is not set; /);
});

test("a token that no header can carry stops the start, and is not repeated", () => {
  for (const token of ["two words", "line\nbreak", "ümlaut", "x".repeat(4_097)]) {
    const line = complaint({ MODUS_API_URL: "https://api.example.com/api/v1", MODUS_TOKEN: token });
    expect(line).toMatch(/^MODUS_TOKEN: must be one word of plain characters; copy the token anew/);
    expect(line).not.toContain(token);
  }
});
