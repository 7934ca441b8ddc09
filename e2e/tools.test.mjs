/** The tools the tests stand on: they must fail loudly, and never call nothing a pass. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findBrowser } from "./browser.mjs";
import { countUnits, namesOfFailed } from "./checks.mjs";
import { readTests } from "./e2e.mjs";
import { findLockFaults } from "./lockfile.mjs";
import { whyNoPictures } from "./pictures.mjs";
import { GROUPS } from "./prove/mutation-groups.mjs";
import { isBiting, scoreOf, scoreText } from "./prove/mutation.mjs";
import { judge, readRows, ROWS, rowName } from "./prove/rows.mjs";
import { applySabotage, judgeRun, readSabotages } from "./prove/sabotage.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("finding a browser", () => {
  const machine = (having, { isRoot = false, runs = () => false } = {}) => {
    const calls = [];
    return {
      calls,
      extraPaths: [],
      say: () => {},
      isRoot: () => isRoot,
      works: (path) => having.has(path),
      playwrightPath: () => "/own/chrome",
      run: (command, args) => {
        calls.push(`${command} ${args[0]}`);
        return runs(command, having, args);
      },
    };
  };

  test("CHROME comes first, and a wrong one is an error, not a reason to look on", () => {
    const having = new Set(["/mine", "/usr/bin/chromium"]);
    expect(findBrowser({ CHROME: "/mine", PATH: "/usr/bin" }, machine(having)).path).toBe("/mine");
    expect(() => findBrowser({ CHROME: "/wrong", PATH: "/usr/bin" }, machine(having))).toThrow("CHROME names /wrong");
  });

  test("then the system's, Playwright's own, playwright install, Debian's package when root", () => {
    const env = { PATH: "/bin:/usr/bin" };
    expect(findBrowser(env, machine(new Set(["/usr/bin/chromium", "/own/chrome"]))).path).toBe("/usr/bin/chromium");
    const both = new Set(["/bin/chromium", "/usr/bin/chromium-headless-shell"]);
    expect(findBrowser(env, machine(both)).path).toBe("/usr/bin/chromium-headless-shell");
    expect(findBrowser(env, machine(new Set(["/own/chrome"]))).how).toBe("Playwright's own");
    const install = (name, having) => name === "playwright" && Boolean(having.add("/own/chrome"));
    expect(findBrowser(env, machine(new Set(), { runs: install })).how).toBe("playwright install");
    const debian = (name, having, args) =>
      name === "apt-get" && args.includes("chromium") && Boolean(having.add("/usr/bin/chromium"));
    const asRoot = machine(new Set(), { isRoot: true, runs: debian });
    expect(findBrowser(env, asRoot).how).toBe("Debian's package");
    // Where there is no shell the whole browser is taken.
    expect(asRoot.calls).toEqual(["playwright install", "apt-get update", "apt-get install", "apt-get install"]);
  });

  test("without any it throws and says what was tried", () => {
    const poor = machine(new Set());
    expect(() => findBrowser({ PATH: "/usr/bin" }, poor)).toThrow(/No browser.*not root.*Set CHROME/);
    expect(poor.calls).toEqual(["playwright install"]);
  });
});

describe("the lockfile check", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const broken = (change) => {
    const copy = structuredClone({ lock, manifest });
    change(copy.lock.packages, copy.manifest);
    return findLockFaults(copy.lock, copy.manifest).join("\n");
  };

  test("accepts the project's own", () => {
    expect(findLockFaults(lock, manifest)).toEqual([]);
  });

  test("refuses a platform's binary left out", () => {
    const name = "@tailwindcss/oxide-win32-x64-msvc";
    expect(broken((packages) => delete packages[`node_modules/${name}`])).toContain(`needs ${name}`);
  });

  test("refuses a host, a missing digest, another tailwind and a range", () => {
    const react = "node_modules/react";
    expect(broken((packages) => (packages[react].resolved = "https://x.example/r.tgz"))).toContain("names a host");
    expect(broken((packages) => delete packages[react].integrity)).toContain("no integrity");
    expect(broken((packages) => (packages["node_modules/tailwindcss"].version = "4.3.5"))).toContain("not 4.3.3");
    expect(broken((_, { dependencies }) => (dependencies.react = "^19.3.1"))).toContain("no exact version");
    expect(broken((_, { dependencies }) => delete dependencies.react)).toContain("differ");
  });

  test("refuses a script at installation that nobody looked at; none runs at all", () => {
    expect(broken((packages) => (packages["node_modules/react"].hasInstallScript = true))).toContain("has a script");
    expect(readFileSync(join(root, ".npmrc"), "utf8").split("\n")).toContain("ignore-scripts=true");
  });
});

describe("counting", () => {
  const units = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

  test("no report, nothing run, a skip, a file that did not load and a silent failure are failures", () => {
    expect(countUnits(units, 0)).toEqual({ passed: 5, failed: 0 });
    expect(countUnits(undefined, 0).failed).toBe(1);
    expect(countUnits({ ...units, numPassedTests: 0 }, 0).failed).toBe(1);
    expect(countUnits({ ...units, numPendingTests: 2 }, 0).failed).toBe(2);
    expect(countUnits({ ...units, testResults: [{ status: "failed", assertionResults: [] }] }, 1).failed).toBe(1);
    expect(countUnits(units, 1).failed).toBe(1);
  });

  test("names what failed, and a file that did not load", () => {
    const names = namesOfFailed({
      testResults: [
        {
          status: "failed",
          name: join(root, "src/a.test.ts"),
          assertionResults: [{ status: "failed", fullName: "adds" }],
        },
        { status: "failed", name: join(root, "src/b.test.ts"), assertionResults: [] },
        {
          status: "passed",
          name: join(root, "src/c.test.ts"),
          assertionResults: [{ status: "passed", fullName: "is" }],
        },
      ],
    });
    expect(names).toEqual(["src/a.test.ts: adds", "src/b.test.ts: did not load"]);
    expect(namesOfFailed(undefined)).toEqual([]);
  });

  test("a skipped browser test has not passed", () => {
    const one = (status, results) => ({ title: "row 05: x", file: "f", tests: [{ status, results, annotations: [] }] });
    const specs = [
      one("expected", [{ status: "passed", errors: [] }]),
      one("skipped", [{ status: "skipped", errors: [] }]),
    ];
    const { tests } = readTests({ suites: [{ suites: [{ specs }] }], errors: [] });
    expect(tests.map((test) => test.isPassed)).toEqual([true, false]);
  });
});

describe("pictures", () => {
  const here = { browser: 156, made: 156, fonts: "Liberation Sans\nLiberation Mono\n" };

  test("are compared only where the same browser draws the same fonts", () => {
    expect(whyNoPictures(here)).toBeUndefined();
    expect(whyNoPictures({ ...here, browser: 157 })).toContain("made with Chromium 156, and this is 157");
    expect(whyNoPictures({ ...here, fonts: "Liberation Sans\n" })).toContain("Liberation Mono not installed");
    expect(whyNoPictures({ ...here, fonts: "" })).toContain("fonts-liberation");
  });
});

describe("prove", () => {
  const passed = (row) => ({
    title: `row ${row}: x`,
    isPassed: true,
    status: "expected",
    ms: 1_500,
    figures: ["3 of 3"],
    errors: [],
  });

  test("all 45 rows are there, and what is no row is refused", () => {
    expect([...ROWS.keys()]).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
    expect(readRows(["05", "4", "5"])).toEqual([4, 5]);
    expect(() => readRows(["46"])).toThrow('"46" is no row');
    expect(() => readRows(["all"])).toThrow("is no row");
  });

  test("a row passes only when every test of it passed; none is TODO, or FAIL when it has a spec", () => {
    const files = ["row-05.spec.ts", "row-06.spec.ts", "row-07-outage.spec.ts"];
    const failed = { ...passed("06"), isPassed: false, figures: [], errors: ["Error: too slow\n at x"] };
    const verdicts = judge([4, 5, 6, 7], [passed("05"), passed("06"), failed], files);
    expect(verdicts.map((one) => one.verdict)).toEqual(["TODO", "PASS", "FAIL", "FAIL"]);
    expect(judge([44], [], ["row-44.spec.ts"], [44])[0]).toMatchObject({ verdict: "NIGHTLY", row: 44 });
    expect(verdicts[1].figure).toBe("3 of 3");
    expect(verdicts.map((one) => one.ms)).toEqual([0, 1_500, 3_000, 0]);
    expect(verdicts[2].figure).toContain("too slow");
  });

  test("a sabotage changes shipped code, in exactly one place", () => {
    const sabotage = { file: "src/contract/a.ts", find: "b", replace: "$&c" };
    expect(applySabotage("a b d", sabotage)).toBe("a $&c d");
    expect(() => applySabotage("a b b", sabotage)).toThrow("2 times");
    expect(() => applySabotage("a", sabotage)).toThrow("0 times");
    expect(() => applySabotage("b", { ...sabotage, file: "src/contract/a.test.ts" })).toThrow("no shipped code");
    expect(() => applySabotage("b", { ...sabotage, file: "e2e/server.ts" })).toThrow("no shipped code");
  });

  test("only a test that ran and failed counts as red", () => {
    const red = { ...passed("05"), isPassed: false };
    expect(judgeRun({ tests: [red], loose: [] }).verdict).toBe("PASS");
    expect(judgeRun({ tests: [passed("05")], loose: [] }).verdict).toBe("FAIL");
    expect(judgeRun({ tests: [], loose: [] }).verdict).toBe("FAIL");
    expect(judgeRun({ tests: [red], loose: ["Cannot find module"] }).verdict).toBe("FAIL");
  });

  const specs = readdirSync(join(root, "e2e/prove")).filter((name) => /^row-\d\d.*\.spec\.ts$/.test(name));
  test.each(specs)("%s proves what its name says and has a sabotage that still fits", (name) => {
    const row = Number(name.slice(4, 6));
    const text = readFileSync(join(root, "e2e/prove", name), "utf8");
    expect(text).toContain(`row ${rowName(row)}`);
    expect(readSabotages(row)).not.toEqual([]);
    for (const sabotage of readSabotages(row)) {
      expect(existsSync(join(root, sabotage.file)), sabotage.file).toBe(true);
      applySabotage(readFileSync(join(root, sabotage.file), "utf8"), sabotage);
    }
  });
});

describe("planted faults", () => {
  const mutant = (status) => ({
    status,
    mutatorName: "BooleanLiteral",
    replacement: "false",
    location: { start: { line: 2, column: 3 }, end: { line: 2, column: 7 } },
  });
  const reportOf = (...statuses) => ({
    files: { "src/a.ts": { source: "a\n  true\n", mutants: statuses.map(mutant) } },
  });

  test("what survives and what no test runs is not noticed, by file, line and column", () => {
    const score = scoreOf(reportOf("Killed", "Timeout", "Survived", "NoCoverage", "Ignored", "CompileError"));
    expect(score).toMatchObject({ killed: 2, total: 4, ignored: 1 });
    expect(score.survivors).toEqual(["src/a.ts:2:3 true -> false", "src/a.ts:2:3 no test runs it: true -> false"]);
    expect(scoreText("poller", score)).toBe("poller 2 of 4 (50.0 %)");
  });

  test("fewer than 90 of 100 noticed, or none planted, is a FAIL", () => {
    expect(isBiting({ killed: 90, total: 100 })).toBe(true);
    expect(isBiting({ killed: 899, total: 1_000 })).toBe(false);
    expect(isBiting(scoreOf(reportOf()))).toBe(false);
  });

  test("the groups name code and tests that are there, and row 43 names the groups", () => {
    const spec = readFileSync(join(root, "e2e/prove/row-43.spec.ts"), "utf8");
    expect(spec).toContain(`const ALL = ${JSON.stringify([...GROUPS.keys()]).replaceAll(",", ", ")};`);
    for (const { mutate, tests } of GROUPS.values()) {
      expect(mutate.filter((file) => file.includes(".test."))).toEqual([]);
      expect([...mutate, ...tests].filter((file) => !existsSync(join(root, file)))).toEqual([]);
    }
  });

  test("every promise above has a variant that must fail", () => {
    const above = [...ROWS.keys()].filter((row) => row < 43);
    expect(above.filter((row) => readSabotages(row).length === 0)).toEqual([]);
  });
});
