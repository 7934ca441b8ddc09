/** Exactly which stretch of a text is hidden, and under which name: quotes, settings, flags, headers, keys, neighbours. */
import { describe, expect, test } from "vitest";
import { cluesIn, findSecrets, withGaps } from "./secret-text.ts";

const joined = (...parts: readonly string[]): string => parts.join("");
const found = (text: string) => findSecrets(text).map(({ start, end, kind }) => [text.slice(start, end), kind]);
const MASK = "‹hidden: password, 3 characters, #0123456789ab›";
const GITHUB = joined("gh", "p_", "a1B2".repeat(9));

describe("a value behind a name", () => {
  const password = (value: string) => [[value, "password"]];
  test.each<[string, string[][]]>([
    // In quotes it is the value, whatever it looks like; the quotes stay.
    ['password: "correct horse"', password("correct horse")],
    ["password: 'it.'", password("it.")],
    ["password = `x y`", password("x y")],
    ['{\\"password\\":\\"hunter2\\"}', password("hunter2")],
    ['{"password":"","user":"a"}', []],
    ['password: "required"', []],
    // Without quotes after a colon it must look the part: five characters, and not only words.
    ["password: hunter", []],
    ["password: hunter2", password("hunter2")],
    ["password: a1b2", []],
    ["password: a1b2c", password("a1b2c")],
    ["password: Winter-Sale", []],
    ["password: don't", []],
    ["password = abc1", []],
    ["password = abc12", password("abc12")],
    ["password => abc12", password("abc12")],
    ["password := abc12", password("abc12")],
    ["password:=abc1", []],
    ["x password= abc", []],
    ["password: 123456", password("123456")],
    ["password: Win-ter-Sale", []],
    ["x password=1args.password", password("1args.password")],
    ["x password=args.password-1", password("args.password-1")],
    ["x password=token.value1", password("token.value1")],
    ["password=abc...", password("abc")],
    // `key=value` is a setting.
    ["password=abc", password("abc")],
    ["?a=1&password=abc&b=2", password("abc")],
    ["(password=abc)", password("abc")],
    ["password=abc.", password("abc")],
    ["password=abc?!.x", password("abc?!.x")],
    ['password="abc."', password("abc.")],
    ["password=a\\b", password("a\\b")],
    ["password=a\\nb", password("a")],
    ["user1.dbPassword=abc", password("abc")],
    // At the beginning of a line all up to the next space.
    ["DB_PASSWORD=let&me;in x", password("let&me;in")],
    ["a\nexport DB_PASSWORD=let&me", password("let&me")],
    ["a DB_PASSWORD=let&me", password("let")],
    ["DB_PASSWORD: let12&me", password("let12")],
    ["API_KEY=abc123&def", [["abc123", "API key"]]],
    // A call or a name of a program is none.
    ["password = getPassword1()", []],
    ["x password=get_1(x", []],
    ["api_key1=api_key1", []],
    ["password=args.password", []],
    ["password=args.value1", password("args.value1")],
    ["password=args.2", password("args.2")],
    // Nor is what is hidden already.
    [`password=${MASK}`, []],
    [`password="${MASK}"`, []],
    [`password=${MASK} password=abc`, password("abc")],
    ["hasPassword=abc", []],
  ])("%j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("a value behind a name that says little", () => {
  test.each<[string, string[][]]>([
    ["token: a1b2c3d4e5f", []],
    ["token: a1b2c3d4e5f6", [["a1b2c3d4e5f6", "token"]]],
    ["token=a1b2c3d", []],
    ["token=a1b2c3d4", [["a1b2c3d4", "token"]]],
    ['token: "a1b2c3d4"', [["a1b2c3d4", "token"]]],
    ["secret: patience", []],
  ])("%j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("flags, headers and codes", () => {
  test.each<[string, string[][]]>([
    ["run --password abc -x", [["abc", "password"]]],
    ["run --db-password abc", [["abc", "password"]]],
    ["run --password --host db", []],
    ["run --password=abc", [["abc", "password"]]],
    ["x--password abc", []],
    ["run --api-key\tabc123", [["abc123", "API key"]]],
    ["Cookie: sid=abc; theme=dark\nAccept: */*", [["sid=abc; theme=dark", "cookie"]]],
    ['"Cookie": "sid=abc; theme=dark", "a": 1', [["sid=abc; theme=dark", "cookie"]]],
    ["cookie: chocolate", []],
    ["Cookie: sid=abc; x=1  ", [["sid=abc; x=1", "cookie"]]],
    ["otp: 123456", [["123456", "code"]]],
    ["otp: many", []],
    ["Authorization: Bearer 8f2kd9s0a1lmQ7", [["8f2kd9s0a1lmQ7", "bearer token"]]],
    ["seed phrase: 'abandon ability able about'", [["abandon ability able about", "seed phrase"]]],
  ])("%j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test("a long value is judged by its beginning and hidden to its end", () => {
  for (const length of [255, 256, 257, 1_000]) {
    const value = "a1".repeat(500).slice(0, length);
    expect(found(`x password=${value} y`)).toEqual([[value, "password"]]);
    expect(found(`x password="${value}" y`)).toEqual([[value, "password"]]);
  }
});

describe("private keys", () => {
  const begin = joined("-----BEGIN ", "PRIVATE KEY-----");
  const end = joined("-----END ", "PRIVATE KEY-----");
  const body = "\nMIIEpAIBAAKCAQEA7x\nq8f=\n";
  test.each<[string, string, string]>([
    ["whole", `a ${begin}${body}${end} b`, `${begin}${body}${end}`],
    ["of a maker", `${joined("-----BEGIN EC ", "PRIVATE KEY-----")}${body}${end}`, ""],
    [
      "of PGP",
      `${joined("-----BEGIN PGP ", "PRIVATE KEY BLOCK-----")}${body}${joined("-----END PGP ", "PRIVATE KEY BLOCK-----")}`,
      "",
    ],
    ["cut off", `a ${begin}${body}`, `${begin}${body}`],
    ["cut off, with more behind it", `${begin}${body}<b>`, `${begin}${body}`],
    [
      "whose end is no end",
      `${begin}${body}-----END ${"X".repeat(90)}-----!`,
      `${begin}${body}-----END ${"X".repeat(90)}-----`,
    ],
  ])("%s", (_, text, expected) => {
    expect(found(text)).toEqual([[expected || text, "private key"]]);
  });

  test("whose end is none, or too far, is hidden as far as it looks like a key", () => {
    expect(found(`${begin}${body}----- !!!!! -----`)).toEqual([[`${begin}${body}----- `, "private key"]]);
    const far = `${begin}${body}-----END `;
    for (const length of [71, 90]) expect(found(`${far}${"!".repeat(length)}-----`)).toEqual([[far, "private key"]]);
    const near = `${far}${"!".repeat(70)}-----`;
    expect(found(near)).toEqual([[near, "private key"]]);
  });

  test("a beginning alone is none, nor is a public one", () => {
    expect(found(`${begin}!`)).toEqual([]);
    expect(found(`${begin} `)).toEqual([]);
    expect(found("-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA7x\n")).toEqual([]);
  });

  test("two are two", () => {
    const one = `${begin}${body}${end}`;
    expect(found(`${one} and ${one}`)).toEqual([
      [one, "private key"],
      [one, "private key"],
    ]);
  });
});

test("what overlaps is one stretch, named by what begins first; neighbours are two", () => {
  expect(found(`password=${GITHUB}`)).toEqual([[GITHUB, "GitHub token"]]);
  expect(found(`password="x ${GITHUB}"`)).toEqual([[`x ${GITHUB}`, "password"]]);
  expect(found(`password="${GITHUB} y"`)).toEqual([[`${GITHUB} y`, "password"]]);
  expect(found(`password="x ${GITHUB} y"`)).toEqual([[`x ${GITHUB} y`, "password"]]);
  expect(found(`${GITHUB} ${GITHUB}`)).toEqual([
    [GITHUB, "GitHub token"],
    [GITHUB, "GitHub token"],
  ]);
  expect(found(`${GITHUB}, password=abc and token=a1b2c3d4`)).toEqual([
    [GITHUB, "GitHub token"],
    ["abc", "password"],
    ["a1b2c3d4", "token"],
  ]);
});

test("a secret with a gap in it is none, one beside a gap is one", () => {
  expect(found(`${GITHUB.slice(0, 12)}${MASK}${GITHUB.slice(12)}`)).toEqual([]);
  expect(found(`${MASK} ${GITHUB}`)).toEqual([[GITHUB, "GitHub token"]]);
});

test("a mask counts as a gap of its length; what only begins like one does not", () => {
  expect(withGaps(`a ${MASK} b`)).toBe(`a ${"\ufdd0".repeat(MASK.length)} b`);
  expect(withGaps("a ‹hidden: b")).toBe("a ‹hidden: b");
  expect(withGaps("abc")).toBe("abc");
  expect(found("password=‹hidden:")).toEqual([["‹hidden:".slice(0, -1), "password"]]);
});

test("where something may begin is said in order, and nothing where nothing does", () => {
  expect(cluesIn("nothing to see")).toBeUndefined();
  expect(cluesIn("")).toBeUndefined();
  expect(cluesIn("my password")).toEqual([6]);
  const clues = cluesIn(`pass ${GITHUB} token`) ?? [];
  expect(clues).toEqual([3, 8, clues.at(-1)]);
  expect(clues.at(-1)).toBeGreaterThan(GITHUB.length);
});
