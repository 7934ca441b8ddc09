/** Row 31: a token, once sent, is nowhere: not in the page, its storage or memory, no answer, no log, no built file. */
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test } from "../server.ts";
import { ANN, type SignedServer, signInWith, startSignedServer, VERA } from "../signed-server.ts";
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

test("row 31: a token in no byte the browser holds or got, no log and no built file", async ({ page }, info) => {
  test.setTimeout(120_000);
  const server = await startSignedServer([ANN, VERA], { hasProvider: true, args: ["--log", "info"] });
  const secrets = [ANN.token, VERA.token, "secret-of-the-client"];
  const places = new Map<string, string>();
  const reading: Promise<unknown>[] = [];
  let answers = 0;
  page.on("response", (response) => {
    if (!response.url().startsWith(server.url)) return;
    const name = `answer ${++answers} ${response.request().method()} ${new URL(response.url()).pathname}`;
    const read = async () => {
      const head = JSON.stringify(await response.headersArray());
      const body = await response.body().catch(() => Buffer.alloc(0));
      places.set(name, head + body.toString("latin1"));
    };
    reading.push(read());
  });
  page.on("console", (message) => places.set(`console ${places.size}`, message.text()));

  const link = server.url + (await server.pathOf(57, "completed"));
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
  await signOutAgain(page);
  await signInWith(page, VERA.token);
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  await signOutAgain(page);
  await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  places.set("page by provider", await readable(page));
  await Promise.all(reading);
  places.set("log and output", server.output());
  for (const [name, text] of [...filesBelow("dist"), ...filesBelow(server.dataDir)]) places.set(name, text);
  expect(server.output()).toContain("/api/v1/session");
  expect(answers).toBeGreaterThan(20);

  const found = findIn(places, secrets);
  figure(info, `${places.size} places searched, ${answers} answers among them: ${found.length} hold a token`);
  expect(found).toEqual([]);
  await server.remove();
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
