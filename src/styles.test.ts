/** The tokens: both dark blocks say the same, and every text can be read on every ground it stands on. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./styles.css", import.meta.url), "utf8");

function tokensAfter(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  expect(start, selector).toBeGreaterThan(0);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map(
    [...block.matchAll(/--color-([\w-]+): (#[0-9a-f]{6}|rgb[^;]+);/g)].map(([, name, value]) => [
      name ?? "",
      value ?? "",
    ]),
  );
}

const light = tokensAfter("@theme static");
const dark = tokensAfter(':root[data-theme="dark"]');
const systemDark = tokensAfter(':root:not([data-theme="light"])');

test("dark by the system and dark by choice are the same colours, and none is forgotten", () => {
  expect(Object.fromEntries(systemDark)).toEqual(Object.fromEntries(dark));
  expect([...dark.keys()]).toEqual([...light.keys()]);
});

/** WCAG 2 relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const GROUNDS = ["canvas", "surface", "sunken", "selected", "wait-tint", "future"];
const TEXTS = ["ink", "ink-2", "ink-3", "accent", "ok", "wait", "fail", "run", "idle"];
const CODE = ["code-string", "code-number", "code-word"];
const DRAWN = ["control", "bar-ok", "bar-fail", "bar-run", "accent"];

test.each([
  ["light", light],
  ["dark", dark],
])("%s: texts 4.5:1, what is drawn 3:1", (_, tokens) => {
  const of = (name: string) => tokens.get(name) ?? "";
  const low: string[] = [];
  const check = (front: string, ground: string, least: number) => {
    const ratio = contrast(of(front), of(ground));
    if (!(ratio >= least)) low.push(`${front} on ${ground}: ${ratio.toFixed(2)}`);
  };
  for (const ground of GROUNDS) {
    for (const text of TEXTS) check(text, ground, 4.5);
    if (ground !== "wait-tint") for (const text of CODE) check(text, ground, 4.5);
  }
  for (const ground of ["canvas", "surface"]) for (const front of DRAWN) check(front, ground, 3);
  check("on-ink", "ink", 4.5);
  check("on-ink", "ink-2", 4.5);
  check("fail", "fail-tint", 4.5);
  check("accent", "accent-tint", 4.5);
  expect(low).toEqual([]);
});
