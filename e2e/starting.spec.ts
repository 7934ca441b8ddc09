/** Starting and stopping the built server: every bad setting is one line and exit code 1, and stopping loses nothing. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { startServer, test as base } from "./server.ts";
import { decide, startWaiting } from "./waiting-run.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "runlight-start-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** Runs the server to its end. */
function run(
  args: readonly string[],
  script = "dist/server/main.js",
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

async function expectOneLine(args: readonly string[], says: RegExp): Promise<void> {
  const { code, output } = await run(args);
  expect(output).toMatch(says);
  expect(output.trimEnd().split("\n"), output).toHaveLength(1);
  expect(output).not.toMatch(/\bat \S+ \(|\.(?:js|ts):\d|node:internal/);
  expect(code).toBe(1);
}

const BAD_FLAGS: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [["--port", "70000"], /^Runlight cannot start: --port: /],
  [["--prot", "1"], /^Runlight cannot start: --prot: unknown flag/],
  [["--source", "modus"], /cannot start: MODUS_API_URL: is not set; write it like https:/],
  [["--source", "sql"], /--source: must be embedded/],
  [["--host", "0.0.0.0"], /--host: .*nobody could sign in; set RUNLIGHT_TOKENS_FILE/],
  [["--speed", "fast"], /--speed: /],
  [["--retention", "forever"], /--retention: /],
];

for (const [args, says] of BAD_FLAGS) {
  test(`${args.join(" ")} stops the start with one line`, async () => {
    await expectOneLine(args, says);
  });
}

test("a data directory that cannot be made stops the start with one line", async ({ folder }) => {
  await writeFile(join(folder, "file"), "");
  await expectOneLine(
    ["--port", "0", "--data-dir", join(folder, "file", "data")],
    /^Runlight cannot start: --data-dir: /,
  );
});

test("a port in use stops the start with one line, and the data directory stays as it was", async ({
  server,
  folder,
}) => {
  const { port } = new URL(server.url);
  await expectOneLine(
    ["--port", port, "--data-dir", join(folder, "data")],
    /^Runlight cannot start: --port: \d+ is in use/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test("a data directory in use stops the start with one line", async ({ server }) => {
  await expectOneLine(["--port", "0", "--data-dir", server.dataDir], /^Runlight cannot start: --data-dir: /);
});

test("a damaged database stops the start with one line, and stays as it was", async ({ folder }) => {
  const first = await startServer({ dataDir: folder, args: ["--no-samples"] });
  await first.stop();
  const name = (await readdir(folder)).find((file) => file.endsWith(".db") || file.endsWith(".sqlite"));
  expect(name).toBeDefined();
  await writeFile(join(folder, name ?? ""), "this is no database ".repeat(500));
  await expectOneLine(["--port", "0", "--data-dir", folder], /^Runlight cannot start: --data-dir: /);
});

test("a worker without a cluster says so in one line", async () => {
  const { code, output } = await run(["worker"], "src/server/start.mjs", { TEMPORAL_ADDRESS: "127.0.0.1:9" });
  expect(output.trim()).toMatch(/^Runlight cannot start a worker: [^\n]+$/);
  expect(code).toBe(1);
});

test("verify-audit: whole, in use, one changed byte named by its line, and nothing there", async ({ folder }) => {
  const verify = (dataDir: string) => run(["verify-audit", "--data-dir", dataDir], "src/server/start.mjs");
  const first = await startServer({ dataDir: folder, args: ["--speed", "200", "--no-samples"] });
  const waiting = await startWaiting(first);
  for (const key of ["one", "two", "three"]) await decide(first.url, waiting, { decision: "reject", key });
  expect(await verify(folder)).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^Runlight cannot verify: .* in use/),
  });
  await first.stop();
  const whole = await verify(folder);
  expect(whole.output).toMatch(/^runlight\.db: 3 lines, all fit; the last hash is [0-9a-f]{64}\n$/);
  expect(whole.code).toBe(0);
  const file = join(folder, "runlight.db");
  const bytes = await readFile(file);
  const at = bytes.indexOf('"outcome":"already-decided"');
  expect(at).toBeGreaterThan(0);
  bytes[at + 12] = "e".charCodeAt(0);
  await writeFile(file, bytes);
  const broken = await verify(folder);
  expect(broken.output).toMatch(/^runlight\.db: line [23] of 3 is broken: \{.*\n$/);
  expect(broken.code).toBe(1);
  const nothing = await verify(join(folder, "nothing"));
  expect(nothing).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^Runlight cannot verify: there is no audit log/),
  });
});

test("SIGTERM stops it within 10 s, and a page token is good after a restart", async ({ folder }) => {
  const first = await startServer({ dataDir: folder });
  const page = (await (await first.get("/api/v1/agents?pageSize=2")).json()) as { nextPageToken: string };
  const askedAt = Date.now();
  await first.stop("SIGTERM");
  expect(Date.now() - askedAt).toBeLessThan(10_000);
  const second = await startServer({ dataDir: folder });
  const next = await second.get(`/api/v1/agents?pageSize=2&pageToken=${page.nextPageToken}`);
  await second.stop();
  expect(next.status).toBe(200);
});
