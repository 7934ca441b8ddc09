/** The lossless reader: agrees with JSON.parse on what is JSON, and keeps what JSON.parse loses. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkJson, type Json, JsonArray, JsonError, JsonNumber, JsonObject, readJson } from "./json.ts";
import { isDoneWithin } from "./cpu-time.ts";

const RUNS = { numRuns: 10_000 };

/** Numbers as doubles, duplicate keys as JSON.parse resolves them. */
function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return value.value;
  if (value instanceof JsonArray) return value.items.map((item) => plain(item.value));
  if (!(value instanceof JsonObject)) return value;
  const out: Record<string, unknown> = {};
  for (const { key, value: inner } of value.entries) {
    Object.defineProperty(out, key, { value: plain(inner), enumerable: true, configurable: true, writable: true });
  }
  return out;
}

function outcome(read: (text: string) => unknown, text: string): unknown {
  try {
    return { value: read(text) };
  } catch {
    return "refused";
  }
}

const TOKENS =
  '{ } [ ] , : " \\ 0 1 -1 1.5 1e5 01 -0 . + "a" "b":1 true false null nul \\u0041 \\n \t \n é \ud800'.split(" ");

describe("what is JSON", () => {
  test("any value reads as JSON.parse reads it", () => {
    const property = fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(plain(readJson(text))).toEqual(JSON.parse(text));
    });
    fc.assert(property, RUNS);
  });

  test("any text is refused or accepted as JSON.parse does, built or only checked", () => {
    const near = fc
      .tuple(fc.json(), fc.nat(), fc.nat({ max: 3 }), fc.constantFrom(...TOKENS, ""))
      .map(([text, at, cut, token]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + token + text.slice(place + cut);
      });
    const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((tokens) => tokens.join(""));
    const property = fc.property(fc.oneof(near, soup, fc.string({ unit: "binary" })), (text) => {
      const expected = outcome(JSON.parse, text);
      if (text.charCodeAt(0) === 0xfeff) return;
      expect(outcome((sent) => plain(readJson(sent)), text)).toEqual(expected);
      expect(outcome(checkJson, text) === "refused").toBe(expected === "refused");
    });
    fc.assert(property, RUNS);
  });

  test.each([
    ["", 0],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ["[1 2]", 3],
    ["01", 1],
    ["1 x", 2],
    ['"\u0001"', 1],
    ['"a\\n\u001f"', 4],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ['"open', 5],
    ["[", 1],
    ["-", 0],
    ["NaN", 0],
  ])("%j is refused at offset %i", (text, at) => {
    expect(() => readJson(text)).toThrow(JsonError);
    expect(() => readJson(text)).toThrow(expect.objectContaining({ at }));
    expect(() => checkJson(text)).toThrow(expect.objectContaining({ at }));
  });

  test("a byte order mark in front is skipped, one inside is not", () => {
    expect(readJson("\ufeff1")).toEqual(new JsonNumber("1"));
    expect(() => readJson("[\ufeff1]")).toThrow(JsonError);
  });
});

describe("what JSON.parse loses", () => {
  test.each(["1240.00", "9007199254740993", "-0", "1e400", "1E+2", "0.10"])("%s stays as written", (raw) => {
    const value = readJson(`[${raw}]`) as JsonArray;
    expect((value.items[0]?.value as JsonNumber).raw).toBe(raw);
  });

  test("duplicate keys stay in the order sent, `get` takes the last", () => {
    const value = readJson('{"a":1,"b":2,"a":3}') as JsonObject;
    expect(value.entries.map(({ key }) => key)).toEqual(["a", "b", "a"]);
    expect((value.get("a") as JsonNumber).raw).toBe("3");
    expect(value.get("c")).toBeUndefined();
  });

  test("`__proto__` and `constructor` are keys like others and reach no prototype", () => {
    const value = readJson('{"__proto__":{"status":"approved"},"constructor":null}') as JsonObject;
    expect(value.entries.map(({ key }) => key)).toEqual(["__proto__", "constructor"]);
    expect((value.get("__proto__") as JsonObject).get("status")).toBe("approved");
    expect(({} as Record<string, unknown>)["status"]).toBeUndefined();
  });

  test("lone surrogates, as escapes and raw", () => {
    expect(readJson('"\\ud800x"')).toBe("\ud800x");
    expect(readJson('"\udc00"')).toBe("\udc00");
  });

  test("every span is exactly its value's text", () => {
    const see = (value: Json, text: string): void => {
      const members = value instanceof JsonArray ? value.items : value instanceof JsonObject ? value.entries : [];
      for (const { start, end, value: inner } of members) {
        const own = text.slice(start, end);
        expect(own.trim()).toBe(own);
        expect(plain(readJson(own))).toEqual(plain(inner));
        see(inner, text);
      }
    };
    const spaced = fc
      .tuple(fc.jsonValue(), fc.constantFrom(0, 1, "\t", " \n\r"))
      .map(([value, space]) => JSON.stringify(value, null, space));
    const property = fc.property(spaced, (text) => see(readJson(text), text));
    fc.assert(property, { numRuns: 2_000 });
  });
});

describe("size", () => {
  test.each([5_000, 100_000])("depth %i is read without recursion", (depth) => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const text = `${open.repeat(depth)}0${close.repeat(depth)}`;
      expect(() => checkJson(text)).not.toThrow();
      let value: Json | undefined = readJson(text);
      let levels = 0;
      while (value instanceof JsonArray || value instanceof JsonObject) {
        levels++;
        value = value instanceof JsonArray ? value.items[0]?.value : value.entries[0]?.value;
      }
      expect(levels).toBe(depth);
    }
  });

  test("10 MB take seconds at the very most: rows, one long text, one text of escapes", () => {
    const row = '{"id":123456,"name":"Match invoice","ok":true,"price":12.50},';
    const rows = `[${row.repeat(10_000_000 / row.length)}0]`;
    for (const text of [rows, `"${"x".repeat(10_000_000)}"`, `"${"\\n".repeat(5_000_000)}"`]) {
      expect(isDoneWithin(10_000, () => readJson(text))).toBe(true);
    }
  });
});
