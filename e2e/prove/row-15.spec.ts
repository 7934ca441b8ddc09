/** Row 15: what the agent wrote is what people see and get, on the second poll too. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { CORPUS_SIZE, makeCorpus } from "./exact-corpus.ts";
import { figure } from "./figure.ts";
import { normalText, readShown, type Shown, textOfTree } from "./read-shown.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const corpus = makeCorpus();
const HALF = 100;

/** An answer whose result is written as text, for what it holds would not survive being made from values. */
function answerAt(poll: number, fields: readonly string[]): string {
  const result = `{${fields.join(",")},"__proto__":{"poll":${poll}}}`;
  const rest = { agentType: "task", workflowNodes: undefined, summary: `Answer ${poll}`, status: "running" };
  return `${runAnswer(rest).slice(0, -1)},"taskResult":${result}}`;
}

test("row 15: What the agent wrote is what you see", async ({ page, faults }, info) => {
  test.setTimeout(180_000);
  expect(corpus).toHaveLength(CORPUS_SIZE);
  const wrong: string[] = [];
  const count = { tree: 0, raw: 0, file: 0 };
  for (let from = 0; from < CORPUS_SIZE; from += HALF) {
    const values = corpus.slice(from, from + HALF);
    let poll = 1;
    const fields = () => values.map(({ name, textAt }) => `"${name}":${textAt(poll)}`);
    faults.use(RUN_POLL, { kind: "answer", text: () => answerAt(poll, fields()) });
    await page.goto(`${RUN_PAGE}?part=${from}`);
    for (poll = 1; poll <= 2; poll++) {
      await expect(page.getByText(`Answer ${poll}`, { exact: true }).first()).toBeVisible();
      const shown = await page.evaluate(
        readShown,
        values.map(({ name }) => name),
      );
      for (const [i, { name, textAt }] of values.entries()) {
        const found = compare(textAt(poll), shown[i]);
        for (const look of ["tree", "raw", "file"] as const) {
          if (found[look]) count[look]++;
          else wrong.push(`${name} poll ${poll} ${look}: ${textAt(poll).slice(0, 60)}`);
        }
      }
    }
  }
  const all = CORPUS_SIZE * 2;
  figure(
    info,
    `${CORPUS_SIZE} values, 2 polls: exact in the tree ${count.tree}/${all}, raw ${count.raw}/${all}, as a file ${count.file}/${all}`,
  );
  expect(wrong).toEqual([]);
});

function compare(text: string, shown: Shown | undefined) {
  return {
    tree: shown !== undefined && textOfTree(shown.tree) === normalText(text),
    raw: shown?.raw === text,
    file: shown?.file === text,
  };
}

test("row 15: What the agent wrote is what you see, as a file and above 256 KiB", async ({ page, faults }, info) => {
  const small = '{"n":9007199254740993,"__proto__":{"a":1},"constructor":null,"a":"\\ud800","a":"\\u00e9é"}';
  const large = `[${'{"__proto__":1.50,"é":"\\udc00"},'.repeat(30_000)}${small}]`;
  const sha256 = createHash("sha256").update(large).digest("hex");
  const href = "/api/v1/agents/57/runs/wf_57_run_1/payload?path=%2FtaskResult";
  const stubs = { "/taskResult": { size: Buffer.byteLength(large), sha256, href } };
  const rest = { agentType: "task", workflowNodes: undefined };
  const attachment = { "content-disposition": 'attachment; filename="result.json"' };
  faults.use(/^GET [^ ]*\/payload\?path=%2FtaskResult$/, { kind: "answer", text: large, headers: attachment });
  faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer({ ...rest, runlight: { stubs } }) });
  await page.goto(RUN_PAGE);
  const result = page.getByRole("region", { name: "Result" });
  const fileOf = async (press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    return readFile(await download.path());
  };
  const fromLink = await fileOf(() => result.getByRole("link", { name: "Download" }).click());
  await result.getByRole("button", { name: "Open here" }).click();
  const fromView = await fileOf(() => result.getByRole("button", { name: "Download taskResult" }).click());

  const whole = `${runAnswer({ ...rest, summary: "Whole" }).slice(0, -1)},"taskResult":[${small}]}`;
  faults.use(RUN_POLL, { kind: "answer", text: whole });
  await expect(page.getByText("Whole", { exact: true }).first()).toBeVisible();
  const fromSmall = await fileOf(() => result.getByRole("button", { name: "Download taskResult" }).click());
  const isExact = [fromLink.equals(Buffer.from(large)), fromView.equals(Buffer.from(large))];
  const isSmallExact = fromSmall.equals(Buffer.from(`[${small}]`));
  figure(info, `${(large.length / 1e6).toFixed(1)} MB by its stub: link and view exact ${isExact.every(Boolean)}`);
  expect([...isExact, isSmallExact]).toEqual([true, true, true]);
});
