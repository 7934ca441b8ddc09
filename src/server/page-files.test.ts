/** The built page as it is served: each page's document names the code of that page, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerPage, loadPage, type PageFiles } from "./page-files.ts";

const HTML = '<html><head><script type="module" crossorigin src="/assets/index-1.js"></script></head></html>';
const MANIFEST = {
  "index.html": { file: "assets/index-1.js", imports: ["_early.js"], dynamicImports: ["_base.js", "_refused.js"] },
  "_early.js": { file: "assets/early-1.js" },
  "_base.js": { file: "assets/base-1.js", imports: ["_early.js"], dynamicImports: ["_later.js"] },
  "src/runs/runs-page.tsx": { file: "assets/runs-page-1.js", imports: ["_base.js", "_list.js"] },
  "src/agents/agents-page.tsx": { file: "assets/agents-page-1.js", imports: ["_base.js", "_list.js"] },
  "_react.js": { file: "assets/react-1.js", name: "react" },
  "_list.js": { file: "assets/list-1.js" },
  "_refused.js": { file: "assets/refused-1.js" },
  "_later.js": { file: "assets/later-1.js" },
};

let folder = "";
let page: PageFiles;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "runlight-page-"));
  mkdirSync(path.join(folder, ".vite"));
  writeFileSync(path.join(folder, "index.html"), HTML);
  writeFileSync(path.join(folder, ".vite/manifest.json"), JSON.stringify(MANIFEST));
  page = loadPage(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function preloaded(pathname: string): Promise<string[]> {
  const answer = await answerPage(page, pathname, new Request(`http://localhost${pathname}`));
  const found = (await answer.text()).matchAll(
    /<link rel="modulepreload" crossorigin href="\/assets\/([a-z-]+)-1\.js">/g,
  );
  return [...found].map(([, name = ""]) => name).toSorted();
}

test.each([
  ["/agents/57/runs/wf_57_run_89", ["early", "react"]],
  ["/agents/57/runs/team%2Fa%3Ab/", ["early", "react"]],
  ["/agents/57/runs", ["base", "early", "list", "runs-page"]],
  ["/agents", ["agents-page", "base", "early", "list"]],
  ["/", ["agents-page", "base", "early", "list"]],
  ["/r/wf_57_run_89", []],
  ["/agents/57/nothing/here", []],
])("%s names %j", async (pathname, names) => expect(await preloaded(pathname)).toEqual(names));

test("every document is whole, and its tag is its own", async () => {
  const run = await answerPage(page, "/agents/1/runs/a", new Request("http://localhost/"));
  const other = await answerPage(page, "/agents/1/nothing", new Request("http://localhost/"));
  expect(run.headers.get("etag")).not.toBe(other.headers.get("etag"));
  expect(await other.text()).toBe(HTML);
  expect((await run.text()).replaceAll(/\s*<link[^>]*>\s*/g, "")).toBe(HTML);
});

test("the manifest is the server's own", () => {
  expect(() => answerPage(page, "/.vite/manifest.json", new Request("http://localhost/"))).not.toThrow();
  expect(page.files.has("/.vite/manifest.json")).toBe(false);
});

test("a build without a page it should have is refused", () => {
  const { "src/runs/runs-page.tsx": _, ...others } = MANIFEST;
  writeFileSync(path.join(folder, ".vite/manifest.json"), JSON.stringify(others));
  expect(() => loadPage(folder)).toThrow("the build's manifest names no src/runs/runs-page.tsx");
});
