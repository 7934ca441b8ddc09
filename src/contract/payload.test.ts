/** A payload is its text, read only when somebody looks. */
import { expect, test } from "vitest";
import { JsonError, type JsonObject } from "./json.ts";
import { Payload } from "./payload.ts";

test("keeps the text byte for byte and reads it once", () => {
  const text = '{ "__proto__": 1240.00, "a": 9007199254740993 }';
  const payload = new Payload(text);
  expect(payload.text).toBe(text);
  expect((payload.json as JsonObject).entries.map(({ key }) => key)).toEqual(["__proto__", "a"]);
  expect(payload.json).toBe(payload.json);
});

test("a text that is not JSON is refused only when somebody looks", () => {
  const payload = new Payload("{");
  expect(() => payload.json).toThrow(JsonError);
});
