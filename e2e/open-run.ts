/** Ways to a run page: by what a sample run has become, or with an answer of one's own. */
import { expect, type Page } from "@playwright/test";
import type { RunlightServer } from "./server.ts";

export interface State {
  readonly name: string;
  /** Brings the page there and waits until it shows. */
  readonly open: (page: Page, server: RunlightServer) => Promise<void>;
  /** Leaves what must not outlast the state, such as a lost network. */
  readonly close?: (page: Page) => Promise<void>;
}

export interface ListedRun {
  readonly workflowId: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly summary?: string;
  readonly startedAt: string;
}

export const REFUND = 57;

/** Runs of an agent, newest first. */
export async function listRuns(server: RunlightServer, agentId: number): Promise<ListedRun[]> {
  const response = await server.get(`/api/v1/agents/${agentId}/runs?pageSize=100`);
  return ((await response.json()) as { runs: ListedRun[] }).runs;
}

/** The run page of the newest run of an agent that fits. */
export async function openRun(
  page: Page,
  server: RunlightServer,
  agentId: number,
  fits: (run: ListedRun, index: number, all: readonly ListedRun[]) => boolean,
  query = "",
): Promise<void> {
  const run = (await listRuns(server, agentId)).find(fits);
  if (!run) throw new Error(`No such run of agent ${agentId}`);
  await page.goto(`/agents/${agentId}/runs/${run.workflowId}${query}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

export const has = (status: string) => (run: ListedRun) => run.status === status;
export const isOldest = (_run: ListedRun, index: number, all: readonly ListedRun[]) => index === all.length - 1;
export const strip = (page: Page) => page.getByRole("status", { name: "Live updates" });
export const row = (page: Page, title: string) => page.getByRole("row", { name: new RegExp(`^${title}`) });

export function run(name: string, agentId: number, fits: Parameters<typeof openRun>[3], query?: string): State {
  return { name, open: (page, server) => openRun(page, server, agentId, fits, query) };
}
