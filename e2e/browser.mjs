/** Finds a browser for the tests, or gets one; as a command it prints the path. Never goes on without one. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Debian's shell first: like Playwright's own it has no windows, each of which costs a second of two processors. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Looks in this order: `CHROME`, a Chrome or Chromium of the system, Playwright's own, `playwright install`, Debian's
 * package when root. Returns the path and the way it was found; throws with what was tried when nothing works.
 * The second argument stands in for the machine in tests.
 */
export function findBrowser(env = process.env, machine = realMachine) {
  const tried = [];
  if (env.CHROME) {
    if (machine.works(env.CHROME)) return { path: env.CHROME, how: "CHROME" };
    throw new Error(`CHROME names ${env.CHROME}, which is no browser that starts. Correct it or unset it.`);
  }
  const system = onPath(env.PATH ?? "", machine);
  if (system) return { path: system, how: "a browser of this system" };
  tried.push(`none of ${NAMES.join(", ")} is on PATH`);

  const own = machine.playwrightPath();
  if (own && machine.works(own)) return { path: own, how: "Playwright's own" };
  tried.push("Playwright has none of its own");

  machine.say("No browser found. Trying `playwright install chromium` …");
  if (machine.run("playwright", ["install", "chromium"]) && own && machine.works(own)) {
    return { path: own, how: "playwright install" };
  }
  tried.push("`playwright install chromium` failed");

  if (machine.isRoot()) {
    machine.say("Trying Debian's package …");
    machine.run("apt-get", ["update"]);
    for (const name of [SHELL, "chromium"]) {
      machine.run("apt-get", ["install", "-y", "--no-install-recommends", name, "fonts-liberation"]);
      const installed = onPath(env.PATH ?? "", machine);
      if (installed) return { path: installed, how: "Debian's package" };
      tried.push(`\`apt-get install ${name}\` failed`);
    }
  } else tried.push("not root, so Debian's package was not tried");
  throw new Error(`No browser for the tests: ${tried.join("; ")}. Set CHROME to the path of a Chrome or Chromium.`);
}

function onPath(path, machine) {
  const places = path.split(delimiter).filter(Boolean);
  const candidates = [...NAMES.flatMap((name) => places.map((place) => join(place, name))), ...machine.extraPaths];
  return candidates.find((candidate) => machine.works(candidate));
}

const realMachine = {
  extraPaths: process.platform === "darwin" ? MAC : [],
  say: (text) => console.error(text),
  isRoot: () => process.getuid?.() === 0,
  /** A file named chromium may be a stub that asks for a snap: only one that tells its version counts. */
  works: (path) => {
    try {
      accessSync(path, constants.X_OK);
    } catch {
      return false;
    }
    const asked = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 });
    return asked.status === 0 && /Chrom/.test(asked.stdout);
  },
  playwrightPath: () => {
    const script = "import('@playwright/test').then((p) => console.log(p.chromium.executablePath()))";
    const asked = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: root, timeout: 30_000 });
    return asked.status === 0 ? asked.stdout.trim() : undefined;
  },
  run: (command, args) => {
    const isPlaywright = command === "playwright";
    const cli = join(root, "node_modules/@playwright/test/cli.js");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const options = { stdio: ["ignore", 2, 2], env, timeout: 600_000 };
    const done = isPlaywright
      ? spawnSync(process.execPath, [cli, ...args], options)
      : spawnSync(command, args, options);
    return done.status === 0;
  },
};

const root = fileURLToPath(new URL("..", import.meta.url));

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { path, how } = findBrowser();
    console.error(`Browser: ${how}`);
    console.log(path);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
