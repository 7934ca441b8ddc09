/** Plants what the linter must refuse in a tree of its own, and sees each one refused with its sentence. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FOLDERS, MAY_IMPORT, root } from "./tree.ts";

interface Planted {
  readonly file: string;
  code: string;
  /** Only what is said about this line counts. */
  readonly line?: number;
  /** The rule that refuses it and words of its message; undefined: it must pass. */
  readonly refused?: readonly [rule: string, words: string];
}

const DIRECTION = "no-restricted-imports";
const planted: Planted[] = [];
const plant = (file: string, code: string, refused?: Planted["refused"]): Planted => {
  const one = { file, code, ...(refused && { refused }) };
  planted.push(one);
  return one;
};

const ROOT_FILES: Readonly<Record<string, string>> = { main: "main.tsx", routes: "routes.tsx", paths: "paths.ts" };
const TARGETS = [...FOLDERS, "main", "routes", "paths", "e2e"];
const SENTENCES: Readonly<Record<string, string>> = {
  contract: "imports only valibot and itself",
  server: "never the page",
  e2e: "import only src/contract",
  paths: "imports only src/contract",
};

/** Every pair of parts, allowed or not; a file of the root holds all of its imports, one a line. */
function plantPairs(): void {
  for (const [from, allowed] of Object.entries(MAY_IMPORT)) {
    const lines: string[] = [];
    for (const to of TARGETS.filter((target) => target !== from)) {
      const rootFile = ROOT_FILES[from];
      const path = to === "e2e" ? "e2e/x.ts" : (ROOT_FILES[to] ?? `${to}/x.ts`);
      const up =
        from === "e2e" ? "../src/" : rootFile ? (to === "e2e" ? "../" : "./") : to === "e2e" ? "../../" : "../";
      const name = from === "runs" && to === "approvals" ? "ApprovalBanner" : `x${lines.length}`;
      const code = use(name, up + path);
      const words = to === "e2e" && from !== "contract" ? "never imports tests" : (SENTENCES[from] ?? "");
      const refused = allowed.includes(to) ? undefined : ([DIRECTION, words] as const);
      if (!rootFile) plant(from === "e2e" ? `e2e/to-${to}.ts` : `src/${from}/to-${to}.ts`, code, refused);
      else plantLine(`src/${rootFile}`, lines, code, refused);
    }
  }
}

function plantLine(file: string, lines: string[], code: string, refused: Planted["refused"]): void {
  lines.push(code);
  const line = lines.join("").split("\n").length - code.split("\n").length + 1;
  for (const one of planted) if (one.file === file) one.code = lines.join("");
  planted.push({ file, code: lines.join(""), line, ...(refused && { refused }) });
}

const use = (name: string, from: string): string => `import { ${name} } from "${from}";\nuse(${name});\n`;
plantPairs();
const cases: readonly Planted[] = [
  plant("src/runs/dialog.ts", use("DecisionDialog", "../approvals/decision-dialog.tsx"), [
    DIRECTION,
    "only ApprovalBanner",
  ]),
  plant("src/runs/typed.ts", `import type { A } from "../agents/a.ts";\nexport type B = A;\n`, [
    DIRECTION,
    "Verticals never",
  ]),
  plant("src/runs/exported.ts", `export { a } from "../agents/a.ts";\n`, [DIRECTION, "Verticals never"]),
  plant("src/runs/tested.test.ts", use("a", "../agents/a.ts"), [DIRECTION, "Verticals never"]),
  plant("src/runs/odd.ts", use("a", "./../agents/a.ts"), [DIRECTION, "shortest relative path"]),
  plant("src/runs/odder.ts", use("a", "../ui/../agents/a.ts"), [DIRECTION, "shortest relative path"]),
  plant("src/runs/oddest.ts", use("a", "../../src/agents/a.ts"), [DIRECTION, "shortest relative path"]),
  plant("src/ui/disk.ts", use("readFileSync", "node:fs"), [DIRECTION, "stay in src/server"]),
  plant("src/api/log.ts", use("jwtVerify", "jose"), [DIRECTION, "stay in src/server"]),
  plant("src/ui/disk.test.ts", use("readFileSync", "node:fs")),
  plant("src/ui/shipped.ts", use("test", "vitest"), [DIRECTION, "Test libraries stay in tests"]),
  plant("src/contract/react.ts", use("useState", "react"), [DIRECTION, "imports only valibot"]),
  plant("src/contract/disk.ts", use("readFileSync", "node:fs"), [DIRECTION, "imports only valibot"]),
  plant("src/contract/schema.ts", `import * as v from "valibot";\nuse(v);\n`),
  plant("src/contract/react.test.ts", use("useState", "react"), [DIRECTION, "imports only valibot"]),
  plant("src/contract/rule.test.ts", use("assert", "fast-check")),
  plant("src/server/react.ts", use("useState", "react"), [DIRECTION, "never import React"]),
  plant("src/server/embedded/query.ts", use("QueryClient", "@tanstack/react-query"), [DIRECTION, "never import React"]),
  plant("src/server/embedded/page.ts", use("a", "../../runs/a.ts"), [DIRECTION, "never the page"]),
  plant("src/server/embedded/sample.ts", use("a", "../agents/a.ts")),
  plant("src/server/temporal/workflow.ts", use("a", "../source.ts"), [DIRECTION, "A workflow is replayed"]),
  plant("src/server/temporal/workflow-run.ts", use("now", "node:timers"), [DIRECTION, "A workflow is replayed"]),
  plant("src/server/temporal/workflow-fold.ts", use("a", "../../contract/a.ts") + use("b", "../agents/b.ts")),
  // What follows is planted for the linter to refuse, `any`, skipped and focused tests included; none of it runs.
  plant("src/ui/any.ts", "export const a = (x: any): unknown => x;\n", ["no-explicit-any", ""]),
  plant("src/ui/default.ts", "const a = 1;\nexport default a;\n", ["no-default-export", ""]),
  plant("src/ui/said.ts", `console.log("x");\n`, ["no-console", ""]),
  plant("src/server/main.ts", `console.log("x");\n`),
  plant("src/ui/html.tsx", "export const A = () => <p dangerouslySetInnerHTML={{ __html: text }} />;\n", [
    "no-danger",
    "",
  ]),
  plant("src/ui/sure.ts", "export const a = (x?: string): number => x!.length;\n", ["no-non-null-assertion", ""]),
  plant("src/ui/ignored.ts", "// @ts-ignore\nexport const a: string = 1;\n", ["ban-ts-comment", ""]),
  plant("src/ui/worker.ts", `export const w = () => new Worker("x.js");\n`, ["no-restricted-globals", "No workers"]),
  plant("src/ui/a.test.ts", `import { expect, test } from "vitest";\ntest.only("a", () => { expect(1).toBe(1); });\n`, [
    "no-focused-tests",
    "",
  ]),
  plant("src/ui/b.test.ts", `import { expect, test } from "vitest";\ntest.skip("a", () => { expect(1).toBe(1); });\n`, [
    "no-disabled-tests",
    "",
  ]),
  plant("src/ui/c.test.ts", `import { test } from "vitest";\ntest("a", () => { use(1); });\n`, ["expect-expect", ""]),
];

interface Diagnostic {
  readonly message: string;
  readonly help?: string;
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

const folder = mkdtempSync(join(tmpdir(), "runlight-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const found = lint();

/** One run of the real linter with the real rules. */
function lint(): readonly Diagnostic[] {
  for (const { file, code } of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  const args = [join(root, "node_modules/oxlint/bin/oxlint"), "-f", "json", "src", "e2e"];
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 64e6 });
  return (JSON.parse(done.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}

function see({ file, line, refused }: Planted): void {
  const here = found.filter(
    (one) => one.filename === file && (line === undefined || one.labels[0]?.span.line === line),
  );
  const said = here.filter((one) => one.code.includes(refused?.[0] ?? DIRECTION) || one.code.includes("no-console"));
  const text = said.map((one) => `${one.message} ${one.help ?? ""}`).join("\n");
  if (!refused) return expect(text).toBe("");
  expect(said, `${file} is not refused by ${refused[0]}`).not.toEqual([]);
  expect(text).toContain(refused[1]);
}

describe("every pair of folders", () => {
  test.each(planted.filter((one) => !cases.includes(one)))("$file $line", see);
});

describe("what must not be written", () => {
  test.each(cases)("$file", see);
});
