/** Row 36: few packages are shipped, none of them new, none of them runs a script, all are what the lock says. */
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { startModusServer } from "../modus-server.ts";
import { startServer, test } from "../server.ts";
import { ANN, startSignedServer } from "../signed-server.ts";
import { figure } from "./figure.ts";
import { readLoaded } from "./loaded-packages.ts";
import { closureOf, type Locked, readLock, root } from "./lock.ts";
import { jsonOf, npm } from "./npm.ts";
import { readShipped } from "./shipped-packages.ts";

const PAGE_MAX = 8;
const SERVER_MAX = 12;
const DAY_MS = 86_400_000;
const AGE_MIN_DAYS = 7;
const AT_ONCE = 3;
/** Nobody answers there; a source need not be reached to be loaded. */
const NOWHERE = "http://127.0.0.1:9/api/v1";

const lock = readLock();
const { dependencies: direct } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const ours = closureOf(
  lock,
  Object.keys(direct).filter((name) => !name.startsWith("@temporalio/")),
);

interface Shipped {
  readonly page: ReadonlySet<string>;
  /** By what the server was started with. */
  readonly servers: ReadonlyMap<string, ReadonlySet<string>>;
}

let shipped: Promise<Shipped> | undefined;

/** Built and started once for all tests here. */
function readAll(): Promise<Shipped> {
  shipped ??= (async () => {
    const page = new Set([...(await readShipped("page")).values()].flatMap((names) => [...names]));
    const files = await readShipped("server");
    const servers = new Map([
      ["embedded", await readLoaded(files, async (env) => (await startServer({ env })).remove())],
      ["modus", await readLoaded(files, async (env) => (await startModusServer(NOWHERE, env)).remove())],
      ["embedded with tokens and OIDC", await readLoaded(files, signIn)],
      ["temporal", await readLoaded(files, async (env) => (await startServer({ env, args: TEMPORAL })).remove())],
    ]);
    return { page, servers };
  })();
  return shipped;
}

const TEMPORAL = ["--source", "temporal"];

/** The provider's library is loaded when somebody goes there. */
async function signIn(env: Readonly<Record<string, string>>): Promise<void> {
  const server = await startSignedServer([ANN], { hasProvider: true, env });
  const answer = await fetch(`${server.url}/auth/oidc/start?to=/agents`, { redirect: "manual" });
  expect(answer.headers.get("location")).toContain("code_challenge");
  await server.remove();
}

test("row 36: the page has at most 8 packages, every server at most 12 and Temporal's own", async ({}, info) => {
  test.setTimeout(240_000);
  const { page, servers } = await readAll();
  const counts = [...servers].map(([name, names]) => {
    const own = [...names].filter((one) => ours.has(one));
    return { name, own: own.length, temporals: names.size - own.length, names: own.toSorted() };
  });
  const words = counts.map(
    ({ name, own, temporals }) => `${name} ${own}${temporals > 0 ? ` and ${temporals} of Temporal` : ""}`,
  );
  figure(info, `packages: page ${page.size}; server: ${words.join(", ")}`);
  expect(page.size, [...page].join(" ")).toBeLessThanOrEqual(PAGE_MAX);
  for (const { name, own, temporals, names } of counts) {
    expect(own, `${name}: ${names.join(" ")}`).toBeLessThanOrEqual(SERVER_MAX);
    expect(temporals > 0, name).toBe(name === "temporal");
  }
  // What is counted is there to be counted.
  expect([...page]).toEqual(expect.arrayContaining(["react", "react-dom", "@tanstack/query-core", "valibot"]));
  expect([...(servers.get("embedded with tokens and OIDC") ?? [])]).toEqual(
    expect.arrayContaining(["hono", "libsql", "jose", "openid-client", "oauth4webapi"]),
  );
});

test("row 36: none of them is younger than a week", async ({}, info) => {
  test.setTimeout(300_000);
  const { page, servers } = await readAll();
  const names = [...new Set([...page, ...[...servers.values()].flatMap((some) => [...some])])].toSorted();
  const young: string[] = [];
  const unknown: string[] = [];
  let youngestDays = Number.POSITIVE_INFINITY;
  const queue = [...names];
  const worker = async (): Promise<void> => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const version = lock.get(`node_modules/${name}`)?.version ?? "";
      const said = jsonOf(await npm(root, ["view", name, "time", "--json"])) as Record<string, unknown> | undefined;
      const at = Date.parse(String(said?.[version]));
      const days = (Date.now() - at) / DAY_MS;
      if (Number.isNaN(days)) unknown.push(`${name}@${version}`);
      else if (days < AGE_MIN_DAYS) young.push(`${name}@${version} (${days.toFixed(1)} days)`);
      else youngestDays = Math.min(youngestDays, days);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const youngest = Number.isFinite(youngestDays) ? `, the youngest ${Math.floor(youngestDays)} days` : "";
  const left = unknown.length > 0 ? `; NOT CHECKED, for the registry gives no date: ${unknown.length}` : "";
  figure(info, `ages of ${names.length - unknown.length} of ${names.length} packages${youngest}${left}`);
  expect(young).toEqual([]);
});

test("row 36: no script of a package runs, and what differs from the lock is not installed", async ({}, info) => {
  test.setTimeout(120_000);
  const scripts = [...lock].filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([place]) => place);
  const folder = await mkdtemp(join(tmpdir(), "runlight-install-"));
  const mark = join(folder, "mark");
  const hasRun = (): Promise<boolean> => stat(mark).then(Boolean, () => false);
  const install = (...args: string[]) => npm(folder, ["ci", "--offline", ...args], { RUNLIGHT_MARK: mark });
  try {
    await mkdir(join(folder, "scripted"));
    const script = `node -e "require('fs').writeFileSync(process.env.RUNLIGHT_MARK, '')"`;
    const scripted = { name: "scripted", version: "1.0.0", scripts: { install: script, postinstall: script } };
    await writeFile(join(folder, "scripted/package.json"), JSON.stringify(scripted));
    expect(await npm(join(folder, "scripted"), ["pack", "--pack-destination", folder])).toMatchObject({ code: 0 });
    const manifest = { name: "project", version: "1.0.0", dependencies: { scripted: "file:scripted-1.0.0.tgz" } };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await cp(join(root, ".npmrc"), join(folder, ".npmrc"));
    expect(await npm(folder, ["install", "--package-lock-only", "--offline"])).toMatchObject({ code: 0 });

    expect(await install()).toMatchObject({ code: 0 });
    expect(await hasRun()).toBe(false);
    // Nothing but this project's settings kept it from running.
    expect(await install("--ignore-scripts=false")).toMatchObject({ code: 0 });
    expect(await hasRun()).toBe(true);

    const locked = await readFile(join(folder, "package-lock.json"), "utf8");
    const integrity = /"integrity": "sha512-(.)/.exec(locked)?.[1];
    const other = locked.replace(/(sha512-)./, `$1${integrity === "A" ? "B" : "A"}`);
    expect(other).not.toBe(locked);
    await writeFile(join(folder, "package-lock.json"), other);
    const refused = await install();
    expect([refused.code, /EINTEGRITY/.test(refused.stderr)]).toEqual([expect.any(Number), true]);
    expect(refused.code).not.toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  // Whoever installs does so by the lock, and nobody asks for scripts.
  const texts = await Promise.all(
    [".ci/run", "README.md", ".github/workflows/ci.yml", "package.json"].map((file) =>
      readFile(join(root, file), "utf8"),
    ),
  );
  const calls = texts.flatMap(
    (text) => text.match(/npm (?:ci|i|install|rebuild|exec)\b.*|npx .*|ignore-scripts.*/g) ?? [],
  );
  figure(info, `0 install scripts run of the ${scripts.length} that are there; a changed package is refused`);
  expect([...new Set(calls)]).toEqual(["npm ci"]);
});

test("row 36: every package has its digest, and the bill of materials names what is shipped", async ({}, info) => {
  test.setTimeout(300_000);
  // What a package carries inside of it is under that package's digest.
  const without = [...lock].filter(
    ([, { integrity, inBundle }]) => inBundle !== true && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
  );
  const elsewhere = [...lock].filter(
    ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
  );
  expect(await readFile(join(root, ".npmrc"), "utf8")).not.toMatch(/registry *=/);
  const installed = readLock("node_modules/.package-lock.json");
  const differing = [...installed].filter(([place, { integrity }]) => integrity !== lock.get(place)?.integrity);

  const { page, servers } = await readAll();
  const names = new Set([...page, ...[...servers.values()].flatMap((some) => [...some])]);
  const bill = jsonOf(await npm(root, BILL)) as Bill | undefined;
  const listed = new Map((bill?.components ?? []).map((one) => [one.purl, one]));
  const missing = [...names].filter((name) => !isListed(name, lock.get(`node_modules/${name}`), listed));
  const references = new Set([
    bill?.metadata.component["bom-ref"],
    ...(bill?.components ?? []).map((one) => one["bom-ref"]),
  ]);
  const dangling = (bill?.dependencies ?? [])
    .flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
    .filter((ref) => !references.has(ref));

  const audit = jsonOf(await npm(root, ["audit", "--omit=dev", "--json"])) as Audit | undefined;
  const known = audit?.metadata?.vulnerabilities;
  const weak = known
    ? `${known.high + known.critical} known high or critical`
    : "known weaknesses NOT CHECKED, for the registry has no audit";
  figure(
    info,
    `${lock.size} entries with digest, ${installed.size} installed as locked; CycloneDX of ${listed.size} packages names ${names.size - missing.length} of ${names.size} shipped; ${weak}`,
  );
  expect({ without, elsewhere, differing, missing, dangling }).toEqual({
    ...{ without: [], elsewhere: [], differing: [], missing: [], dangling: [] },
  });
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: expect.stringMatching(/^1\.\d$/) });
  expect(references.size).toBe((bill?.components.length ?? 0) + 1);
  expect((known?.high ?? 0) + (known?.critical ?? 0)).toBe(0);
});

/** All of it: with `--omit dev` npm leaves out what tests need as well, React for one. */
const BILL = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];

interface Component {
  readonly "bom-ref": string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Audit {
  readonly metadata?: { readonly vulnerabilities: { readonly high: number; readonly critical: number } };
}

/** By name, version and the very digest of the lock. */
function isListed(name: string, locked: Locked | undefined, listed: ReadonlyMap<string, Component>): boolean {
  const digest = Buffer.from(locked?.integrity?.replace("sha512-", "") ?? "", "base64").toString("hex");
  const component = listed.get(`pkg:npm/${name.replace("@", "%40")}@${locked?.version}`);
  return component?.hashes?.some(({ alg, content }) => alg === "SHA-512" && content === digest) ?? false;
}
