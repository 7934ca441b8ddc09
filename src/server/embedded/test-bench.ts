/** What the tests of this folder share: a data directory that goes away, and a source on a clock that jumps. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { parseRun, type Run } from "../../contract/run.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { LOCAL_VIEWER } from "../auth/local-access.ts";
import type { RunsQuery } from "../source.ts";
import { type EmbeddedOptions, type EmbeddedSource, openEmbeddedSource } from "./embedded-source.ts";
import { createJumpingClock, type JumpingClock } from "./jumping-clock.ts";

export const DAY_MS = 86_400_000;
export const VIEWER = LOCAL_VIEWER;
export const EVERYTHING: RunsQuery = {
  pageSize: 100,
  after: "",
  status: "all_executions",
  approvalScope: "all",
  search: "",
};
export const START_AT = Date.parse("2026-06-12T08:30:00.000Z");

/** Empty; removed when the test is over. */
export function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "runlight-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export interface TestSource {
  readonly source: EmbeddedSource;
  readonly clock: JumpingClock;
  read(agentId: number, ref: RunRef): Promise<Run>;
  start(agentId: number, input?: string): Promise<RunRef>;
  /** Jumps until the run has this status, or fails. */
  until(agentId: number, ref: RunRef, isWanted: (run: Run) => boolean): Promise<Run>;
}

/** Closed when the test is over, if it has not been before. */
export async function openTestSource(options: Partial<EmbeddedOptions> = {}): Promise<TestSource> {
  const clock = createJumpingClock(START_AT);
  const dataDir = options.dataDir ?? tempDir();
  const source = await openEmbeddedSource({ dataDir, speed: 1, retentionMs: 30 * DAY_MS, clock, ...options });
  let isOpen = true;
  const close = source.close;
  source.close = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  onTestFinished(() => source.close());
  const read = async (agentId: number, ref: RunRef) => parseRun((await source.getRun(agentId, ref, VIEWER)).text);
  return {
    source,
    clock,
    read,
    start: (agentId, input = "{}") => source.startRun(agentId, { input, triggerType: "api" }, VIEWER),
    async until(agentId, ref, isWanted) {
      let run = await read(agentId, ref);
      for (let jumps = 0; !isWanted(run) && jumps < 5_000; jumps++) {
        await clock.jump();
        run = await read(agentId, ref);
      }
      if (!isWanted(run)) throw new Error(`Nothing more is due, and the run is ${run.status}`);
      return run;
    },
  };
}
