/** Row 39: honest about doubt: the answer to a decision is cut at byte after byte, and the page never claims what it does not know. */
import { expect, type Page } from "@playwright/test";
import type { RunlightServer } from "../server.ts";
import { test } from "../server.ts";
import { approvalOn, openDialog, startWaiting } from "../waiting-run.ts";
import { type CutProxy, startCutProxy } from "./cut-proxy.ts";
import { figure } from "./figure.ts";

const TRUTH_MS = 10_000;
/** Between the cuts in the middle; both ends and the end of the headers are cut at every byte. */
const STEP = 24;
const EDGE = 6;

interface Cut {
  readonly truthMs: number;
  readonly keys: readonly string[];
  /** Words of every state shown, in order. */
  readonly said: readonly string[];
}

test.use({ serverArgs: ["--speed", "200"] });

/** Approves on a page whose first answer ends after so many bytes; records every state the page shows. */
async function approveCut(page: Page, server: RunlightServer, proxy: CutProxy, afterBytes: number): Promise<Cut> {
  const run = await startWaiting(server);
  await page.goto(proxy.url + run.path);
  await openDialog(page, "approve");
  const { confirm, outcome } = approvalOn(page);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      const text = document.querySelector('[role=status][aria-label="Your decision"]')?.textContent ?? "";
      if (text !== "" && said.at(-1) !== text) said.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  proxy.cutNext(afterBytes);
  const at = performance.now();
  await confirm.click();
  await expect(outcome).toContainText("Approved", { timeout: TRUTH_MS + 5_000 });
  const truthMs = performance.now() - at;
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  return { truthMs, keys: [...proxy.keys], said };
}

test("row 39: Honest about doubt", async ({ page, server }, info) => {
  test.setTimeout(400_000);
  const proxy = await startCutProxy(server.url);
  await approveCut(page, server, proxy, 1e9);
  const whole = proxy.lastLength;
  const cuts = new Set<number>();
  for (let at = 0; at < whole; at += STEP) cuts.add(at);
  for (let i = 0; i < EDGE; i++) cuts.add(i).add(whole - 1 - i);
  let slowestMs = 0;
  let dishonest = 0;
  let manyKeys = 0;
  for (const at of cuts) {
    const cut = await approveCut(page, server, proxy, at);
    slowestMs = Math.max(slowestMs, cut.truthMs);
    const success = cut.said.findIndex((text) => /^Approved/.test(text));
    const doubt = cut.said.findIndex((text) => /^Unknown whether/.test(text));
    // A cut answer is no answer: doubt must stand before success, and a second try must have brought it. Where nothing
    // at all came back on a connection in use, the browser itself asks again, and the page never has to doubt.
    const isRepeatedByBrowser = at === 0 && doubt < 0;
    if ((doubt < 0 && !isRepeatedByBrowser) || success < doubt || cut.keys.length < 2) dishonest++;
    if (new Set(cut.keys).size !== 1) manyKeys++;
  }
  await proxy.close();
  figure(
    info,
    `${cuts.size} cuts in an answer of ${whole} bytes: ${dishonest} dishonest, ${manyKeys} with another key, truth after at most ${(slowestMs / 1_000).toFixed(1)} s`,
  );
  expect({ dishonest, manyKeys }).toEqual({ dishonest: 0, manyKeys: 0 });
  expect(slowestMs).toBeLessThan(TRUTH_MS);
});
