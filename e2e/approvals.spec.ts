/** Deciding: approve, reject with a reason, lose a race, come too late, see the request change, use the keyboard only. */
import { expect } from "@playwright/test";
import { startFaultProxy } from "./fault-proxy.ts";
import { test } from "./server.ts";
import {
  approvalOn,
  approveOnPage,
  BOARD_PACK,
  decide,
  DECISION_POST,
  expectInert,
  openDialog,
  REASON,
  startWaiting,
} from "./waiting-run.ts";

// Slow enough for a hand to meet an approval of Board Pack before its time is over.
test.use({ serverArgs: ["--speed", "20"] });

const RUN_POLL = /^GET \/api\/v1\/agents\/\d+\/runs\/[^/]+\?/;

test("approve: the raw action, a second look, and who did it when", async ({ page, server }) => {
  const run = await startWaiting(server);
  await page.goto(run.path);
  const { region, dialog, confirm, outcome } = approvalOn(page);
  await expect(region).toContainText("payments.refund");
  await expect(region).toContainText("1240.00");
  await expect(region).toContainText("Issue the refund, then Send the reply");
  await openDialog(page, "approve");
  await expect(dialog).toContainText(`sha256 ${run.digest.slice(0, 6)}…${run.digest.slice(-4)}`);
  await expect(confirm).toHaveText("Approve payments.refund");
  await confirm.click();
  await expect(outcome).toContainText(/Approved\s*by local at/);
  await expect(region).toBeHidden();
  await expect(page.getByRole("region", { name: "Decision", exact: true })).toContainText("Approved by local");
  await expect(page.getByRole("status", { name: "Run status" })).toHaveText(/Completed/);
});

test("reject: not without a reason, and every viewer reads it", async ({ page, context, server }) => {
  const run = await startWaiting(server);
  await page.goto(run.path);
  const { dialog, confirm, outcome } = approvalOn(page);
  await openDialog(page, "reject");
  await confirm.click();
  await expect(dialog).toContainText("at least 10 characters");
  await expect(dialog.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Reason").fill(REASON);
  await expect(dialog).toContainText(`${REASON.length} / 2,000`);
  await confirm.click();
  await expect(outcome).toContainText("Rejected");
  const other = await context.newPage();
  await other.goto(run.path);
  await expect(other.getByRole("region", { name: "Decision", exact: true })).toContainText(REASON);
});

test("two approvers: the first counts, the other is told who was first", async ({ page, context, server }) => {
  const run = await startWaiting(server);
  const first = await context.newPage();
  await first.goto(run.path);
  const proxy = await startFaultProxy(server.url, 0, { isPolled: true });
  // The slower approver's page has not heard of the first decision yet.
  await page.goto(proxy.url + run.path);
  const slow = approvalOn(page);
  await openDialog(page, "reject");
  await slow.dialog.getByLabel("Reason").fill(REASON);
  proxy.use(RUN_POLL, { kind: "hang" });
  const fast = approvalOn(first);
  await openDialog(first, "approve");
  await fast.confirm.click();
  await expect(fast.outcome).toContainText("Approved");
  await slow.confirm.click();
  await expect(slow.outcome).toContainText("Your rejection did not count");
  await expect(slow.outcome).toContainText("Approved by local");
  await proxy.close();
});

test("too late: at zero the buttons rest, and the run says that nobody answered", async ({ page, server }) => {
  const run = await startWaiting(server, BOARD_PACK);
  await page.goto(run.path);
  const { region, approve } = approvalOn(page);
  await expect(region).toBeVisible();
  await expect(approve.or(page.getByText(/Approval timed out/).first()).first()).toBeVisible();
  await expect(region).toBeHidden();
  await expect(page.getByRole("main")).toContainText(/timed out|Nobody answered in time/);
  expect((await decide(server.url, run)).status).toBe(410);
});

test("the request changes under the eyes: difference marked, look again, and the old text can't be approved", async ({
  page,
  server,
}) => {
  const run = await startWaiting(server);
  const proxy = await startFaultProxy(server.url, 0, { isPolled: true });
  await page.goto(proxy.url + run.path);
  const { region, approve, dialog, confirm, outcome } = approvalOn(page);
  await openDialog(page, "approve");
  const answer = await (await server.get(run.apiPath)).text();
  proxy.use(RUN_POLL, { kind: "answer", text: answer.replaceAll("1240.00", "9240.00") });
  await expect(dialog).toBeHidden();
  await expect(outcome).toContainText("The request changed");
  await expectInert(approve);
  await expect(region.getByRole("alert")).toContainText(/amount\s*1240\.00 → 9240\.00/);
  await region.getByRole("button", { name: "Look again" }).click();
  await expectInert(approve);
  // What was changed on the way is not what the server stored: it refuses.
  await openDialog(page, "approve");
  await confirm.click();
  await expect(outcome).toContainText("The request changed");
  expect(proxy.count(DECISION_POST)).toBe(1);
  const still = await (await server.get(run.apiPath)).text();
  expect(still).toContain('"status":"awaiting_human"');
  await proxy.close();
});

test("keyboard only: focus begins on Cancel, Escape and Enter there send nothing, no single key decides", async ({
  page,
  server,
}) => {
  const run = await startWaiting(server);
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.goto(run.path);
  const { approve, dialog, cancel, confirm, outcome } = approvalOn(page);
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  for (const key of ["a", "r", "A", "R", "y", "Enter", "Space"]) await page.keyboard.press(key);
  await expect(dialog).toBeHidden();
  // On buttons that moved a press does nothing: Space has scrolled the page, and what comes later may move them too.
  const openByKey = () =>
    expect(async () => {
      await approve.focus();
      await page.keyboard.press("Enter");
      await expect(cancel).toBeFocused({ timeout: 2_000 });
    }).toPass();
  await openByKey();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(approve).toBeFocused();
  await openByKey();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(posts).toEqual([]);
  await openByKey();
  await dialog.getByLabel("Comment").focus();
  await page.keyboard.type("Checked by hand");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(confirm).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(outcome).toContainText("Approved");
  expect(posts).toHaveLength(1);
});

test("paused and offline: the buttons rest and say why", async ({ page, context, server }) => {
  const run = await startWaiting(server);
  await page.goto(run.path);
  const { region, approve } = approvalOn(page);
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Pause" }).click();
  await expectInert(approve);
  await expect(region).toContainText("Paused: resume to decide");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  await context.setOffline(true);
  await expectInert(approve);
  await expect(region).toContainText("Offline");
  await context.setOffline(false);
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
});

test("a lost answer is doubt, then the truth, and never two decisions", async ({ page, server }) => {
  const run = await startWaiting(server);
  const proxy = await startFaultProxy(server.url);
  proxy.use(DECISION_POST, { kind: "lose-answer" });
  proxy.use(RUN_POLL, { kind: "pass" });
  await approveOnPage(page, proxy.url + run.path);
  const { outcome } = approvalOn(page);
  await expect(outcome).toContainText("Unknown whether your approval was recorded");
  await expect(outcome).not.toContainText("Approved");
  proxy.clear();
  await expect(outcome).toContainText("Approved");
  const keys = proxy.seen.filter(({ method }) => method === "POST").map(({ headers }) => headers["idempotency-key"]);
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  await proxy.close();
});

test("phone: banner first, the bar stays at the foot, both buttons 44 px high and apart", async ({ page, server }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const run = await startWaiting(server);
  await page.goto(run.path);
  const { approve, reject } = approvalOn(page);
  await page.mouse.wheel(0, 800);
  await expect(approve).toBeInViewport();
  const [left, right] = [await reject.boundingBox(), await approve.boundingBox()];
  expect(left?.height).toBeGreaterThanOrEqual(44);
  expect(right?.height).toBeGreaterThanOrEqual(44);
  expect(left?.width).toBeCloseTo(right?.width ?? 0, 0);
  expect((right?.x ?? 0) - ((left?.x ?? 0) + (left?.width ?? 0))).toBeGreaterThanOrEqual(16);
});
