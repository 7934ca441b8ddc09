/** Conventions the linter cannot see, checked on the project's own files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  FOLDERS,
  importsOf,
  isTest,
  listFiles,
  MAY_IMPORT,
  partOf,
  readSources,
  root,
  type SourceFile,
} from "./tree.ts";

const sources = [...readSources("src"), ...readSources("e2e")];
const where = (files: readonly SourceFile[]): string[] => files.map((file) => file.path);

test("there is something to look at", () => {
  for (const folder of [...FOLDERS.map((name) => `src/${name}/`), "e2e/"]) {
    expect(where(sources.filter((file) => file.path.startsWith(folder))), folder).not.toEqual([]);
  }
});

test("styles name no width that does not exist here", () => {
  // `styles.css` has md and lg alone; Tailwind's others are silently nothing.
  const isNothing = ({ text }: SourceFile): boolean => /["'` ](?:max-)?(?:sm|xl|2xl):[\w[-]/.test(text);
  expect(where(sources.filter((file) => file.path.endsWith(".tsx") && isNothing(file)))).toEqual([]);
});

test("no page asks for the browser's formatters, whose first use costs more than drawing a list", () => {
  const page = sources.filter(({ path }) => /^src\/(?!server\/)/.test(path) && !isTest(path));
  const isAsking = ({ text }: SourceFile): boolean =>
    /\.toLocale\w*String\(|\bIntl\./.test(text.replaceAll(/^ *(?:\*|\/).*$/gm, ""));
  expect(where(page.filter(isAsking))).toEqual([]);
});

describe("files", () => {
  test("no file is longer than 300 lines", () => {
    expect(where(sources.filter((file) => file.text.trimEnd().split("\n").length > 300))).toEqual([]);
  });

  test("the first line says what the file is for", () => {
    const silent = sources.filter((file) => {
      const lines = file.text.split("\n").filter((line) => !line.startsWith("// @vitest-environment"));
      const opening = `${lines[0]} ${lines[1]}`;
      return !/^\/\*\*? *\S.{15,}|^\/\*\* {2}\* \S.{15,}|^\/\/ \S.{15,}/.test(opening);
    });
    expect(where(silent)).toEqual([]);
  });

  test("names are kebab-case", () => {
    const odd = [...listFiles("src"), ...listFiles("e2e"), ...listFiles("public")].filter((path) => {
      const name = path.split("/").at(-1) ?? "";
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|bench|config))?\.[a-z0-9]+$/.test(name) && name !== "README.md";
    });
    expect(odd).toEqual([]);
  });

  test("folders are the known ones, two deep, three in the server", () => {
    const allowed = ["temporal", "modus", "embedded", "agents", "auth", "watch"].map((name) => `src/server/${name}`);
    const folders = new Set(listFiles("src").map((path) => path.slice(0, path.lastIndexOf("/"))));
    const known = new Set(["src", ...FOLDERS.map((name) => `src/${name}`), ...allowed]);
    expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
  });

  test("the top level is fixed", () => {
    const fixed =
      "package.json package-lock.json vite.config.ts tsconfig.json knip.json index.html src e2e public README.md LICENSE";
    const made = "node_modules dist test-results";
    const known = new Set(`${fixed} ${made}`.split(" "));
    const ignored = readFileSync(join(root, ".gitignore"), "utf8").split("\n");
    const odd = readdirSync(root).filter((name) => !name.startsWith(".") && !known.has(name) && !/\.log$/.test(name));
    expect(odd.filter((name) => !ignored.includes(`${name}/`))).toEqual([]);
  });

  test("there are no barrels", () => {
    const barrels = sources.filter((file) => /(^|\/)index\.tsx?$/.test(file.path) || /^export \* /m.test(file.text));
    expect(where(barrels)).toEqual([]);
  });
});

describe("imports", () => {
  test("go one way, dynamic ones too", () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith("src/") || name.startsWith("e2e/"))
        .filter((name) => partOf(name) !== partOf(file.path))
        .filter((name) => !MAY_IMPORT[partOf(file.path)]?.includes(partOf(name)) && !name.endsWith(".css"))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("name the file with its extension", () => {
    const bare = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => /^(src|e2e)\//.test(name) && !/\.(ts|tsx|mjs|css|json|csv\?raw)$/.test(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(bare).toEqual([]);
  });
});

describe("links", () => {
  test("are built in paths.ts, nowhere else in the page", () => {
    const page = sources.filter((file) => /^src\/(main|agents|api|approvals|runs|session|ui)\b/.test(file.path));
    const written = page.filter(
      (file) => !isTest(file.path) && /["'`]\/(agents|approvals|api|session)\b/.test(file.text),
    );
    expect(where(written)).toEqual([]);
  });
});

describe("tests", () => {
  test("are not skipped, focused or left for later", () => {
    const cheats = sources.filter(
      (file) =>
        isTest(file.path) && /\b(test|it|describe)(\.\w+)*\.(skip|skipIf|only|todo|fixme|fails?)\b/.test(file.text),
    );
    expect(where(cheats.filter((file) => file.path !== "e2e/house.test.ts"))).toEqual([]);
  });

  test("silence no check without a reason", () => {
    const silenced = sources.filter((file) =>
      file.text
        .split("\n")
        .some((line) => /(ox|es)lint-disable(?!.* -- \S)|@ts-(ignore|nocheck|expect-error)/.test(line)),
    );
    expect(where(silenced.filter((file) => !/^e2e\/(house|lint)\.test\.ts$/.test(file.path)))).toEqual([]);
  });
});

test("the tests that SECURITY.md names are there, and every threat has its row", () => {
  const text = readFileSync(join(root, ".github/SECURITY.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| T"));
  expect(rows.map((row) => row.split(" ")[1])).toEqual(Array.from({ length: 23 }, (_, index) => `T${index + 1}`));
  const gone = rows.flatMap((row) => {
    const cell = row.split(" | ").at(-1) ?? "";
    let file = "";
    return [...cell.matchAll(/`([\w./-]+\.(?:tsx?|mjs))`|"([^"]+)"/g)].flatMap(([, named, title]) => {
      if (named !== undefined) file = readFileSync(join(root, named), "utf8");
      return title === undefined || file.includes(title) ? [] : [title];
    });
  });
  expect(gone).toEqual([]);
  // Each is noticed by a test, or by a proof that is there; what is no part of Runlight cannot be.
  const proofs = (row: string): string[] =>
    [...row.matchAll(/prove -- ([\d ]+)/g)].flatMap(([, all = ""]) => all.trim().split(" "));
  const missing = rows.flatMap(proofs).filter((row) => !existsSync(join(root, `e2e/prove/row-${row}.spec.ts`)));
  expect(missing).toEqual([]);
  const untested = rows.filter((row) => !/"[^"]+"/.test(row.split(" | ").at(-1) ?? "") && proofs(row).length === 0);
  expect(untested.map((row) => row.split(" ")[1])).toEqual(["T23"]);
  expect(rows.filter((row) => row.includes("not yet"))).toEqual([]);
});
