/** `npm run verify-audit`: says of every audit log in a data directory whether each line fits its chain. */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createAuditLog, firstBroken } from "./audit-log.ts";
import { openDatabase } from "./database.ts";

/** One for each source; see `database.ts`, `temporal/` and `openAuditLog`. */
const FILES = ["runlight.db", "temporal.db", "audit.db"];
const SHOWN_MAX = 300;

function main(): void {
  // `start.mjs` leaves its own word in front.
  const args = process.argv.slice(2).filter((arg, index) => index > 0 || arg !== "verify-audit");
  const { values } = parseArgs({ args, options: { "data-dir": { type: "string" } } });
  const dataDir = path.resolve(values["data-dir"] || process.env["RUNLIGHT_DATA_DIR"] || ".data");
  const found = FILES.filter((name) => existsSync(path.join(dataDir, name)));
  if (found.length === 0) throw new Error(`there is no audit log in ${dataDir}`);
  for (const name of found) if (!isWhole(dataDir, name)) process.exitCode = 1;
}

function isWhole(dataDir: string, fileName: string): boolean {
  // Nothing is made here: the file is there, so the schema is not used.
  const db = openDatabase(dataDir, { fileName, schema: "" });
  const rows = createAuditLog(db).rows();
  db.close();
  const n = firstBroken(rows);
  if (n === undefined) {
    const last = rows.at(-1);
    console.log(`${fileName}: ${rows.length} lines, all fit${last ? `; the last hash is ${last.hash}` : ""}`);
    return true;
  }
  const line = rows[n - 1];
  console.error(`${fileName}: line ${n} of ${rows.length} is broken: ${shown(String(line?.entry))}`);
  return false;
}

/** One line of a terminal, whatever somebody put into the file. */
function shown(text: string): string {
  return text.slice(0, SHOWN_MAX).replace(/[^\u0020-\u007e]/gu, "?");
}

try {
  main();
} catch (error) {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  console.error(`Runlight cannot verify: ${line}`);
  process.exitCode = 1;
}
