/** `npm start`: builds page and server when they are missing or older than their sources, then runs the server here; `worker`, `token` and `verify-audit` run those instead. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ENTRIES = ["main", "worker", "token", "verify-audit"];
const BUILT = ["dist/page/index.html", ...ENTRIES.map((name) => `dist/server/${name}.js`)];
const SOURCES = ["src", "index.html", "public", "vite.config.ts", "package-lock.json"];
const LOCK = path.join(ROOT, "dist/.building");
const LOCK_OLD_MS = 120_000;

/** Epoch ms of the last change, 0 when it is not there. */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestIn(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  // A folder's own time counts: it changes when a file goes.
  let newest = stats.mtimeMs;
  for (const name of readdirSync(file)) {
    if (!/\.test\.tsx?$/.test(name)) newest = Math.max(newest, newestIn(path.join(file, name)));
  }
  return newest;
}

function isStale() {
  const newest = Math.max(...SOURCES.map((name) => newestIn(path.join(ROOT, name))));
  return BUILT.some((name) => changedAt(path.join(ROOT, name)) < newest);
}

/** Runs one build; resolves with its output when it failed, with an empty text when it did not. */
function runVite(args) {
  const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn", ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: process.stderr.isTTY ? process.env : { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? "" : output || `vite ended with ${code}`));
  });
}

async function build() {
  console.log("Building Runlight: dist is missing or older than its sources.");
  const failures = (await Promise.all([runVite([]), runVite(["--ssr"])])).filter((output) => output !== "");
  if (failures.length === 0) return;
  console.error(`${failures.join("\n")}\nRunlight cannot start: the build failed, see above.`);
  process.exitCode = 1;
}

/** Several starts at once build once: the first one holds the lock, the others wait for it. */
async function buildIfStale() {
  mkdirSync(path.join(ROOT, "dist"), { recursive: true });
  while (isStale()) {
    try {
      mkdirSync(LOCK);
    } catch {
      const lockedAt = changedAt(LOCK);
      if (lockedAt !== 0 && Date.now() - lockedAt > LOCK_OLD_MS) rmSync(LOCK, { recursive: true, force: true });
      await sleep(200);
      continue;
    }
    try {
      if (isStale()) await build();
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
    return;
  }
}

const [word = ""] = process.argv.slice(2);
await buildIfStale();
// `start.mjs build` stops here: the browser tests build by the same rule.
if (!process.exitCode && word !== "build")
  await import(`../../dist/server/${ENTRIES.includes(word) ? word : "main"}.js`);
