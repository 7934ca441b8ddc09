/** Row 31: a token, once sent, is nowhere: not in the page, its storage or memory, no answer, no log, no built file. */
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { startFaultProxy } from "../fault-proxy.ts";
import { CANARY, startModusServer } from "../modus-server.ts";
import { startServer, test } from "../server.ts";
import { ANN, type SignedServer, signInWith, startSignedServer, VERA } from "../signed-server.ts";
import { approvalOn, openDialog, startWaiting } from "../waiting-run.ts";
import { startByteRecorder } from "./byte-recorder.ts";
import { figure } from "./figure.ts";

const ACCOUNT_MS = 15_000;

/** Every text in which one of these secrets stands, by where it was found. */
function findIn(places: ReadonlyMap<string, string>, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("hex"),
    [...secret].toReversed().join(""),
  ]);
  return [...places].filter(([, text]) => forms.some((form) => text.includes(form))).map(([place]) => place);
}

function filesBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, "latin1")] as const;
    }),
  );
}

/** Everything a script in the page could read: document, storage, names, caches, history, globals. */
async function readable(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const seen = new Set<unknown>();
    const texts: string[] = [];
    const walk = (value: unknown, depth: number): void => {
      if (typeof value === "string") texts.push(value);
      if (typeof value !== "object" || value === null || seen.has(value) || depth > 6) return;
      seen.add(value);
      for (const key of Object.getOwnPropertyNames(value)) {
        try {
          walk((value as Record<string, unknown>)[key], depth + 1);
        } catch {
          // Some members of the browser throw when they are read.
        }
      }
    };
    walk(history.state, 0);
    // React keeps its state on the elements it made.
    for (const element of document.querySelectorAll("*")) walk({ ...element }, 0);
    for (const input of document.querySelectorAll("input, textarea")) walk((input as HTMLInputElement).value, 0);
    const databases = await indexedDB.databases();
    const entries = performance.getEntries().map((entry) => entry.name);
    return [
      ...[document.documentElement.outerHTML, document.cookie, window.name, location.href, ...texts, ...entries],
      ...[JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(databases)],
      ...(await caches.keys()),
    ].join("\n");
  });
}

/** All texts that the browser's memory holds. */
async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const parts: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => parts.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return parts.join("");
}

async function signOutAgain(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click({ timeout: ACCOUNT_MS });
}

/** What somebody does on a day: every page, a run that waits, its files, what is not there, and one decision. */
async function wander(page: Page, url: string, waiting: string, places: Map<string, string>): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  const run = `/api/v1${waiting}`;
  const paths = ["/", "/agents", "/agents/57/runs", "/approvals", waiting];
  for (const path of paths) {
    await page.goto(url + path);
    await expect(heading.first()).toBeVisible();
    places.set(`page ${path}`, await readable(page));
  }
  const asked = [run, `${run}/attempts`, `${run}/payload?path=/pendingApproval`, "/api/v1/session", "/metrics"];
  for (const path of [...asked, "/api/openapi.json", "/api/v1/agents/57/runs/none", "/readyz", "/index.html"])
    await page.evaluate(async (address) => (await fetch(address)).text(), path);
}

test("row 31: a token in no byte the browser holds or got, no log and no built file", async ({ page }, info) => {
  test.setTimeout(120_000);
  const recorder = await startByteRecorder();
  const { url } = recorder;
  const server = await startSignedServer([ANN, VERA], { hasProvider: true, seenAt: url, args: ["--log", "info"] });
  recorder.target(server.url);
  const secrets = [ANN.token, VERA.token, "secret-of-the-client"];
  const places = new Map<string, string>();
  page.on("console", (message) => places.set(`console ${places.size}`, message.text()));

  const link = url + (await server.pathOf(57, "completed"));
  await page.goto(link);
  await signInWith(page, `${ANN.token}x`);
  await expect(page.getByRole("alert")).toBeVisible();
  places.set("page after a wrong token", await readable(page));
  await signInWith(page, ANN.token);
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  places.set("page signed in", await readable(page));
  const memory = await memoryOf(page);
  // What is searched there can be found there.
  expect(memory).toContain("Refund Review");
  places.set("memory signed in", memory);
  for (const cookie of await page.context().cookies()) {
    places.set(`cookie ${cookie.name}`, cookie.value);
    expect(cookie).toMatchObject({ name: "runlight", httpOnly: true, sameSite: "Lax", path: "/" });
  }
  await wander(page, url, await server.pathOf(57, "awaiting_human"), places);
  await openDialog(page, "approve");
  await approvalOn(page).confirm.click();
  await expect(approvalOn(page).outcome).toContainText("Approved");
  places.set("page after a decision", await readable(page));
  await page.goto(link);
  await signOutAgain(page);
  await signInWith(page, VERA.token);
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  await signOutAgain(page);
  await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  places.set("page by provider", await readable(page));
  places.set("log and output", server.output());
  for (const [name, text] of [...recorder.answers, ...filesBelow("dist"), ...filesBelow(server.dataDir)])
    places.set(name, text);
  expect(server.output()).toContain("/api/v1/session");
  const answers = recorder.answers.size;
  expect(answers).toBeGreaterThan(100);

  const found = findIn(places, secrets);
  figure(info, `${places.size} places searched, ${answers} answers among them: ${found.length} hold a token`);
  expect(found).toEqual([]);
  await server.remove();
  await recorder.close();
});

test("row 31: a token of Modus, pasted into the page, is in the requests to Modus and nowhere else", async ({
  page,
}, info) => {
  test.setTimeout(120_000);
  const modusItself = await startServer();
  const { path } = await startWaiting(modusItself);
  const api = await startFaultProxy(modusItself.url);
  const server = await startModusServer(`${api.url}/api/v1`, { MODUS_TOKEN: "" });
  const recorder = await startByteRecorder();
  recorder.target(server.url);
  const { url } = recorder;
  const places = new Map<string, string>();
  await page.goto(url + path);
  await page.getByLabel("Modus personal access token").fill(CANARY);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Awaiting approval");
  places.set("page signed in", await readable(page));
  places.set("memory signed in", await memoryOf(page));
  places.set("cookies", JSON.stringify(await page.context().cookies()));
  await wander(page, url, path, places);
  // Also when the API fails and repeats the token, and when it does not know it any more.
  for (const [status, shown] of [
    [500, page.getByText("Not available now").first()],
    [401, page.getByLabel("Modus personal access token")],
  ] as const) {
    api.use(/\/agents/, { kind: "status", status, body: CANARY });
    await page.goto(`${url}/agents/58/runs`);
    await expect(shown).toBeVisible();
    places.set(`page at ${status}`, await readable(page));
  }
  places.set("log and output", server.output());
  for (const [name, text] of [...recorder.answers, ...filesBelow(server.dataDir)]) places.set(name, text);
  const found = findIn(places, [CANARY]);
  const sent = api.seen.filter(({ headers }) => headers.authorization === `Bearer ${CANARY}`).length;
  figure(
    info,
    `Modus: ${sent} requests with the token; ${places.size} places, ${recorder.answers.size} answers among them: ${found.length} hold it`,
  );
  expect(sent).toBeGreaterThan(5);
  expect(recorder.answers.size).toBeGreaterThan(50);
  expect(found).toEqual([]);
  await server.remove();
  await recorder.close();
  await api.close();
  await modusItself.remove();
});

test("row 31: behind https the cookie is bound to the host, out of scripts' reach, and ciphertext", async ({}, info) => {
  const env = {
    RUNLIGHT_PUBLIC_URL: "https://runlight.example",
    RUNLIGHT_SESSION_SECRET: "0123456789abcdef0123456789abcdef",
  };
  const server = await startSignedServer([ANN], { env });
  const cookie = await signInAs(server, "runlight.example", ANN.token);
  const [pair = "", ...flags] = cookie.split("; ");
  expect(pair).toMatch(/^__Host-runlight=1\.[\w-]{60,}$/);
  expect(flags.slice(0, 4).toSorted()).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
  expect(flags.join()).not.toContain("Domain");
  const sealed = Buffer.from(pair.slice(pair.indexOf(".") + 1), "base64url").toString("latin1");
  expect(findIn(new Map([["cookie", pair + sealed]]), [ANN.token, "token"])).toEqual([]);
  figure(info, `__Host-runlight, ${flags.slice(0, 4).join(", ")}`);
  await server.remove();
});

/** The Set-Cookie of a sign-in under the server's public name. */
function signInAs(server: SignedServer, host: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      host,
      origin: `https://${host}`,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
    };
    const sent = request(`${server.url}/api/v1/session`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.headers["set-cookie"]?.[0] ?? `none, but ${response.statusCode}`);
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ token }));
  });
}
