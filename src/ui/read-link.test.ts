/** Only web and mail addresses become links, and none hides where it goes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLink, splitLinks } from "./read-link.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

test.each([
  ["https://runlight.example/a?b=c#d", "runlight.example", true],
  ["HTTPS://Runlight.Example/", "runlight.example", true],
  ["http://127.0.0.1:4600/x", "127.0.0.1:4600", true],
  ["http://[::1]:8080/", "[::1]:8080", true],
  ["https://a.example/@user", "a.example", true],
  ["mailto:mira@example.com", "mira@example.com", true],
  ["mailto:mira@example.com?bcc=all@example.com", "mira@example.com?bcc=all@example.com", true],
  ["https://p\u0430ypal.com/", "xn--pypal-4ve.com", false],
  ["https://paypal.com.\u0435vil.example", "paypal.com.xn--vil-qdd.example", false],
  ["https://\u212Aiwi.example/", "kiwi.example", false],
  ["https://good.example\u3002evil.example/", "good.example.evil.example", false],
  ["https://%65vil.example/", "evil.example", false],
  ["https://\uff45vil.example/", "evil.example", false],
  ["http://0x7f.1/", "127.0.0.1", false],
  ["http://2130706433/", "127.0.0.1", false],
  ["https://a.example:443/", "a.example", false],
  ["https://אבג.example/", "xn--4dbcd.example", false],
  ["mailto:мира@example.com", "%D0%BC%D0%B8%D1%80%D0%B0@example.com", false],
])("%s goes to %s", (text, target, isPlain) => {
  expect(readLink(text)).toMatchObject({ target, isPlain });
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "java\tscript:alert(1)",
  "\u0001javascript:alert(1)",
  " javascript:alert(1)",
  "javascript://https://a.example/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "vbscript:msgbox(1)",
  "blob:https://a.example/1",
  "filesystem:https://a.example/1",
  "file:///etc/passwd",
  "ftp://a.example/",
  "ws://a.example/",
  "about:blank",
  "view-source:https://a.example/",
  "intent://a.example/#Intent;end",
  "chrome://settings",
  "tel:+41000000000",
  "//a.example",
  "/\\a.example",
  "\\\\a.example",
  "/agents",
  "agents/57",
  "https:a.example",
  "https:/a.example",
  "https:\\\\a.example",
  "https:\\/a.example",
  "https:///a.example",
  "https://a.example\\@evil.example",
  "https://good.example@evil.example/",
  "https://user:pass@evil.example/",
  "https://@evil.example/",
  "https://a.example/\t",
  "https://a.exa\tmple/",
  "https://a.exa\nmple/",
  "https://a.exa\u200bmple/",
  "https://a.example/\u202egpj.exe",
  "https://a.exa\u00admple/",
  "https://a.example/\u2028",
  "https://a.example/ b",
  "https://",
  "https://?a",
  "https://a.example:99999/",
  "https://[::1/",
  "https://a.example/\ud800",
  "mailto:",
  "mailto:nobody",
  "mailto://a@a.example",
  "mailto:a@a.example\nbcc:b@b.example",
  `https://a.example/${"a".repeat(2_100)}`,
  "",
])("%j is no link", (text) => {
  expect(readLink(text)).toBeUndefined();
});

const scheme = fc.constantFrom(
  ..."https:// http:// HTTPS:// mailto: javascript: data: vbscript: blob: file: // /\\ https:\\\\ https:/ https: https:///".split(
    " ",
  ),
);
const piece = fc.oneof(
  fc.constantFrom(
    ..."good.example evil.example @ : / \\ ? # . 。 ．% %2f %00 [::1] 127.0.0.1 0x7f.1 :443 :80 \t \n \u200b \u202e \u0430 \u212a xn-- javascript: a@b.example".split(
      " ",
    ),
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.webAuthority({ withUserInfo: true, withPort: true, withIPv4: true, withIPv6: true }),
);
const address = fc.oneof(
  fc.tuple(scheme, fc.array(piece, { minLength: 1, maxLength: 5 })).map(([start, parts]) => start + parts.join("")),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

test("10,000 addresses: a link is of an allowed scheme, goes where it says, and is as written when it says nothing", () => {
  let links = 0;
  const property = fc.property(address, (text) => {
    const link = readLink(text);
    if (!link) return;
    links++;
    const url = new URL(link.href);
    expect(["http:", "https:", "mailto:"]).toContain(url.protocol);
    expect(url.username + url.password).toBe("");
    expect(link.target).toMatch(/^[\x21-\x7e]+$/);
    expect(link.target).toBe(url.protocol === "mailto:" ? url.pathname + url.search : url.host);
    if (link.isPlain) expect(text.toLowerCase()).toContain(link.target.toLowerCase());
    // A browser that reads the text itself goes to the same place.
    expect(new URL(text).href).toBe(link.href);
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(links).toBeGreaterThan(1_000);
});

const linked = (text: string) => splitLinks(text).flatMap(({ text: part, link }) => (link ? [part] : []));

test.each([
  ["See https://a.example/b.", ["https://a.example/b"]],
  ["(https://a.example/wiki/X_(y))", ["https://a.example/wiki/X_(y)"]],
  ["<https://a.example>, “http://b.example”", ["https://a.example", "http://b.example"]],
  ["**https://a.example**", ["https://a.example"]],
  ["mail mailto:a@b.example!", ["mailto:a@b.example"]],
  ["参照https://a.example。次", []],
  ["参照 https://a.example。次", ["https://a.example"]],
  ["javascript:https://a.example", []],
  ["xhttps://a.example", []],
  ["https://a.exa\u200bmple", []],
  ["https://good.example@evil.example", []],
  ["no address", []],
])("in %j the links are %j", (text, expected) => {
  expect(linked(text)).toEqual(expected);
});

test("the parts of any text are the text", () => {
  const text = fc.array(fc.oneof(address, fc.constantFrom(" ", "\n", "(", ")", "."), fc.string()), { maxLength: 6 });
  fc.assert(
    fc.property(
      text,
      (parts) =>
        splitLinks(parts.join(""))
          .map(({ text: part }) => part)
          .join("") === parts.join(""),
    ),
    { numRuns: 10_000 },
  );
});

test.each([
  ["one address", `https://${"a".repeat(1_000_000)}`],
  ["addresses in one", "https://".repeat(125_000)],
  ["addresses in a row", "https://a.b ".repeat(20_000)],
  ["brackets", `https://a.b/${"(".repeat(500_000)}${")".repeat(500_000)}`],
  ["stops", `https://a.b${".".repeat(1_000_000)}`],
  ["beginnings", "http mailto https:/ ".repeat(50_000)],
  ["mails", "mailto:a@".repeat(110_000)],
])("a line without an end is read in linear time: %s", (_, text) => {
  expect(isDoneWithin(5_000, () => splitLinks(text))).toBe(true);
});
