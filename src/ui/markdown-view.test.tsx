// @vitest-environment happy-dom
/** Markdown of an agent becomes text with a little order, and never anything that loads, runs or leads astray. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { MarkdownView } from "./markdown-view.tsx";
import { TextOrMarkdown } from "./text-or-markdown.tsx";
import { isDoneWithin } from "../contract/cpu-time.ts";

afterEach(cleanup);

const show = (text: string) => render(<MarkdownView text={text} label="Summary" />).container;
const ALLOWED = new Set(
  "div p h4 h5 h6 blockquote ul ol li table thead tbody tr th td pre code strong em del br hr a bdi span".split(" "),
);
const ATTRIBUTES = new Set(
  "class dir role aria-label tabindex start scope href target rel referrerpolicy title data-hidden data-target".split(
    " ",
  ),
);

/** What stands in the page and should not. */
function strange(container: HTMLElement): string[] {
  return [...container.querySelectorAll("*")].flatMap((element) => [
    ...(ALLOWED.has(element.localName) ? [] : [element.localName]),
    ...element.getAttributeNames().filter((name) => !ATTRIBUTES.has(name)),
    ...(element.localName === "a" && !/^(?:https?|mailto):/.test(element.getAttribute("href") ?? "") ? ["href"] : []),
  ]);
}

test("headings, lists, tasks, tables, code and emphasis", () => {
  const box = show(
    "# One\n\n## Two\n\nSome *em*, **strong**, ~~del~~ and `code`\n\n- [x] done\n- [ ] open\n\n3. three\n\n> quoted\n\n```js\nconst a = '<b>'\n```\n\n|a|b|\n|-|-:|\n|1|2|\n\n---\n",
  );
  expect(strange(box)).toEqual([]);
  expect(box.querySelector("h4")?.textContent).toBe("One");
  expect(box.querySelector("h5")?.textContent).toBe("Two");
  expect([...box.querySelectorAll("li")].map((li) => li.textContent)).toEqual(["[x] done", "[ ] open", "three"]);
  expect(box.querySelector("ol")?.getAttribute("start")).toBe("3");
  expect(box.querySelector("pre")?.textContent).toBe("const a = '<b>'");
  expect(box.querySelector("td:last-child")?.textContent).toBe("2");
  expect(box.querySelector("em, strong, del, blockquote, hr, code")).toBeTruthy();
});

test("HTML stays text, with what stands between its tags", () => {
  const box = show(
    '<img src=x onerror=alert(1)>\n\nA <b id="x" class="fixed">bold</b> claim\n\n<script>alert(1)</script>',
  );
  expect(strange(box)).toEqual([]);
  expect(box.textContent).toContain("<img src=x onerror=alert(1)>");
  expect(box.textContent).toContain('A <b id="x" class="fixed">bold</b> claim');
  expect(box.textContent).toContain("<script>alert(1)</script>");
});

test("links say where they go unless their text does, and what is no link is shown in full", () => {
  const box = show(
    "[approve](https://evil.example/a) [https://good.example](https://evil.example) <https://plain.example> www.short.example\n\n[run](javascript:alert(1)) [data](data:text/html,1) [slash](//evil.example) [ref][r]\n\n[r]: https://ref.example",
  );
  expect(strange(box)).toEqual([]);
  expect([...box.querySelectorAll("a")].map((a) => a.textContent)).toEqual([
    "approveevil.example",
    "https://good.exampleevil.example",
    "https://plain.example",
    "www.short.example",
    "refref.example",
  ]);
  expect([...box.querySelectorAll("[data-target]")].map((mark) => mark.textContent)).toEqual([
    "evil.example",
    "evil.example",
    "ref.example",
  ]);
  expect(box.querySelector("a")?.rel).toBe("noopener noreferrer nofollow");
  expect(box.textContent).toContain("run (javascript:alert(1))");
  expect(box.textContent).toContain("slash (//evil.example)");
});

test("a scheme behind character references is read before it is judged", () => {
  const box = show("[a](javascript&#58;alert(1)) [b](&#x6a;avascript:alert(1)) [c](https://a.example/?a=1&amp;b=2)");
  expect([...box.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual(["https://a.example/?a=1&b=2"]);
});

test("pictures are named and not loaded", () => {
  const box = show("![the receipt](https://track.example/p.gif?run=1) ![](data:image/svg+xml,<svg>)");
  expect(strange(box)).toEqual([]);
  expect(box.textContent).toContain("image: the receipt (track.example)");
  expect(box.textContent).toContain("image: no description (data:image/svg+xml,<svg>)");
});

test("hidden characters are marked here too, also those behind references", () => {
  expect(show("# a\u202eb\n\n`c\u200bd` &#x202e; [x\u2066](https://a.example)").textContent).toBe(
    "aU+202EbcU+200Bd U+202E xU+2066a.example",
  );
});

test("names that objects have by birth are no references", () => {
  const box = show("[constructor] [__proto__] [a][toString]\n\n[__proto__]: https://a.example\n[hasOwnProperty]");
  expect(strange(box)).toEqual([]);
  expect(box.textContent).toContain("[constructor]");
});

test.each([
  ["longer than 64 kB", "word ".repeat(20_000)],
  ["nested too deeply", `${">".repeat(3_000)} a`],
  ["nested too deeply", Array.from({ length: 60 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
  ["too many parts", "a\n\n".repeat(12_000)],
])("what could freeze the page is refused: %s", (why, text) => {
  expect(show(text).textContent).toContain(`It stays text, because it`);
  expect(document.body.textContent).toContain(why);
});

test.each([
  "*a_",
  "[",
  "![",
  "`a``b",
  "<a ",
  "~~a~",
  "_a_b",
  "[a](",
  "a@b.",
  "www.a.(",
  "|a|\n|-|\n",
  "> a\n> > b\n",
  "<!--",
])("64 kB of %j are read within two seconds", (unit) => {
  expect(isDoneWithin(4_000, () => show(unit.repeat(Math.floor(65_000 / unit.length))))).toBe(true);
});

test("10,000 texts: nothing strange in the page, nothing thrown", () => {
  const unit = fc.oneof(
    fc.constantFrom(
      ..."#·-·>·*·_·`·[·](·)·![·<b>·<img src=x onerror=a>·</p>·|·\n·\n\n·    ·- [x] ·1. ·```\n·~~·&#58;·&amp;·\\·javascript:·https://a.example·[r]: data:x·<!--·www.b.example·@·\u202e".split(
        "·",
      ),
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(unit, { maxLength: 14 }), { minLength: 25, maxLength: 25 }), (texts) => {
      const views = texts.map((parts, index) => <MarkdownView key={index} text={parts.join("")} label="Summary" />);
      expect(strange(render(views).container)).toEqual([]);
      cleanup();
    }),
    { numRuns: 10_000 / 25 },
  );
});

test("text by default; Markdown when asked for, and back", async () => {
  render(<TextOrMarkdown text={"# Done\n\n**All** sent to https://a.example"} label="Summary" />);
  expect(document.body.textContent).toContain("# Done");
  expect((await screen.findByRole("link")).getAttribute("href")).toBe("https://a.example/");
  const button = await screen.findByRole("button", { name: "Summary as Markdown", pressed: false });
  fireEvent.click(button);
  expect(await screen.findByRole("heading", { level: 4 })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Summary as Markdown", pressed: true }));
  expect(document.body.textContent).toContain("# Done");
});

test("a text without its signs has no button", () => {
  render(<TextOrMarkdown text="Refunded 1240 EUR." label="Summary" />);
  expect(screen.queryByRole("button")).toBeNull();
});
