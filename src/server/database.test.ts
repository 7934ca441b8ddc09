/** Starts that must not happen: in use, damaged, not ours, not writable. One line each, and the file stays as it is. */
import { createHash } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { SettingsError } from "./settings-error.ts";
import { openDatabase } from "./database.ts";
import { openEmbeddedSource } from "./embedded/embedded-source.ts";
import { openTestSource, tempDir } from "./embedded/test-bench.ts";

const OPTIONS = { speed: 1, retentionMs: 1_000 };
const sha = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

async function refusal(dataDir: string): Promise<string> {
  const error = await openEmbeddedSource({ dataDir, ...OPTIONS }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SettingsError);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

test("a second server on the same directory is told so, the first goes on, and closing frees it", async () => {
  const dataDir = tempDir();
  const bench = await openTestSource({ dataDir });
  expect(await refusal(dataDir)).toMatch(/data directory .* is in use/);
  await bench.start(42);
  await bench.source.close();
  await openTestSource({ dataDir });
});

describe("a damaged file is named and left as it is", () => {
  test("when it is no database at all", async () => {
    const dataDir = tempDir();
    const file = path.join(dataDir, "runlight.db");
    writeFileSync(file, "not a database ".repeat(1_000));
    const before = sha(file);
    expect(await refusal(dataDir)).toMatch(/runlight\.db is damaged/);
    expect(sha(file)).toBe(before);
  });

  test.each([
    ["cut in half", (file: string) => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2))],
    [
      "overwritten in the middle",
      (file: string) => {
        const handle = openSync(file, "r+");
        const pages = Math.floor(statSync(file).size / 4_096);
        for (let page = 2; page < pages; page++) writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
        closeSync(handle);
      },
    ],
  ])("when it was %s", async (_how, damage) => {
    const dataDir = tempDir();
    const bench = await openTestSource({ dataDir });
    for (let run = 0; run < 20; run++) await bench.start(63);
    await bench.source.close();
    const file = path.join(dataDir, "runlight.db");
    damage(file);
    const before = sha(file);
    expect(await refusal(dataDir)).toMatch(/is damaged .*left as it is/);
    expect(sha(file)).toBe(before);
  });

  test("when it belongs to another program", async () => {
    const dataDir = tempDir();
    const other = new Libsql(path.join(dataDir, "runlight.db"));
    other.exec("CREATE TABLE theirs (a)");
    other.close();
    expect(await refusal(dataDir)).toMatch(/is not a Runlight database/);
  });
});

test("a directory that cannot be made or written is named", async () => {
  const parent = tempDir();
  const file = path.join(parent, "file");
  writeFileSync(file, "");
  expect(await refusal(path.join(file, "data"))).toMatch(/cannot be written/);
  // Root may write anywhere, so this half only bites for others.
  if (process.getuid?.() === 0) return;
  const locked = path.join(parent, "locked");
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  expect(await refusal(locked)).toMatch(/cannot be written/);
});

describe("a transaction", () => {
  test("that fails leaves nothing, and the next one works", () => {
    const db = openDatabase(tempDir());
    const add = db.prepare("INSERT INTO counters (agent_id, runs) VALUES (?, 1)");
    const fail = () =>
      db.transaction(() => {
        add.run(1);
        throw new Error("no");
      });
    expect(fail).toThrow("no");
    db.transaction(() => add.run(2));
    expect(db.prepare("SELECT agent_id FROM counters").all()).toMatchObject([{ agent_id: 2 }]);
    db.close();
  });
});
