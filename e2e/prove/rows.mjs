/** The promises Runlight makes, by number. A row without a spec prints TODO, never PASS. */
export const ROWS = new Map([
  [1, "A finished run costs nothing"],
  [2, "A run whose history is gone does not poll for ever"],
  [3, "A new state is seen fast"],
  [4, "Clock ticks and re-renders never starve or speed polling"],
  [5, "Hostile Retry-After is harmless"],
  [6, "A hung server never freezes the page silently"],
  [7, "Errors do not blank the page"],
  [8, "An outage is not multiplied"],
  [9, "No herd after a restart"],
  [10, "Refused rights stop polling at once"],
  [11, "Hidden, offline and asleep tabs are quiet"],
  [12, "Ten tabs count as one viewer"],
  [13, "Never steps back or mixes runs"],
  [14, "Schema drift is survived"],
  [15, "What the agent wrote is what you see"],
  [16, "Big runs stay smooth"],
  [17, "Open all day without growing"],
  [18, "Many viewers, one upstream call"],
  [19, "Unchanged means tiny"],
  [20, "Rights are checked before 304"],
  [21, "Nothing private in shared caches"],
  [22, "A slow or dead upstream is contained"],
  [23, "A rolling restart is unnoticed"],
  [24, "Limits are real"],
  [25, "Errors are machine-readable"],
  [26, "Three backends, one contract"],
  [27, "Real Temporal, not a mock"],
  [28, "Agent text cannot run"],
  [29, "Agent text cannot lie by shape"],
  [30, "Links are safe"],
  [31, "The token never reaches the browser"],
  [32, "No forged or tricked decision"],
  [33, "Own data only"],
  [34, "Paths and redirects hold"],
  [35, "Secrets are masked"],
  [36, "Supply chain gate"],
  [37, "One decision, the first wins"],
  [38, "You approve what you saw"],
  [39, "Honest about doubt"],
  [40, "Time is the server's"],
  [41, "Four eyes"],
  [42, "Usable by everybody"],
  [43, "Tests that bite"],
  [44, "No flakes, three engines"],
  [45, "Anyone can check"],
]);

/** Rows that take hours, and why; without --nightly they are said to be left to it. */
export const NIGHTLY = new Map([
  [43, "planting thousands of faults takes an hour"],
  [44, "every journey 50 times takes hours"],
]);

/** `5` → `05`, as titles and file names write it. */
export const rowName = (row) => String(row).padStart(2, "0");

/** Rows named on the command line, as numbers; all when none is. Throws for what is no row. */
export function readRows(words) {
  const rows = words.map((word) => {
    const row = /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
    if (!ROWS.has(row)) throw new Error(`"${word}" is no row; rows are 1 to ${ROWS.size}.`);
    return row;
  });
  return rows.length > 0 ? [...new Set(rows)].sort((a, b) => a - b) : [...ROWS.keys()];
}

/**
 * What the tests say about each row: PASS when all of its tests passed, FAIL when one did not or when its spec file
 * ran no test, TODO when it has no spec file, NIGHTLY when it was left to a run that takes hours. `ms` is what its tests took together; where times are not measured, two run at a time.
 */
export function judge(rows, tests, specFiles, leftOut = []) {
  return rows.map((row) => {
    const hasFile = specFiles.some((file) => new RegExp(`^row-${rowName(row)}\\b.*\\.spec\\.ts$`).test(file));
    const mine = tests.filter((test) => rowOf(test.title) === row);
    const figure = mine.flatMap((test) => test.figures).join("; ");
    const ms = mine.reduce((sum, test) => sum + test.ms, 0);
    if (mine.length === 0) {
      const none = { row, verdict: "TODO", figure: "", ms };
      if (leftOut.includes(row)) {
        return { ...none, verdict: "NIGHTLY", figure: `${NIGHTLY.get(row)}: npm run prove -- ${row} --nightly` };
      }
      return hasFile ? { ...none, verdict: "FAIL", figure: "its spec ran no test" } : none;
    }
    const failed = mine.filter((test) => !test.isPassed);
    if (failed.length === 0) return { row, verdict: "PASS", figure: figure || "passed", ms };
    const why = failed.map((test) => firstLine(test.errors[0]) ?? test.status).join("; ");
    return { row, verdict: "FAIL", figure: figure ? `${figure}; ${why}` : why, ms };
  });
}

function rowOf(title) {
  const found = /^row (\d\d)\b/.exec(title);
  return found ? Number(found[1]) : undefined;
}

function firstLine(text) {
  // oxlint-disable-next-line no-control-regex -- Playwright colours its messages.
  return text?.replaceAll(/\u001b\[[0-9;]*m/g, "").split("\n")[0];
}
