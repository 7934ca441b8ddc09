/** Row 14: schema drift is survived, by the readers and by the page. */
import { readApproval } from "../../src/contract/read-approval.ts";
import { readSteps } from "../../src/contract/read-steps.ts";
import { BadAnswer, parseRun, type Run } from "../../src/contract/run.ts";
import { figure } from "./figure.ts";
import { mutantOf } from "./mutants.ts";
import { AGENT, RUN, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const MUTANTS = 100_000;
const IN_PAGE = 1_000;
const TEXTS = [
  "id",
  "workflowId",
  "agentName",
  "agentType",
  "status",
  "source",
  "summary",
  "taskError",
  "startedAt",
] as const;

test("row 14: Schema drift is survived", async ({}, info) => {
  test.setTimeout(300_000);
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
  test.setTimeout(600_000);
  const texts = new Map<string, string>();
  const visits: Visit[] = [];
  for (let n = 0; n < IN_PAGE; n++) {
    const id = `mutant_${n}`;
    const { text, words } = mutantOf(n, { id, workflowId: id });
    const run = readable(text);
    texts.set(id, text);
    // The answer of another agent is refused, whatever words are in it.
    visits.push({ id, words: run && (Number.isNaN(run.agentId) || run.agentId === AGENT) ? words : [] });
  }
  faults.use(/^GET \/api\/v1\/agents\/57\/runs\/mutant_/, {
    kind: "answer",
    text: ({ path }) => texts.get(/mutant_\d+/.exec(path)?.[0] ?? "") ?? runAnswer(),
  });
  await page.goto(`/agents/${AGENT}/runs/${RUN}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const failed: string[] = [];
  for (let n = 0; n < IN_PAGE; n += 100) failed.push(...(await page.evaluate(visitAll, visits.slice(n, n + 100))));
  const withWords = visits.filter(({ words }) => words.length > 0).length;
  const hidden = failed.filter((one) => one.startsWith("hidden")).length;
  figure(
    info,
    `${IN_PAGE.toLocaleString("en")} mutants in the page: ${failed.length - hidden} white screens; ` +
      `${withWords} unknown words, ${hidden} not shown`,
  );
  expect(faults.count(/mutant_\d+\?/)).toBeGreaterThanOrEqual(IN_PAGE);
  expect(failed).toEqual([]);
});

interface Visit {
  readonly id: string;
  readonly words: readonly string[];
}

/**
 * Runs in the page: goes to each run as a click on a link does, waits for its answer and looks at what is shown.
 * Loading the page anew a thousand times would show nothing more.
 */
async function visitAll(visits: readonly Visit[]): Promise<string[]> {
  const failed: string[] = [];
  const isThere = (words: readonly string[]) => {
    const text = document.body.textContent ?? "";
    const hasFailed = /Something went wrong|Unexpected Application Error/i.test(text);
    return document.querySelector("h1") !== null && !hasFailed && words.every((word) => text.includes(word));
  };
  // Unknown fields stand one click away, and their names beside the title as far as they fit.
  const openOthers = () => {
    for (const summary of document.querySelectorAll<HTMLElement>("details:not([open]) > summary")) {
      if (summary.textContent?.startsWith("Other fields")) summary.click();
    }
    return true;
  };
  const within = async (ms: number, isTrue: () => boolean) => {
    for (const until = performance.now() + ms; performance.now() < until;) {
      if (isTrue()) return true;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return isTrue();
  };
  for (const { id, words } of visits) {
    performance.clearResourceTimings();
    history.pushState(null, "", id);
    window.dispatchEvent(new PopStateEvent("popstate"));
    const isAnswered = () => performance.getEntriesByType("resource").some(({ name }) => name.includes(`/${id}?`));
    if (!(await within(10_000, isAnswered))) failed.push(`unasked ${id}`);
    else if (!(await within(5_000, () => isThere([])))) failed.push(`white ${id}`);
    else if (!(await within(5_000, () => isThere(words) || (openOthers() && isThere(words)))))
      failed.push(`hidden ${id} ${words.join()}`);
  }
  return failed;
}

function readable(text: string): Run | undefined {
  try {
    return parseRun(text);
  } catch {
    return undefined;
  }
}
