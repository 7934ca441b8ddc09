/** Masking: what is hidden, what never is, and that nothing else changes by a byte. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonArray, type Json, JsonObject, readJson } from "../contract/json.ts";
import { createMasker } from "./mask.ts";
import { applyEdits, findEdits } from "./mask-json.ts";
import { NOT_SECRET, SECRETS } from "./mask-samples.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

const KEY = new Uint8Array(32).fill(7);
const masker = createMasker(KEY);
const MASK = /‹hidden: [A-Za-z ]+, \d+ characters?, #[0-9a-f]{12}›/g;

/** A value's shape: kinds of containers and how many members, names left out; what is masked counts as text. */
function shapeOf(value: Json): unknown {
  if (value instanceof JsonArray) return value.items.map((item) => shapeOf(item.value));
  if (value instanceof JsonObject) return { members: value.entries.map((entry) => shapeOf(entry.value)) };
  return "scalar";
}

const snippet = fc.constantFrom(
  ...SECRETS.map(([, text]) => text),
  ...NOT_SECRET,
  "password",
  '"',
  "\\",
  "=",
  ": ",
  "\n",
  "‹hidden: ",
  "‹hidden: password, 3 characters, #0123456789ab›",
  "-----BEGIN ",
  "eyJ",
  "://a:b@",
);
const prose = fc
  .array(fc.oneof(snippet, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 6 })
  .map((parts) => parts.join(""));
const key = fc.oneof(
  fc.constantFrom(
    "password",
    "api_key",
    "token",
    "secrets",
    "credentials",
    "cookies",
    "name",
    "value",
    "kty",
    "d",
    "id",
    "summary",
    "runlight",
    "pendingApproval",
    "__proto__",
    "max_tokens",
    "pin",
  ),
  prose,
);
const written = fc.oneof(
  { depthSize: "small", withCrossShrink: true },
  prose.map((text) => JSON.stringify(text)),
  prose.map((text) => JSON.stringify(JSON.stringify({ password: text, n: 1 }))),
  fc.constantFrom("1240.00", "9007199254740993", "12345678", "1e400", "true", "null", '"\\ud800"', '"\\u0070ass"'),
);
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    written,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(" , ")}]`),
    fc
      .array(fc.tuple(key, tie("value")), { maxLength: 4 })
      .map((entries) => `{${entries.map(([name, text]) => `${JSON.stringify(name)} :${text}`).join(",\n")}}`),
  ),
})).value;

describe("every text", () => {
  test("10,000 JSON texts: outside the masks byte for byte, still JSON of the same shape, twice is once", () => {
    fc.assert(
      fc.property(json, (text) => {
        const masked = masker.text(text);
        const edits = findEdits(text, (secret, kind) => `<${kind} ${secret.length}>`);
        const replaced = applyEdits(text, edits);
        let at = 0;
        let place = 0;
        for (const edit of edits) {
          const kept = text.slice(at, edit.start);
          expect(replaced.slice(place, place + kept.length + edit.text.length)).toBe(kept + edit.text);
          place += kept.length + edit.text.length;
          at = edit.end;
        }
        expect(replaced.slice(place)).toBe(text.slice(at));
        if (edits.length === 0) expect(masked).toBe(text);
        expect(shapeOf(readJson(masked))).toEqual(shapeOf(readJson(text)));
        expect(masker.text(masked)).toBe(masked);
      }),
      { numRuns: 10_000 },
    );
  });

  test("10,000 texts of any kind: never throws, twice is once", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          prose,
          json.map((text) => text.slice(1)),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          const masked = masker.text(text);
          expect(masker.text(masked)).toBe(masked);
          expect(masker.run(masker.run(text))).toBe(masker.run(text));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe("what is hidden", () => {
  test.each(SECRETS)("%s", (_name, text, secret) => {
    const masked = masker.text(JSON.stringify({ log: text }));
    expect(masked).toMatch(MASK);
    expect(masked).not.toContain(JSON.stringify(secret).slice(1, -1));
  });

  test.each(NOT_SECRET.map((text) => [text]))("not: %s", (text) => {
    const sent = JSON.stringify({ text });
    expect(masker.text(sent)).toBe(sent);
  });

  test("by name, in objects, lists, strings that hold JSON, and pairs of name and value", () => {
    const hidden = (value: unknown): number => masker.text(JSON.stringify(value)).match(MASK)?.length ?? 0;
    expect(hidden({ password: "hunter2", dbPassword: "x", "X-Api-Key": "a1b2c3d4", client_secret: "q9w8e7r6" })).toBe(
      4,
    );
    expect(hidden({ passwords: ["one1", "two2"], args: JSON.stringify({ token: "abc123def456" }) })).toBe(3);
    expect(
      hidden({
        env: [
          { name: "DB_PASSWORD", value: "letmein" },
          { name: "PORT", value: "5432" },
        ],
      }),
    ).toBe(1);
    expect(
      hidden({
        kty: "OKP",
        crv: "Ed25519",
        d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
      }),
    ).toBe(1);
    expect(hidden({ pin: 1234, otp: "123456", password: 12345678 })).toBe(3);
    expect(
      hidden({ secrets: { DB: "kx81-aa93-kk2p-9d" }, cookies: [{ name: "sid", value: "s%3Aabcdef0123456789" }] }),
    ).toBe(2);
  });

  test("names that only sound like it keep their values", () => {
    const sent = JSON.stringify({
      ...{
        tokenCount: 4096,
        max_tokens: 12345678,
        total_tokens: 5,
        tokenizer: "cl100k_base",
        pageToken: "",
        nextPageToken: "CAUQAA11223344",
      },
      ...{
        passwordPolicy: { minLength: 12, text: "At least 12" },
        password: null,
        hasPassword: "yes",
        password_reset_url: "https://x.example/r",
      },
      ...{
        secretName: "prod-db-1",
        token_type: "Bearer",
        access_key_id: "my-key-1",
        errors: { password: "must be at least 12 characters" },
      },
      ...{
        authorization: "approved",
        cookie: "chocolate",
        credentials: { id: "12", name: "Slack account 7", type: "oauth2Api" },
      },
      ...{
        placeholder: {
          password: "********",
          apiKey: "${API_KEY}",
          token: "{{secrets.token}}",
          secret: "<your-secret-1>",
        },
      },
    });
    expect(masker.text(sent)).toBe(sent);
  });
});

describe("the mask", () => {
  test("equal secrets have equal masks on servers with one key, others have others", () => {
    const of = (secret: string, key: Uint8Array = KEY): string =>
      createMasker(key).text(JSON.stringify({ password: secret }));
    expect(of("hunter2")).toBe(
      '{"password":"‹hidden: password, 7 characters, #2fb4a98d25ea›"}'.replace(
        /#[0-9a-f]+/,
        /#[0-9a-f]+/.exec(of("hunter2"))?.[0] ?? "",
      ),
    );
    expect(of("hunter2")).toBe(of("hunter2"));
    expect(of("hunter2")).not.toBe(of("hunter3"));
    expect(of("hunter2")).not.toBe(of("hunter2", new Uint8Array(32)));
    expect(of("\ud800")).not.toBe(of("\udbff"));
  });

  test("keys that are secrets are hidden too, and duplicates stay", () => {
    const token = `${"gh"}p_${"a1B2".repeat(9)}`;
    const masked = masker.text(`{"${token}":1.0,"${token}":2}`);
    expect(masked).toMatch(/^\{"(‹hidden: GitHub token, 40 characters, #[0-9a-f]{12}›)":1\.0,"\1":2\}$/);
  });
});

describe("a run", () => {
  const run = (members: string): string => `{"id":"w:r","workflowId":"w","status":"error",${members}}`;

  test("says where it hid what, in runlight beside what stands there", () => {
    const masked = masker.run(
      run('"taskResult":{"a/b":{"password":"hunter2"}},"runlight":{"attempt":{"number":1,"of":1}}'),
    );
    expect(JSON.parse(masked).runlight).toEqual({
      attempt: { number: 1, of: 1 },
      masks: { count: 1, at: { "/taskResult/a~1b/password": { kind: "password", length: 7 } } },
    });
    expect(JSON.parse(masker.run(run('"summary":"password=hunter2"'))).runlight.masks.at).toHaveProperty(["/summary"]);
  });

  test("lists the first 200 and counts all", () => {
    const rows = Array.from({ length: 500 }, (_, i) => `{"password":"pass-${i}"}`);
    const { masks } = JSON.parse(masker.run(run(`"taskResult":[${rows.join(",")}]`))).runlight;
    expect([masks.count, Object.keys(masks.at).length]).toEqual([500, 200]);
  });

  test("ids, dates and the server's own fields stay; words people wrote to a decision do not", () => {
    const id = `${"gh"}p_${"a1B2".repeat(9)}`;
    const sent = `{"id":"${id}","workflowId":"${id}","status":"x","pendingApproval":{"id":"${id}"},"runlight":{"decisions":[{"by":"${id}"}]}}`;
    expect(masker.run(sent)).toBe(sent);
    const said = masker.run(`{"id":"1","runlight":{"decisions":[{"by":"${id}","comment":"use ${id}"}]}}`);
    expect(said).toMatch(/"by":"ghp_.*"comment":"use ‹hidden: GitHub token/);
  });

  test("the request has one text in the answer, in lists and when it is decided", () => {
    const request = '{ "id":"apr-1", "args":{"apiKey":"A1b2C3d4E5f6"} }';
    const served = masker.request(request);
    expect(served).toMatch(MASK);
    expect(masker.run(run(`"pendingApproval":${request}`))).toContain(`"pendingApproval":${served}`);
    expect(masker.item(run(`"pendingApproval":${request}`))).toContain(`"pendingApproval":${served}`);
  });
});

test("time grows with the text and not faster, whatever it says", () => {
  const hostile = [
    "eyJ",
    "eyJaaaaaaaaa.",
    "-----BEGIN PRIVATE KEY-----",
    "password=",
    "token:",
    "://a:b",
    "Bearer ",
    'password:"',
    "pass_word-",
    "ghp_",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_",
    "--token ",
    "‹hidden: ",
    "\\",
    "[",
  ];
  for (const piece of hostile) {
    const text = JSON.stringify({ log: piece.repeat(200_000 / piece.length) });
    // Quadratic time would be much more.
    expect(
      isDoneWithin(2_000, () => masker.text(text)),
      piece,
    ).toBe(true);
  }
});
