/** Row 28: agent text cannot run. The whole corpus in all seven free-form fields of the real page under its real policy. */
import type { BrowserContext, Page } from "@playwright/test";
import { approvalOn, openDialog } from "../waiting-run.ts";
import { approvalAnswer, attackAnswer, FIELDS } from "./attack-answers.ts";
import { ATTACKS } from "./attack-corpus.ts";
import { lookAt, NAMES } from "./attack-look.ts";
import { figure } from "./figure.ts";
import { AGENT, RUN, RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const BATCH = 25;
const ASKED = /\/runs\/([^/?]+)\?/;

interface Watch {
  readonly dialogs: string[];
  readonly offOrigin: string[];
  /** Violations the page saw, and what ran. */
  inside(): Promise<{ reports: string[]; ran: number; polluted: unknown }>;
}

/** Listens for all an attack could do, in every page of the context. */
async function watch(context: BrowserContext, page: Page, url: string): Promise<Watch> {
  const dialogs: string[] = [];
  const offOrigin: string[] = [];
  context.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) offOrigin.push(request.url());
  });
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const seen = { reports: [] as string[], ran: 0 };
    Object.assign(window, { seen, canary: () => void seen.ran++ });
    document.addEventListener("securitypolicyviolation", (event) =>
      seen.reports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return {
    dialogs,
    offOrigin,
    inside: () =>
      page.evaluate(() => ({
        ...(window as unknown as { seen: { reports: string[]; ran: number } }).seen,
        polluted: Reflect.get({}, "polluted"),
      })),
  };
}

test.describe.configure({ mode: "parallel" });

const SHARDS = 2;
/** Printable ASCII with single spaces stands in the page as it was written; between others stand marks. */
const isPlain = (text: string) => text.length < 5_000 && /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text);

for (let shard = 0; shard < SHARDS; shard++) {
  test(`row 28: Agent text cannot run (part ${shard + 1})`, async ({ page, context, faults }, info) => {
    test.setTimeout(300_000);
    const attacks = ATTACKS.filter((_, index) => index % SHARDS === shard);
    const seen = await watch(context, page, faults.url);
    const texts = new Map(attacks.map((attack) => [attack.id, attackAnswer(attack)]));
    faults.use(RUN_POLL, { kind: "answer", text: runAnswer() });
    faults.use(/^GET \/api\/v1\/agents\/57\/runs\/[a-z]+-\d\d\?/, {
      kind: "answer",
      text: ({ path }) => texts.get(ASKED.exec(path)?.[1] ?? "") ?? "",
    });
    await page.goto(RUN_PAGE);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const looks = attacks.map(({ id, text }) => ({ id, words: isPlain(text) ? text : undefined }));
    const findings: string[] = [];
    let shown = 0;
    for (let from = 0; from < looks.length; from += BATCH) {
      const found = await page.evaluate(lookAt, { looks: looks.slice(from, from + BATCH), ...NAMES });
      findings.push(...found.findings);
      shown += found.shown;
    }
    const { reports, ran, polluted } = await seen.inside();
    figure(
      info,
      `${attacks.length} payloads × ${FIELDS.length} fields: ${ran} scripts, ${seen.dialogs.length} dialogs, ` +
        `${seen.offOrigin.length} off-origin requests, ${reports.length} CSP reports, ${findings.length} strange elements`,
    );
    expect(attacks.length).toBeGreaterThanOrEqual(150);
    expect(shown, "attacks seen in the page letter by letter").toBeGreaterThan(100);
    expect({ findings, reports, ran, polluted }).toEqual({ findings: [], reports: [], ran: 0, polluted: undefined });
    expect([seen.dialogs, seen.offOrigin]).toEqual([[], []]);
  });
}

test("row 28: Agent text cannot run in the decision", async ({ page, context, faults }, info) => {
  test.setTimeout(180_000);
  const seen = await watch(context, page, faults.url);
  const { dialog, cancel } = approvalOn(page);
  const findings: string[] = [];
  let actions = 0;
  for (let from = 0; from < ATTACKS.length; from += BATCH) {
    const attacks = ATTACKS.slice(from, from + BATCH).filter(({ text }) => text.length < 5_000);
    faults.clear();
    faults.use(RUN_POLL, { kind: "answer", text: approvalAnswer(RUN, attacks) });
    await page.goto(RUN_PAGE);
    await openDialog(page, "approve");
    await expect(dialog).toContainText(`action ${attacks.length} of ${attacks.length}`);
    findings.push(...(await page.evaluate(lookAt, { looks: [], ...NAMES })).findings);
    findings.push(...(await page.evaluate(strangeIn, "dialog")));
    await cancel.click();
    const { reports, ran } = await seen.inside();
    expect([reports, ran]).toEqual([[], 0]);
    actions += attacks.length;
  }
  figure(info, `${actions} payloads as actions in banner and dialog: ${findings.length} strange elements, nothing ran`);
  expect(findings).toEqual([]);
  expect([seen.dialogs, seen.offOrigin]).toEqual([[], []]);
});

/** Runs in the page: what stands in the picked part and could act, besides the product's own. */
function strangeIn(selector: string): string[] {
  const box = document.querySelector(selector);
  const strange = box?.querySelectorAll(
    "script, style, iframe, object, embed, img, video, audio, form, link, meta, base, svg *:not(path, circle, g)",
  );
  const handlers = [...(box?.querySelectorAll("*") ?? [])].filter((one) =>
    one.getAttributeNames().some((name) => /^on/.test(name)),
  );
  return box ? [...(strange ?? []), ...handlers].map((one) => one.outerHTML.slice(0, 100)) : ["nothing to look at"];
}

test("row 28: Agent text cannot run: policy and downloads", async ({ browser, server }, info) => {
  // Its own context: the refusals are in the console, which fails a page that was attacked.
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const response = await page.goto(`/agents/${AGENT}/runs`);
  const policy = response?.headers()["content-security-policy"] ?? "";
  for (const part of [
    "trusted-types 'none'",
    "require-trusted-types-for 'script'",
    "script-src 'self'",
    "base-uri 'none'",
  ])
    expect(policy).toContain(part);
  const refused = await page.evaluate(() => {
    const tries: Record<string, () => unknown> = {
      innerHTML: () => (document.createElement("p").innerHTML = "<b>x</b>"),
      policy: () =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
        ).trustedTypes.createPolicy("default", {}),
      script: () => (document.createElement("script").text = "1"),
      parser: () => new DOMParser().parseFromString("<b>", "text/html"),
    };
    return Object.entries(tries).filter(([, go]) => {
      try {
        go();
        return false;
      } catch {
        return true;
      }
    }).length;
  });
  expect(refused).toBe(4);

  const text = "<script>canary()</script><svg onload=canary()>";
  const run = await server.startRun(AGENT, { note: text });
  const path = `/api/v1/agents/${AGENT}/runs/${run.workflowId}/payload?path=${encodeURIComponent("/workflowNodes")}`;
  const direct = await server.get(path);
  expect(direct.status).toBe(200);
  expect(direct.headers.get("content-disposition")).toMatch(/^attachment;/);
  expect(direct.headers.get("x-content-type-options")).toBe("nosniff");
  expect(direct.headers.get("content-security-policy")).toContain("sandbox");
  const tab = await context.newPage();
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.goto(path).catch(() => undefined)]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  expect(tab.url()).toBe("about:blank");
  await context.close();
  figure(
    info,
    `policy live, ${refused} of 4 sinks refuse; a payload opened in a tab is a download with nosniff and sandbox`,
  );
});
