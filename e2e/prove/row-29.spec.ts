/** Row 29: agent text cannot lie by shape. 60 cases in the real page: what is read, in which order, and where it stands. */
import type { Page } from "@playwright/test";
import { approvalOn } from "../waiting-run.ts";
import { figure } from "./figure.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";
import { FAKES, SHAPES } from "./shape-cases.ts";

const request = (args: Readonly<Record<string, string>>) => ({
  status: "awaiting_human",
  pendingApproval: {
    id: "approval-1",
    title: "Pay out",
    actions: [{ name: "pay", args }],
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
});

test("row 29: Agent text cannot lie by shape", async ({ page, faults }, info) => {
  const decisions = SHAPES.map(([name, comment], index) => ({
    approvalId: `a${index}`,
    nodeId: "load",
    decision: "approve",
    by: name,
    at: "2026-11-24T12:00:00Z",
    comment,
  }));
  faults.use(RUN_POLL, { kind: "answer", text: runAnswer({ runlight: { decisions } }) });
  await page.goto(RUN_PAGE);
  await expect(page.getByRole("region", { name: "Decision" })).toHaveCount(SHAPES.length);
  const found = await page.evaluate(readComments);
  const wrong = SHAPES.filter(([name, , shown]) => found[name]?.text !== shown).map(([name]) => name);
  const moved = SHAPES.filter(([name]) => found[name]?.isInOrder === false).map(([name]) => name);
  figure(info, `${SHAPES.length} shapes: ${wrong.length} read as something else, ${moved.length} out of order`);
  expect({ wrong, moved }).toEqual({ wrong: [], moved: [] });
});

interface Value {
  /** Marks stand between two dots. */
  readonly text: string;
  /** What is written earlier stands further left or higher, as far as no script of its own turns it. */
  readonly isInOrder: boolean;
}

/** Runs in the page: comments by who made them, as a person reads them. */
function readComments(): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const row of document.querySelectorAll("section[aria-label=Decision]")) {
    const [name, value = row] = row.querySelectorAll("p bdi");
    let text = "";
    let [left, top] = [-Infinity, -Infinity];
    let isInOrder = true;
    for (const node of value.childNodes) {
      const isMark = node instanceof HTMLElement && node.hasAttribute("data-hidden");
      text += isMark ? `·${node.textContent}·` : (node.textContent ?? "");
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width === 0 || box.height === 0) continue;
        if (Math.round(box.top) < Math.round(top) - 12) isInOrder = false;
        else if (Math.abs(box.top - top) <= 12 && box.left < left - 1) isInOrder = false;
        [left, top] = [box.left, box.top];
      }
    }
    values[name?.textContent ?? ""] = { text, isInOrder };
  }
  return values;
}

test("row 29: Agent text cannot lie by shape: it stays in its place", async ({ page, faults }, info) => {
  test.setTimeout(120_000);
  // A button that fades in is another picture each time.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const show = async (summary: string) => {
    faults.clear();
    faults.use(RUN_POLL, { kind: "answer", text: runAnswer({ ...request({ amount: summary }), summary }) });
    await page.goto(RUN_PAGE);
    await expect(approvalOn(page).approve).not.toHaveAttribute("aria-disabled", "true");
    // Parts that come after the first view have come, the last of them the way to the other approvals.
    await expect(page.getByRole("navigation", { name: "Other approvals" })).toBeVisible();
    await page.waitForLoadState("networkidle");
  };
  await show("Nothing of note.");
  const plain = await page.evaluate(layoutOf);
  const chrome = await pictures(page);
  const wrong: string[] = [];
  for (const [name, text] of FAKES) {
    await test.step(name, async () => {
      await show(text);
      const layout = await page.evaluate(layoutOf);
      for (const key of ["controls", "headings", "landmarks"] as const)
        if (layout[key] !== plain[key]) wrong.push(`${name}: ${key} ${layout[key]}, not ${plain[key]}`);
      wrong.push(...layout.problems.map((problem) => `${name}: ${problem}`));
      await expect(page.getByRole("region", { name: "Summary" })).toHaveAccessibleDescription("Written by the agent");
      const now = await pictures(page);
      now.forEach((picture, index) => {
        if (!picture.equals(chrome[index] ?? Buffer.alloc(0))) wrong.push(`${name}: drawn over part ${index + 1}`);
      });
    });
  }
  figure(info, `${FAKES.length} fakes and covers: ${wrong.length} reach outside their region`);
  expect(SHAPES.length + FAKES.length).toBeGreaterThanOrEqual(60);
  expect(wrong).toEqual([]);
});

/** What stands nearest to agent text: a picture of each that must not change with it. */
async function pictures(page: Page): Promise<Buffer[]> {
  const parts = [
    page.getByRole("heading", { level: 1 }),
    page.getByRole("region", { name: "Summary" }).getByText("Written by the agent", { exact: true }),
    page.getByText("Trigger", { exact: true }),
    approvalOn(page).region.getByText("Approval needed", { exact: true }),
  ];
  const all: Buffer[] = [];
  for (const part of parts) all.push(await part.screenshot({ animations: "disabled", caret: "hide" }));
  return all;
}

/** Runs in the page: what can be pressed and heard, and what is covered or hangs over. */
function layoutOf() {
  const problems: string[] = [];
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  for (const button of all("button, a[href], [role=radio]")) {
    if (!button.checkVisibility({ visibilityProperty: true })) continue;
    button.scrollIntoView({ block: "center", behavior: "instant" });
    const box = button.getBoundingClientRect();
    if (box.width < 2 || box.bottom < 0 || box.top > innerHeight) continue;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (top?.closest("[data-written], dd") && !button.contains(top)) problems.push(`covers ${button.textContent}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push("widens the page");
  for (const region of all("[data-written]")) {
    const outer = region.getBoundingClientRect();
    if (getComputedStyle(region).overflow !== "clip") problems.push("is not clipped");
    for (const inner of region.querySelectorAll("*")) {
      const box = inner.getBoundingClientRect();
      const isScrolled = inner.parentElement?.closest(".overflow-auto") !== null;
      if (!isScrolled && box.width > 0 && (box.right > outer.right + 1 || box.bottom > outer.bottom + 1))
        problems.push(`${inner.localName} hangs over`);
    }
  }
  window.scrollTo(0, 0);
  return {
    problems: [...new Set(problems)],
    controls: all("button, input, select, textarea, form, a[href]:not([rel~=nofollow]), dialog")
      .map((one) => one.getAttribute("aria-label") ?? one.textContent)
      .join(", "),
    headings: all("h1, h2, h3, [role=heading]").length,
    landmarks: all("section, main, nav, aside, header, footer, [role=region], [role=alert]").length,
  };
}
