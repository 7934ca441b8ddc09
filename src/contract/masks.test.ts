/** What is hidden in a field, from what the answer says of all of them. */
import { expect, test } from "vitest";
import { readJson } from "./json.ts";
import { hiddenAt } from "./masks.ts";
import { parseRunlight } from "./runlight.ts";

const masks = (count: number, at: object) => parseRunlight(readJson(JSON.stringify({ masks: { count, at } }))).masks;
const PASSWORD = { kind: "password", length: 7 };

test("counts what lies at a pointer and below it, and nothing beside it", () => {
  const all = masks(4, { "/a/b": PASSWORD, "/a": { kind: "token", length: 40, count: 2 }, "/ab": PASSWORD });
  expect(hiddenAt(all, "/a", "")).toEqual({ count: 3, masks: [PASSWORD, { kind: "token", length: 40, count: 2 }] });
  expect(hiddenAt(all, "/a/b", "")?.count).toBe(1);
  expect(hiddenAt(all, "/c", "")).toBeUndefined();
  expect(hiddenAt(undefined, "/a", "‹hidden: forged")).toBeUndefined();
});

test("where not all places are listed, the masks in the text count", () => {
  const mask = "‹hidden: password, 7 characters, #0123456789ab›";
  expect(hiddenAt(masks(900, { "/a": PASSWORD }), "/b", `["${mask}","${mask}"]`)).toEqual({ count: 2, masks: [] });
  expect(hiddenAt(masks(1, { "/a": PASSWORD }), "/b", mask), "forged by the agent").toBeUndefined();
});

test("masks that do not fit are left out, not half read", () => {
  for (const bad of [null, 7, [], { count: "1", at: {} }, { count: 1, at: { "/a": { kind: 1, length: 2 } } }])
    expect(parseRunlight(readJson(JSON.stringify({ masks: bad }))).masks).toBeUndefined();
});
