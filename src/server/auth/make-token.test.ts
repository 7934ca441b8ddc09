/** The command's token opens what it says, the file keeps its hash alone, and a bad wish changes nothing. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SILENT_LOG } from "../log.ts";
import { makeToken } from "./make-token.ts";
import { openTokenFile } from "./token-file.ts";

const NOW = Date.parse("2026-11-24T12:00:00.000Z");
const MIRA = ["--name", "Mira Holm", "--role", "viewer,approver", "--agents", "42,57"];

function tempFile(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "runlight-token-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return path.join(dir, "tokens");
}

test("a token is printed once and found by its hash, for as long as it is good", () => {
  const file = tempFile();
  const env = { RUNLIGHT_TOKENS_FILE: file };
  const { token } = makeToken([...MIRA, "--days", "90"], env, NOW);
  writeFileSync(file, readFileSync(file, "utf8").trimEnd());
  const other = makeToken(["--name=Job", "--role=operator", "--agents=all"], env, NOW);
  expect(token).toMatch(/^rl_[\w-]{43}$/);
  expect(readFileSync(file, "utf8")).not.toContain(token.slice(3));
  expect(statSync(file).mode & 0o077).toBe(0);
  let now = NOW;
  const tokens = openTokenFile(file, SILENT_LOG, () => now);
  expect(tokens.find(token)).toMatchObject({
    name: "Mira Holm",
    roles: ["viewer", "approver"],
    agents: [42, 57],
    expiresAt: "2027-02-22T12:00:00.000Z",
  });
  expect(tokens.find(other.token)).toEqual(other.entry);
  expect(tokens.find(`${token}x`)).toBeUndefined();
  now += 90 * 86_400_000;
  expect(tokens.find(token)).toBeUndefined();
  expect(tokens.find(other.token)).toBeDefined();
});

test.each([
  [MIRA.slice(2), "--name: is missing"],
  [[...MIRA, "--role", "boss"], "roles may be viewer, approver, operator"],
  [[...MIRA, "--agents", "42,x"], "--agents: must be all, or all,0"],
  [[...MIRA, "--agents", "all,42"], "--agents: must be all, or all,0"],
  [[...MIRA, "--days", "0"], "--days: must be a whole number"],
  [[...MIRA, "--name", "a\u202eb"], "name must be plain text"],
  [[...MIRA, "--nmae", "x"], "Unknown option"],
])("%j is refused, and nothing is written", (args, message) => {
  const file = tempFile();
  expect(() => makeToken([...args, "--file", file], {}, NOW)).toThrow(message);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["all", "all"],
  ["all,0", ["all", 0]],
  ["0,all", ["all", 0]],
  ["0", [0]],
  ["57,0", [57, 0]],
])("--agents %s grants %j", (given, agents) => {
  const { entry } = makeToken(["--name=Job", "--role=viewer", `--agents=${given}`, "--file", tempFile()], {}, NOW);
  expect(entry.agents).toEqual(agents);
});

test("without a file there is nowhere to keep it; a broken one is not added to", () => {
  expect(() => makeToken(MIRA, {}, NOW)).toThrow("--file: is missing");
  const file = tempFile();
  writeFileSync(file, "{}\n");
  expect(() => makeToken([...MIRA, "--file", file], {}, NOW)).toThrow("line 1: ");
  expect(readFileSync(file, "utf8")).toBe("{}\n");
});
