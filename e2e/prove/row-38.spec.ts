/** Row 38: you approve what you saw: a request that is not the one shown is refused, and the audit keeps the digest shown. */
import { join } from "node:path";
import { expect } from "@playwright/test";
import Libsql from "libsql";
import { startFaultProxy } from "../fault-proxy.ts";
import { startServer, test } from "../server.ts";
import { approvalOn, decide, DECISION_POST, digestOf, openDialog, readRequest, startWaiting } from "../waiting-run.ts";
import { figure } from "./figure.ts";

const CHANGES = 1_000;
const RUNS = 40;
const RUN_POLL = /^GET \/api\/v1\/agents\/\d+\/runs\/[^/]+\?/;

test("row 38: You approve what you saw: 1,000 changed requests", async ({}, info) => {
  test.setTimeout(180_000);
  const server = await startServer({ args: ["--speed", "200", "--no-samples"] });
  let refused = 0;
  let accepted = 0;
  const shown = new Map<string, string>();
  try {
    const runs = await Promise.all(Array.from({ length: RUNS }, () => startWaiting(server)));
    for (const [n, run] of runs.entries()) {
      shown.set(run.approvalId, run.digest);
      for (let i = 0; i < CHANGES / RUNS; i++) {
        // One character of what was shown is another, somewhere in the text.
        const at = (n * 31 + i * 17) % run.requestText.length;
        const other = run.requestText[at] === "7" ? "8" : "7";
        const changed = run.requestText.slice(0, at) + other + run.requestText.slice(at + 1);
        const digest = digestOf(run.workflowId, run.temporalRunId, run.approvalId, changed);
        const response = await decide(server.url, run, { digest });
        if (response.status === 412 && (await response.text()).includes(run.digest)) refused++;
      }
      if ((await decide(server.url, run)).status === 200) accepted++;
    }
  } finally {
    await server.stop();
  }
  const db = new Libsql(join(server.dataDir, "runlight.db"), { readonly: true });
  const lines = (db.prepare("SELECT entry FROM audit").all() as { entry: string }[]).map(
    ({ entry }) => JSON.parse(entry) as { outcome: string; approvalId: string; digest: string },
  );
  db.close();
  await server.remove();
  const kept = lines.filter(({ outcome }) => outcome === "accepted");
  const right = kept.filter(({ approvalId, digest }) => shown.get(approvalId) === digest);
  figure(
    info,
    `${refused} of ${CHANGES.toLocaleString("en")} changed requests answered 412; ${right.length} of ${kept.length} audit lines carry the digest shown`,
  );
  expect({ refused, accepted, kept: kept.length, right: right.length }).toEqual({
    refused: CHANGES,
    accepted: RUNS,
    kept: RUNS,
    right: RUNS,
  });
  expect(lines.length).toBe(CHANGES + RUNS);
});

test("row 38: You approve what you saw: on the page", async ({ page, server }, info) => {
  test.setTimeout(120_000);
  const { region, dialog, confirm, outcome } = approvalOn(page);
  let caught = 0;
  const amounts = ["1240.01", "12400.0", "9007199254740993", "1240.000"];
  for (const amount of amounts) {
    const run = await startWaiting(server);
    const proxy = await startFaultProxy(server.url);
    // Between server and page somebody writes another amount: the page shows it, hashes it, and is refused.
    const answer = (await (await server.get(run.apiPath)).text()).replaceAll("1240.00", amount);
    proxy.use(RUN_POLL, { kind: "answer", text: answer });
    await page.goto(proxy.url + run.path);
    await openDialog(page, "approve");
    const seen = digestOf(run.workflowId, run.temporalRunId, run.approvalId, readRequest(answer) ?? "");
    await expect(dialog.getByTitle(seen)).toBeVisible();
    await confirm.click();
    await expect(outcome).toContainText("The request changed");
    const sent = proxy.seen.find(({ method, path }) => DECISION_POST.test(`${method} ${path}`));
    const truth = await (await server.get(run.apiPath)).text();
    if (sent?.headers["if-match"] === `"${seen}"` && truth.includes('"status":"awaiting_human"')) caught++;
    await proxy.close();
  }

  // What cannot be read is marked, and the raw action comes before the agent's words.
  const run = await startWaiting(server);
  const proxy = await startFaultProxy(server.url);
  const secret = '{"metadata":{"encoding":"binary/encrypted"},"data":"c2VjcmV0"}';
  const answer = (await (await server.get(run.apiPath)).text()).replaceAll('"damaged_in_transit"', secret);
  proxy.use(RUN_POLL, { kind: "answer", text: answer });
  await page.goto(proxy.url + run.path);
  await expect(region).toContainText("cannot be inspected: it is encoded as binary/encrypted");
  const words = (await region.innerText()).replaceAll(/\s+/g, " ");
  const isRawFirst =
    words.indexOf("payments.refund") >= 0 && words.indexOf("payments.refund") < words.indexOf("The agent writes");
  await proxy.close();
  figure(
    info,
    `${caught} of ${amounts.length} texts changed on the way refused; raw action first: ${isRawFirst ? "yes" : "no"}`,
  );
  expect(caught).toBe(amounts.length);
  expect(isRawFirst).toBe(true);
});
