/** Row 14: schema drift is survived, by the readers and by the page. */
import type { Page } from "@playwright/test";
import { readApproval } from "../../src/contract/read-approval.ts";
import { readSteps } from "../../src/contract/read-steps.ts";
import { BadAnswer, parseRun, type Run } from "../../src/contract/run.ts";
import { figure } from "./figure.ts";
import { mutantOf } from "./mutants.ts";
import { AGENT, RUN, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const MUTANTS = 100_000;
const IN_PAGE = 1_000;
const TEXTS = ["id", "workflowId", "agentName", "agentType", "status", "source", "summary", "taskError", "startedAt"] as const;

test("row 14: Schema drift is survived", async ({}, info) => {
  test.setTimeout(180_000);
  let [unread, thrown, lost, mistyped] = [0, 0, 0, 0];
  for (let n = 0; n < MUTANTS; n++) {
    const { text, words } = mutantOf(n);
    try {
      const run = parseRun(text);
      const steps = readSteps(run.workflowNodes);
      const approval = readApproval(run.pendingApproval, run.status);
      if (steps.some(({ title, key }) => title === "" || key === "")) mistyped++;
      if ((run.status === "awaiting_human") !== (approval !== undefined)) mistyped++;
      if (TEXTS.some((key) => !["string", "undefined"].includes(typeof run[key]))) mistyped++;
      if (run.text !== text || words.some((word) => !isKept(run, word))) lost++;
    } catch (error) {
      if (error instanceof BadAnswer) unread++;
      else thrown++;
    }
  }
  figure(
    info,
    `${MUTANTS.toLocaleString("en")} mutants: ${thrown} uncaught, ${mistyped} of a wrong type, ` +
      `${lost} lost a value, ${unread.toLocaleString("en")} refused as no answer`,
  );
  // Enough of them must get past the front door for this to mean something.
  expect(unread).toBeLessThan(MUTANTS / 4);
  expect([thrown, mistyped, lost]).toEqual([0, 0, 0]);
});

/** A word of a later version is the status as sent, or the name of an unknown field. */
function isKept(run: Run, word: string): boolean {
  return run.status === word || run.extra.some(({ name }) => name === word);
}

test("row 14: Schema drift is survived in the page", async ({ page, faults }, info) => {
  test.setTimeout(240_000);
  const poll = /^GET \/api\/v1\/agents\/57\/runs\/mutant_(\d+)\?/;
  const mutants = new Map<number, ReturnType<typeof mutantOf>>();
  const idOf = (n: number) => `mutant_${n}`;
  for (let n = 0; n < IN_PAGE; n++) mutants.set(n, mutantOf(n, { id: idOf(n), workflowId: idOf(n) }));
  faults.use(/^GET \/api\/v1\/agents\/57\/runs\/mutant_/, {
    kind: "answer",
    text: ({ method, path }) => mutants.get(Number(poll.exec(`${method} ${path}`)?.[1]))?.text ?? runAnswer(),
  });
  let [white, hidden, withWords] = [0, 0, 0];
  const examples: string[] = [];
  await page.goto(`/agents/${AGENT}/runs/${RUN}`);
  for (const [n, { words }] of mutants) {
    const answered = page.waitForResponse((response) => response.url().includes(`/${idOf(n)}?`));
    // A way inside the page, as a click on a link takes; loading it anew a thousand times would show nothing more.
    await page.evaluate((path) => {
      history.pushState(null, "", path);
      window.dispatchEvent(new PopStateEvent("popstate"));
    }, `/agents/${AGENT}/runs/${idOf(n)}`);
    await answered;
    const run = readable(mutants.get(n)?.text ?? "");
    const expected = run && (Number.isNaN(run.agentId) || run.agentId === AGENT) ? words : [];
    if (!(await hasShown(page, []))) {
      white++;
      examples.push(idOf(n));
    } else if (expected.length > 0) {
      withWords++;
      if (await hasShown(page, expected)) continue;
      hidden++;
      examples.push(`${idOf(n)} ${expected.join()}`);
    }
  }
  figure(info, `${IN_PAGE.toLocaleString("en")} mutants in the page: ${white} white screens; ${withWords} unknown words, ${hidden} not shown`);
  expect({ white, hidden, examples: examples.slice(0, 5) }).toEqual({ white: 0, hidden: 0, examples: [] });
});

/** True as soon as the page is no skeleton and no failure, and holds these words. */
async function hasShown(page: Page, words: readonly string[]): Promise<boolean> {
  const isThere = (expected: readonly string[]) => {
    const text = document.body.textContent ?? "";
    const hasFailed = /Something went wrong|Unexpected Application Error/i.test(text);
    return document.querySelector("h1") !== null && !hasFailed && expected.every((word) => text.includes(word));
  };
  return page.waitForFunction(isThere, words, { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

function readable(text: string): Run | undefined {
  try {
    return parseRun(text);
  } catch {
    return undefined;
  }
}
