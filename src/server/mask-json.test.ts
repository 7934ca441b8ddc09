/** What is hidden in a JSON text, place by place: the stretch, its kind, its length and the pointer to it. */
import { describe, expect, test } from "vitest";
import type { Plan } from "./mask-frames.ts";
import { applyEdits, findEdits } from "./mask-json.ts";

const GITHUB = ["gh", "p_", "a1B2".repeat(9)].join("");
const KEY = "kx81-aa93-kk2p-9d";

/** Each edit as the stretch it replaces, what it is called and where it is. */
function hidden(text: string, plan?: Plan) {
  const edits = findEdits(text, (_secret, kind) => `<${kind}>`, plan);
  return edits.map(({ start, end, kind, pointer }) => [text.slice(start, end), kind, pointer]);
}
const json = (value: unknown, plan?: Plan) => hidden(JSON.stringify(value), plan);

describe("by the name of a member", () => {
  test.each<[string, unknown[][]]>([
    ['{"password":"hunter2"}', [["hunter2", "password", "/password"]]],
    ['{ "password" : "hunter2" , "a":1 }', [["hunter2", "password", "/password"]]],
    ['{"\\u0070assword":"x1"}', [["x1", "password", "/password"]]],
    [
      '{"password":"a\\"b\\\\","pwd":"c"}',
      [
        ['a\\"b\\\\', "password", "/password"],
        ["c", "password", "/pwd"],
      ],
    ],
    ['{"a":"x\\\\","password":"b"}', [["b", "password", "/password"]]],
    ['{"password":"","pwd":"required"}', []],
    ['{"password":null,"pwd":true,"pin":[]}', []],
    [
      '{"password":"a","password":"b"}',
      [
        ["a", "password", "/password"],
        ["b", "password", "/password"],
      ],
    ],
    [
      '[[1,{"password":"a"}],{"a/b~c":{"password":"b"}}]',
      [
        ["a", "password", "/0/1/password"],
        ["b", "password", "/1/a~1b~0c/password"],
      ],
    ],
    [
      '{"pin":1234,"otp":"123456"}',
      [
        ["1234", "code", "/pin"],
        ["123456", "code", "/otp"],
      ],
    ],
    ['{"pin":9234,"otp":12}', [["9234", "code", "/pin"]]],
    [
      '{"passwords":[{"a":1},"b2",[],"c3"]}',
      [
        ["b2", "password", "/passwords/1"],
        ["c3", "password", "/passwords/3"],
      ],
    ],
    [`{"password":"${GITHUB} x"}`, [[`${GITHUB} x`, "password", "/password"]]],
    ['{"pin":12,"x":1234,"password":-1234}', []],
    ['{"password":1234.5e+3,"pwd":[12345]}', [["12345", "password", "/pwd/0"]]],
    [
      '{"passwords":["a1","b2"],"c":"d3"}',
      [
        ["a1", "password", "/passwords/0"],
        ["b2", "password", "/passwords/1"],
      ],
    ],
    ['"password"', []],
    ["1234", []],
    [`{"password":"${GITHUB}"}`, [[GITHUB, "GitHub token", "/password"]]],
    [`{"password":"x ${GITHUB}"}`, [[`x ${GITHUB}`, "password", "/password"]]],
  ])("%s", (text, expected) => {
    expect(hidden(text)).toEqual(expected);
  });
});

describe("by the names around", () => {
  test.each<[string, unknown, unknown[][]]>([
    ["a store speaks for what is in it", { secrets: { DB: KEY } }, [[KEY, "secret", "/secrets/DB"]]],
    ["at any distance", { credentials: { a: { b: [KEY] } } }, [[KEY, "secret", "/credentials/a/b/0"]]],
    ["at any distance, under names", { credentials: { a: { b: KEY } } }, [[KEY, "secret", "/credentials/a/b"]]],
    [
      "but not for what is no secret",
      { secrets: { id: KEY, userName: KEY, url: KEY, scopes: KEY, createdAt: KEY } },
      [],
    ],
    ["a password does not", { password: { hint: KEY } }, []],
    ["but for its value", { password: { value: "x1", other: 1 } }, [["x1", "password", "/password/value"]]],
    ["not for what only sounds so", { password: { myvalue: "x1", values: "x2", evaluation: "x3" } }, []],
    ["in any letters", { password: { Val: "x1" } }, [["x1", "password", "/password/Val"]]],
    ["cookies do", { cookies: [{ theme: "abcdef0123456789" }] }, [["abcdef0123456789", "cookie", "/cookies/0/theme"]]],
    ["and sessions in them, however short", { cookies: { sid: "abc123" } }, [["abc123", "cookie", "/cookies/sid"]]],
    ["also as figures", { cookies: { PHPSESSID: 12345678 } }, [["12345678", "cookie", "/cookies/PHPSESSID"]]],
    ["by site", { cookies: { "x.example": { sid: "abc123" } } }, [["abc123", "cookie", "/cookies/x.example/sid"]]],
    [
      "with what belongs to them",
      {
        cookies: { sid: { value: "abc123", domain: "x1.example", visitor: KEY, maxAge: 86400000, userId: "u1234567" } },
      },
      [
        ["abc123", "cookie", "/cookies/sid/value"],
        [KEY, "cookie", "/cookies/sid/visitor"],
      ],
    ],
    [
      "told by name and value",
      { cookies: [{ name: "sid", value: "abc123" }] },
      [["abc123", "cookie", "/cookies/0/value"]],
    ],
    ["but no other ids", { cookies: { clientId: KEY, visitor_id: KEY, sid: "expired" } }, []],
    ["nor the settings of a cookie", { cookie: { name: "connect.sid", maxAge: 86400000, sameSite: "lax" } }, []],
    ["a sid elsewhere is an id", { sid: "abc123", session: { sid: "abc123" }, secrets: { sid: "abc123abc123" } }, []],
    ["a name inside has the last word", { secrets: { password: "x" } }, [["x", "password", "/secrets/password"]]],
    ["nothing speaks for what stands beside it", { secrets: {}, DB: KEY }, []],
  ])("%s", (_, value, expected) => {
    expect(json(value)).toEqual(expected);
  });
});

describe("by what stands beside", () => {
  test.each<[unknown, unknown[][]]>([
    [{ name: "DB_PASSWORD", value: "letmein" }, [["letmein", "password", "/value"]]],
    [{ value: "letmein", name: "DB_PASSWORD" }, [["letmein", "password", "/value"]]],
    [{ key: "pwd", val: "a" }, [["a", "password", "/val"]]],
    [{ variable: "pwd", content: "a" }, [["a", "password", "/content"]]],
    [{ header: "Authorization", data: "Bearer abcd" }, [["Bearer abcd", "authorization", "/data"]]],
    [{ field: "pwd", value: 'a"b' }, [['a\\"b', "password", "/value"]]],
    [{ name: "PORT", value: "5432" }, []],
    [{ name: "DB_PASSWORD", other: "letmein" }, []],
    [{ name: "pwd", value: "required" }, []],
    [[{ name: "pwd" }, { value: "letmein" }], []],
    [
      [{ value: "a", name: "pwd", password: "b" }, { password: "c" }],
      [
        ["a", "password", "/0/value"],
        ["b", "password", "/0/password"],
        ["c", "password", "/1/password"],
      ],
    ],
    [{ value: GITHUB, name: "pwd" }, [[GITHUB, "GitHub token", "/value"]]],
    [{ value: `x ${GITHUB}`, name: "pwd" }, [[`x ${GITHUB}`, "password", "/value"]]],
    [{ kty: "OKP", d: KEY, x: KEY }, [[KEY, "private key", "/d"]]],
    [
      { d: KEY, q: KEY, kty: "RSA" },
      [
        [KEY, "private key", "/d"],
        [KEY, "private key", "/q"],
      ],
    ],
    [{ d: KEY }, []],
    [{ d: KEY, pin: "none" }, []],
    [{ value: `${GITHUB} x`, name: "pwd" }, [[`${GITHUB} x`, "password", "/value"]]],
    [
      { kty: "oct", k: KEY, dp: KEY, dq: KEY, qi: KEY, p: KEY },
      ["k", "dp", "dq", "qi", "p"].map((at) => [KEY, "private key", `/${at}`]),
    ],
  ])("%j", (value, expected) => {
    expect(json(value)).toEqual(expected);
  });
});

describe("inside a text", () => {
  test("at its place in the text as it is written", () => {
    expect(hidden(`{"log":"a ${GITHUB} b"}`)).toEqual([[GITHUB, "GitHub token", "/log"]]);
    expect(hidden(`["\\t\\u00e9 ${GITHUB}\\n"]`)).toEqual([[GITHUB, "GitHub token", "/0"]]);
    expect(hidden(`{"a":"password=hunter2","b":"password=hunter3"}`)).toEqual([
      ["hunter2", "password", "/a"],
      ["hunter3", "password", "/b"],
    ]);
  });

  test("that holds JSON, four times over, and as plain text below that", () => {
    const wrapped = (times: number): string =>
      times === 0 ? '{"password":"correct horse"}' : JSON.stringify({ in: wrapped(times - 1) });
    for (const times of [1, 2, 3, 4]) {
      const text = wrapped(times);
      const edits = findEdits(text, () => "*");
      expect(edits).toMatchObject([{ kind: "password", pointer: "/in" }]);
      let inner: unknown = JSON.parse(applyEdits(text, edits));
      for (let i = 0; i < times; i++) inner = JSON.parse((inner as { in: string }).in);
      expect(inner).toEqual({ password: "*" });
    }
  });

  test("a key that is a secret is hidden, and pointers name it as it is then", () => {
    const text = `{"${GITHUB}":{"password":"a"}}`;
    expect(hidden(text)).toEqual([
      [GITHUB, "GitHub token", "/<GitHub token>"],
      ["a", "password", "/<GitHub token>/password"],
    ]);
  });

  test("and the mask is of the secret alone", () => {
    const secrets: string[] = [];
    const note = (secret: string): string => String(secrets.push(secret));
    findEdits(`{"log":"a ${GITHUB} b","${GITHUB}":1}`, note);
    findEdits(`not JSON ${GITHUB}`, note);
    expect(secrets).toEqual([GITHUB, GITHUB, GITHUB]);
  });

  test("that is no JSON has no pointers", () => {
    expect(hidden("password=hunter2 {")).toEqual([["hunter2", "password", ""]]);
    expect(hidden("nothing to see")).toEqual([]);
  });
});

describe("where a plan says", () => {
  const value = { a: { password: "x" }, password: "y", list: [{ password: "z" }] };
  const at = (plan: Plan) => json(value, plan).map(([, , pointer]) => pointer);
  test.each<[Plan, string[]]>([
    [true, ["/a/password", "/password", "/list/0/password"]],
    [false, []],
    [{}, ["/a/password", "/password", "/list/0/password"]],
    [{ a: false }, ["/password", "/list/0/password"]],
    [{ password: false }, ["/a/password", "/list/0/password"]],
    [{ a: { password: false } }, ["/password", "/list/0/password"]],
    [{ list: { password: false } }, ["/a/password", "/password"]],
    [{ list: false, "*": true }, ["/a/password", "/password"]],
    [{ a: true, "*": false }, ["/a/password"]],
    [{ a: { "*": false }, "*": false }, []],
  ])("%j", (plan, pointers) => {
    expect(at(plan)).toEqual(pointers);
  });

  test("numbers, keys and texts of what it leaves out stay", () => {
    expect(json({ pin: 1234, otp: 123456 }, { pin: false })).toEqual([["123456", "code", "/otp"]]);
    expect(json({ [GITHUB]: GITHUB }, { [GITHUB]: false })).toEqual([]);
    expect(json([{ pin: 1234 }], { pin: false })).toEqual([]);
    expect(json({ otp: 123456, pin: 1234 }, { pin: false })).toEqual([["123456", "code", "/otp"]]);
    expect(json({ toString: { password: "x" } }, { "*": false })).toEqual([]);
  });
});

test("the first 200 places are told, and all are hidden", () => {
  const edits = findEdits(JSON.stringify(Array.from({ length: 203 }, () => ({ pwd: "a" }))), () => "*");
  expect(edits).toHaveLength(203);
  expect(edits.map(({ pointer }) => pointer).slice(198)).toEqual(["/198/pwd", "/199/pwd", ...Array(3).fill(undefined)]);
});

test("what is put there is JSON where a number was, and its length is the secret's", () => {
  const text = '{"pin":12345,"pwd":"a\\u0062c"}';
  const edits = findEdits(text, (secret, kind) => `"${secret}" ${kind}`);
  expect(edits.map(({ length }) => length)).toEqual([5, 3]);
  expect(edits[0]?.text).toBe('"\\"12345\\" code"');
  expect(applyEdits(text, [])).toBe(text);
  expect(
    applyEdits("abcdef", [
      { ...edits[0]!, start: 1, end: 3, text: "-" },
      { ...edits[0]!, start: 5, end: 6, text: "+" },
    ]),
  ).toBe("a-de+");
});
