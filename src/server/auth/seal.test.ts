/** Only what was sealed opens: for its purpose, under its secret, to the last bit. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealer } from "./seal.ts";

const SECRET = "s".repeat(32);
const sealer = createSealer(SECRET, "session");
const RUNS = { numRuns: 10_000 };

test("what was sealed opens again, never the same text twice, and nothing of it can be read", () => {
  const value = fc.record({ name: fc.string(), at: fc.integer() });
  const property = fc.property(value, (given) => {
    const text = sealer.seal(given);
    expect(JSON.stringify(sealer.open(text))).toBe(JSON.stringify(given));
    expect(text).toMatch(/^1\.[\w-]+$/);
    expect(sealer.seal(given)).not.toBe(text);
  });
  fc.assert(property, RUNS);
  expect(sealer.seal({ token: "canary" })).not.toContain(Buffer.from("canary").toString("base64url").slice(0, 6));
});

test("any flipped bit, and any piece or addition, is refused", () => {
  const text = sealer.seal({ name: "mira" });
  const bytes = Buffer.from(text.slice(2), "base64url");
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(sealer.open(`1.${changed.toString("base64url")}`)).toBeUndefined();
  }
  for (let length = 0; length < text.length; length++) expect(sealer.open(text.slice(0, length))).toBeUndefined();
  // 42 bytes leave spare bits in the last character: another spelling of the same bytes.
  const padded = sealer.seal({ a: "xxxxx" });
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const last of alphabet) {
    const other = padded.slice(0, -1) + last;
    expect(sealer.open(other) === undefined).toBe(other !== padded);
  }
  for (const more of ["=", " ", "\n", "A", "."]) expect(sealer.open(text + more)).toBeUndefined();
});

test("10,000 texts nobody sealed do not open", () => {
  const any = fc.oneof(
    fc.string(),
    fc.base64String().map((text) => `1.${text}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(any, (text) => {
      expect(sealer.open(text)).toBeUndefined();
    }),
    RUNS,
  );
});

test("another secret or another purpose opens nothing", () => {
  const text = sealer.seal({ name: "mira" });
  expect(createSealer(SECRET, "session").open(text)).toEqual({ name: "mira" });
  expect(createSealer(SECRET, "oidc").open(text)).toBeUndefined();
  expect(createSealer("t".repeat(32), "session").open(text)).toBeUndefined();
  expect(sealer.open(`2${text.slice(1)}`)).toBeUndefined();
});
