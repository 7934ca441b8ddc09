/** The tokens file: what is wrong with it is said by line and never by value, and a broken one keeps the last good one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { SettingsError } from "../settings-error.ts";
import { hashOf, openTokenFile, parseTokens } from "./token-file.ts";

const GOOD = { id: "a", hash: hashOf("one"), name: "Mira", roles: ["viewer"], agents: [1] };
const lines = (...entries: unknown[]): string => entries.map((one) => JSON.stringify(one)).join("\n");

test.each([
  ["{", "line 1: is not JSON"],
  [lines(GOOD, []), "line 2: "],
  [lines({ ...GOOD, id: "a b" }), "line 1: id must have"],
  [lines({ ...GOOD, hash: "canary" }), "line 1: hash must be SHA-256 in lower-case hex"],
  [lines({ ...GOOD, hash: GOOD.hash.toUpperCase() }), "line 1: hash must be"],
  [lines({ ...GOOD, name: "a\nb" }), "line 1: name must be plain text"],
  [lines({ ...GOOD, roles: [] }), "line 1: roles must name one"],
  [lines({ ...GOOD, roles: ["canary"] }), "line 1: roles may be"],
  [lines({ ...GOOD, agents: "any" }), 'line 1: agents must be "all", ["all", 0] or a list'],
  [lines({ ...GOOD, agents: ["all", 7] }), "line 1: agents must be"],
  [lines({ ...GOOD, agents: ["all"] }), "line 1: agents must be"],
  [lines({ ...GOOD, agents: [-1] }), "line 1: "],
  [lines({ ...GOOD, expiresAt: "soon" }), "line 1: expiresAt must be a time"],
  [lines(GOOD, { ...GOOD, id: "b" }), "line 2: the same token stands there twice"],
  [`\n${lines(GOOD)}\n\n${lines({ ...GOOD, hash: hashOf("two") })}`, "line 4: the same token"],
])("%j is refused by its line", (text, message) => {
  expect(() => parseTokens(text)).toThrow(message);
  expect(() => parseTokens(text)).not.toThrow("canary");
});

test("10,000 texts are entries or an error of one line", () => {
  const member = fc.constantFrom("id", "hash", "name", "roles", "agents", "expiresAt");
  const entry = fc.dictionary(member, fc.jsonValue()).map((one) => JSON.stringify({ ...GOOD, ...one }));
  fc.assert(
    fc.property(fc.oneof(fc.string(), entry), (text) => {
      try {
        for (const one of parseTokens(text)) expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
      } catch (error) {
        expect((error as Error).message).toMatch(/^line \d+: [^\n]+$/);
      }
    }),
    { numRuns: 10_000 },
  );
});

test("a change counts at once; a broken or missing file is logged once and changes nothing", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "runlight-tokens-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = path.join(dir, "tokens");
  expect(() => openTokenFile(file, { request: () => undefined, error: () => undefined }, Date.now)).toThrow(
    new SettingsError("RUNLIGHT_TOKENS_FILE: cannot be read (ENOENT); npm run token makes one"),
  );
  writeFileSync(file, lines(GOOD));
  const logged: string[] = [];
  const log = { request: () => undefined, error: (message: string) => void logged.push(message) };
  const tokens = openTokenFile(file, log, Date.now);
  expect(tokens.find("one")).toEqual(GOOD);
  expect(tokens.byId("a")).toEqual(GOOD);
  writeFileSync(file, "{");
  expect([tokens.find("one"), tokens.find("one")]).toEqual([GOOD, GOOD]);
  rmSync(file);
  expect([tokens.find("one"), tokens.find("one")]).toEqual([GOOD, GOOD]);
  expect(logged).toHaveLength(2);
  writeFileSync(file, lines({ ...GOOD, id: "b", hash: hashOf("two") }));
  expect(tokens.find("one")).toBeUndefined();
  expect(tokens.byId("a")).toBeUndefined();
  expect(tokens.find("two")?.id).toBe("b");
});
