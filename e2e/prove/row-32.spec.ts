/** Row 32: no other site, no frame, no hasty click and no preview bot brings about a decision. */
import { expect, type Page, type Response } from "@playwright/test";
import { type RunlightServer, test } from "../server.ts";
import { approvalOn, openDialog, readRequest, startWaiting, type WaitingRun } from "../waiting-run.ts";
import { type EvilSite, formPage, startEvilSite } from "./evil-site.ts";
import { sweepAnswers } from "./every-answer.ts";
import { figure } from "./figure.ts";
import { send } from "./fuzz.ts";
import { pressFromAppearing, pressFromMoving } from "./hasty-press.ts";

const APPROVE = '{"decision":"approve"}';

async function isStillWaiting(server: RunlightServer, run: WaitingRun): Promise<boolean> {
  return readRequest(await (await server.get(run.apiPath)).text()) === run.requestText;
}

function decisionPath(run: WaitingRun): string {
  return `${run.apiPath}/approvals/${run.approvalId}/decision?temporalRunId=${run.temporalRunId}`;
}

/** What a browser sends when a page of another site tries; the page reports nothing, the server's answer counts. */
async function fromBrowser(page: Page, evil: EvilSite, url: string, run: WaitingRun): Promise<Map<string, number>> {
  const target = url + decisionPath(run);
  const fields = { decision: "approve", "if-match": run.digest };
  const plain = { [`{"decision":"approve","x":"`]: `"}` };
  const tries = [
    ["form, urlencoded", evil.farUrl, formPage(target, "application/x-www-form-urlencoded", fields)],
    ["form, multipart", evil.farUrl, formPage(target, "multipart/form-data", fields)],
    ["form, JSON as text/plain", evil.farUrl, formPage(target, "text/plain", plain)],
    ["form of the same host on another port", evil.nearUrl, formPage(target, "text/plain", plain)],
  ] as const;
  const statuses = new Map<string, number>();
  for (const [name, from, html] of tries) {
    evil.show(html);
    const isOurs = (response: Response): boolean => response.url() === target;
    const [answer] = await Promise.all([
      page.waitForEvent("response", { predicate: isOurs, timeout: 12_000 }),
      // The form leaves the page while it still arrives, which ends that navigation.
      page.goto(from, { waitUntil: "commit" }).catch(() => undefined),
    ]);
    statuses.set(name, answer.status());
  }
  return statuses;
}

/** What no browser lets a page write, sent as it would come: everything right but where it is from. */
async function fromElsewhere(port: number, run: WaitingRun): Promise<Map<string, number>> {
  const good = {
    "content-type": "application/json",
    "if-match": `"${run.digest}"`,
    "idempotency-key": "k",
    host: `localhost:${port}`,
  };
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "x",
  };
  const tries = [
    ["Origin: null", "POST", { ...good, origin: "null" }],
    ["sibling subdomain", "POST", { ...good, origin: `http://evil.localhost:${port}`, "sec-fetch-site": "same-site" }],
    ["cross-site without an Origin", "POST", { ...good, "sec-fetch-site": "cross-site" }],
    ["same-site without an Origin", "POST", { ...good, "sec-fetch-site": "same-site" }],
    [
      "DNS rebinding",
      "POST",
      { ...good, host: `evil.example:${port}`, origin: `http://evil.example:${port}`, "sec-fetch-site": "same-origin" },
    ],
    // Browsers do not tell what came of a beacon or of a fetch without CORS, so both are sent here as they send them.
    [
      "beacon, fetch without CORS",
      "POST",
      {
        ...good,
        "content-type": "text/plain;charset=UTF-8",
        origin: "https://evil.example",
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "no-cors",
      },
    ],
    ["method override", "GET", { ...good, origin: "https://evil.example", "x-http-method-override": "POST" }],
    ["WebSocket", "GET", { ...good, ...upgrade, origin: "https://evil.example" }],
    ["https of our own name", "POST", { ...good, origin: `https://localhost:${port}` }],
  ] as const;
  const statuses = new Map<string, number>();
  for (const [name, method, headers] of tries) {
    const { status } = await send(port, {
      method,
      path: decisionPath(run),
      headers,
      ...(method === "POST" ? { body: APPROVE } : {}),
    });
    statuses.set(name, status);
  }
  return statuses;
}

test("row 32: No forged or tricked decision: from another site", async ({ page, server }, info) => {
  const run = await startWaiting(server);
  const evil = await startEvilSite();
  const url = server.url.replace("127.0.0.1", "localhost");
  // Somebody has the page open, signed in as they are.
  await page.goto(url + run.path);
  await expect(approvalOn(page).approve).toBeVisible();
  const statuses = new Map([
    ...(await fromBrowser(page, evil, url, run)),
    ...(await fromElsewhere(Number(new URL(url).port), run)),
  ]);
  await evil.close();
  // With the headers a decision needs, a browser asks first whether it may, and hears nothing that allows it.
  const preflight = await send(Number(new URL(url).port), {
    method: "OPTIONS",
    path: decisionPath(run),
    headers: {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,if-match,idempotency-key",
    },
  });
  expect(preflight.status).toBeGreaterThanOrEqual(400);
  expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  // A GET of a write decides nothing, whoever sends it.
  const get = await server.get(decisionPath(run));
  const isWaiting = await isStillWaiting(server, run);
  const let_in = [...statuses].filter(([, status]) => status !== 403);
  figure(
    info,
    `${statuses.size} ways of another site, ${statuses.size - let_in.length} answered 403, ${isWaiting ? 0 : 1} decisions; GET ${get.status}`,
  );
  expect(let_in).toEqual([]);
  expect(statuses.size).toBeGreaterThanOrEqual(12);
  expect([isWaiting, get.status]).toEqual([true, 405]);
});

test("row 32: No forged or tricked decision: frames", async ({ browser, server }, info) => {
  test.setTimeout(120_000);
  const answers = await sweepAnswers(server);
  const framed = answers.filter(({ received }) => {
    const policy = received["content-security-policy"] ?? "";
    return received["x-frame-options"] !== "DENY" || !/(?:^|; )frame-ancestors 'none'(?:;|$)/.test(policy);
  });
  figure(info, `${answers.length} answers, ${framed.length} that could be framed`);
  expect(framed.slice(0, 5).map((one) => `${one.method} ${one.path} ${one.status}`)).toEqual([]);

  const run = await startWaiting(server);
  const evil = await startEvilSite();
  // Of its own: the refusal that is wanted here is an error everywhere else.
  const context = await browser.newContext();
  const page = await context.newPage();
  evil.show(`<title>evil</title><iframe src="${server.url}${run.path}" width="800" height="800"></iframe>`);
  for (const from of [evil.farUrl, evil.nearUrl]) {
    await page.goto(from);
    const inside = page.frames().find((frame) => frame !== page.mainFrame());
    await expect.poll(() => inside?.url()).toBe("chrome-error://chromewebdata/");
    await expect(page.frameLocator("iframe").getByRole("button")).toHaveCount(0);
  }
  await context.close();
  await evil.close();
});

const STILL_MS = 500;

test("row 32: No forged or tricked decision: a press in the first half second", async ({ page, server }, info) => {
  const run = await startWaiting(server);
  // All code of the page is in the browser afterwards: no press below waits for any.
  const before = await page.context().newPage();
  await before.goto(server.url + run.path);
  await openDialog(before, "approve");
  await before.close();

  const appeared = await pressFromAppearing(page, run.path);
  await page.keyboard.press("Escape");
  await expect(approvalOn(page).dialog).toHaveCount(0);
  await page.clock.runFor(1_000);
  const moved = await pressFromMoving(page, 30);
  figure(
    info,
    `pressed from the moment the buttons are there, and again and again: ${appeared.ignored} presses ignored, the first to work came after ${appeared.openedAfterMs} ms; after they moved ${moved.ignored}, ${moved.openedAfterMs} ms`,
  );
  for (const { openedAfterMs, ignored } of [appeared, moved]) {
    expect(openedAfterMs).toBeGreaterThanOrEqual(STILL_MS);
    expect(ignored).toBeGreaterThan(200);
  }
  expect(await isStillWaiting(server, run)).toBe(true);
});

const BOTS = [
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
  "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
  "TelegramBot (like TwitterBot)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)",
];

test("row 32: No forged or tricked decision: link previews", async ({ server }, info) => {
  const run = await startWaiting(server);
  const before = await (await server.get(run.apiPath)).text();
  const links = [
    run.path,
    `${run.path}?step=decide`,
    "/agents/57/runs/wf_57_run_none",
    `${run.path}:${run.temporalRunId}`,
  ];
  const seen = new Set<string>();
  for (const bot of BOTS) {
    for (const path of links) {
      for (const method of ["HEAD", "GET"]) {
        const answer = await fetch(server.url + path, { method, headers: { "user-agent": bot } });
        expect([answer.status, answer.headers.get("set-cookie")]).toEqual([200, null]);
        if (method === "GET") seen.add(await answer.text());
      }
      expect((await server.get(decisionPath(run), { "user-agent": bot })).status).toBe(405);
    }
  }
  const after = await (await server.get(run.apiPath)).text();
  const [html = ""] = seen;
  figure(info, `${BOTS.length} bots on ${links.length} links: ${seen.size} HTML, ${before === after ? 0 : 1} effects`);
  expect(seen.size).toBe(1);
  expect(html).toContain("<title>Runlight</title>");
  for (const word of [run.workflowId, run.approvalId, "Refund", "og:", "57"])
    expect(html.replace(/\/assets\/[^"]+/g, "")).not.toContain(word);
  expect(after).toBe(before);
});
