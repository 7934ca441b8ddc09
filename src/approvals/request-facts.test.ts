/** Facts of a request: as written, nothing dropped, every difference found, nothing unreadable passed off as read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Approval } from "../contract/approval.ts";
import { readJson } from "../contract/json.ts";
import { Payload } from "../contract/payload.ts";
import { actionArgs, requestChanges, shortAction, whyUninspectable } from "./request-facts.ts";

const approval = (text: string, over: Partial<Approval> = {}): Approval => ({
  key: "a1",
  actions: [],
  options: [],
  fields: [],
  assignees: [],
  extra: [],
  raw: new Payload(text),
  notes: [],
  ...over,
});
const refund = (args: string): Approval =>
  approval(`{"args":${args}}`, { actions: [{ name: "payments.refund", args: new Payload(args) }] });

describe("arguments", () => {
  test("stand exactly as sent: digits, quotes, duplicates, __proto__", () => {
    const args = '{"amount":1240.00, "id":9007199254740993,"n":"\\u0041","n":2,"__proto__":{"a":1e2}}';
    expect(actionArgs(new Payload(args)).map((arg) => [arg.name, arg.text])).toEqual([
      ["amount", "1240.00"],
      ["id", "9007199254740993"],
      ["n", '"\\u0041"'],
      ["n", "2"],
      ["__proto__", '{"a":1e2}'],
    ]);
  });
  test("one encoded part does not hide the others; encoded as a whole they are one row", () => {
    const blob = '{"metadata":{"encoding":"binary/encrypted"},"data":"AAAA"}';
    const uninspectable = "it is encoded as binary/encrypted";
    expect(actionArgs(new Payload(`{"amount":1,"blob":${blob}}`))).toEqual([
      { name: "amount", text: "1" },
      { name: "blob", text: blob, uninspectable },
    ]);
    expect(actionArgs(new Payload(blob))).toEqual([{ name: "args", text: blob, uninspectable }]);
  });
  test("that are no object are one row; null and absent are none", () => {
    expect(actionArgs(new Payload("[1, 2]"))).toEqual([{ name: "args", text: "[1, 2]" }]);
    expect(actionArgs(new Payload("null"))).toEqual([]);
    expect(actionArgs(undefined)).toEqual([]);
  });
  test("any JSON object: texts are slices of what was sent", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        const args = actionArgs(new Payload(text));
        expect(args.map((arg) => arg.name)).toEqual(Object.keys(value));
        expect(args.map((arg) => arg.text)).toEqual(Object.values(value).map((part) => JSON.stringify(part)));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("cannot be inspected", () => {
  test.each([
    ['{"metadata":{"encoding":"binary/encrypted"},"data":"AAAA"}', "it is encoded as binary/encrypted"],
    ['{"metadata":{"encoding":"YmluYXJ5L2VuY3J5cHRlZA=="},"data":"AAAA"}', "it is encoded as binary/encrypted"],
    ['["ok",{"deep":{"metadata":{"encoding":"binary/plain"},"data":""}}]', "it is encoded as binary/plain"],
    ['"\\u0000\\u0001"', "it holds bytes that are no text"],
    ['"\\ud800"', "it holds bytes that are no text"],
    ["[".repeat(5_000) + "]".repeat(5_000), "it is nested more than 200 levels deep"],
  ])("%.60s", (text, why) => {
    expect(whyUninspectable(readJson(text))).toBe(why);
  });
  test.each(['"plain\\ttext\\n"', '{"metadata":{"encoding":"json/plain"},"data":"e30="}', '{"metadata":1}', '"🙂"'])(
    "%s can be",
    (text) => {
      expect(whyUninspectable(readJson(text))).toBeUndefined();
    },
  );
});

describe("changes", () => {
  test("are named by field, with both texts", () => {
    expect(requestChanges(refund('{"amount":1240.00,"to":"ada"}'), refund('{"amount":12400.0,"note":1}'))).toEqual([
      { label: "amount", before: "1240.00", after: "12400.0" },
      { label: "note", after: "1" },
      { label: "to", before: '"ada"' },
    ]);
  });
  test("are none for the same text, and never none for another text", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (a, b) => {
        const changes = requestChanges(refund(a), refund(b));
        expect(changes.length > 0).toBe(a !== b);
      }),
      { numRuns: 10_000 },
    );
  });
});

test("the short line names the action and its first number", () => {
  expect(shortAction(refund('{"orderId":"A-1","amount":1240.00,"n":2}'))).toEqual({
    name: "payments.refund",
    detail: "1240.00",
  });
  expect(shortAction(approval("{}")).name).toBe("Request without a named action");
});
