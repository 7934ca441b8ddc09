/** The mask itself, made anew in each test: how it is written, counted and keyed. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createMasker } from "./mask.ts";

const KEY = new Uint8Array(32).fill(7);
const make = () => createMasker(KEY);
const hashOf = (secret: string): string => {
  const own = createHmac("sha256", KEY).update("runlight-masks-1").digest();
  return createHmac("sha256", own).update(Buffer.from(secret, "utf16le")).digest("hex").slice(0, 12);
};

test("a mask says kind, length and the beginning of a keyed hash", () => {
  const { text } = make();
  expect(text('{"password":"hunter2"}')).toBe(`{"password":"‹hidden: password, 7 characters, #${hashOf("hunter2")}›"}`);
  expect(text('{"password":"x"}')).toBe(`{"password":"‹hidden: password, 1 character, #${hashOf("x")}›"}`);
});

test("requests and items are masked as they are in the run, ids left alone", () => {
  const { request, item, run } = make();
  const served = request('{"id":"password=a1","args":{"password":"b2"}}');
  expect(served).toMatch(/^\{"id":"password=a1","args":\{"password":"‹hidden: .*›"\}\}$/);
  expect(item('{"id":"password=a1","summary":"password=b2"}')).toMatch(
    /^\{"id":"password=a1","summary":"password=‹hidden: .*›"\}$/,
  );
  expect(run('{"id":"password=a1"}')).toBe('{"id":"password=a1"}');
});

test("a run says how many are hidden in each place, and of several how many", () => {
  const { masks } = JSON.parse(
    make().run('{"id":"1","summary":"password=a1 password=b22 password=c","x":{"pwd":"d4"}}'),
  ).runlight;
  expect(masks).toEqual({
    count: 4,
    at: { "/summary": { kind: "password", length: 2, count: 3 }, "/x/pwd": { kind: "password", length: 2 } },
  });
});
