/** A run that waits for an approval, made through the API, and what a person does with it by role and name. */
import { createHash } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { digestText } from "../src/contract/decision.ts";
import { JsonObject, readJson } from "../src/contract/json.ts";
import type { RunlightServer } from "./server.ts";

export const REFUND_REVIEW = 57;
export const BOARD_PACK = 58;
export const REASON = "The photos show another parcel.";

export interface WaitingRun {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly approvalId: string;
  /** `pendingApproval` exactly as served. */
  readonly requestText: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** SHA-256 of what was served, lower-case hex. */
  readonly digest: string;
  /** Of the page. */
  readonly path: string;
  /** Of the API. */
  readonly apiPath: string;
}

/** Starts a run and waits until it asks. Needs nothing of the server but its API. */
export async function startWaiting(
  server: RunlightServer,
  agentId = REFUND_REVIEW,
  input: unknown = {},
): Promise<WaitingRun> {
  const { workflowId, temporalRunId } = await server.startRun(agentId, input);
  const apiPath = `/api/v1/agents/${agentId}/runs/${workflowId}`;
  let requestText: string | undefined;
  await expect
    .poll(async () => (requestText = readRequest(await (await server.get(apiPath)).text())), {
      timeout: 20_000,
      intervals: [30],
    })
    .toBeDefined();
  const request = JSON.parse(requestText ?? "") as { id: string; expiresAt: string };
  const digest = digestOf(workflowId, temporalRunId, request.id, requestText ?? "");
  return {
    agentId,
    workflowId,
    temporalRunId,
    approvalId: request.id,
    requestText: requestText ?? "",
    expiresAt: Date.parse(request.expiresAt),
    digest,
    path: `/agents/${agentId}/runs/${workflowId}`,
    apiPath,
  };
}

/** The exact text of `pendingApproval` in an answer; undefined when it waits for nobody. */
export function readRequest(answer: string): string | undefined {
  const root = readJson(answer);
  const entry = root instanceof JsonObject ? root.entries.find(({ key }) => key === "pendingApproval") : undefined;
  return entry && entry.value !== null ? answer.slice(entry.start, entry.end) : undefined;
}

export function digestOf(workflowId: string, temporalRunId: string, approvalId: string, requestText: string): string {
  return createHash("sha256")
    .update(digestText(workflowId, temporalRunId, approvalId, requestText))
    .digest("hex");
}

export interface Sent {
  readonly decision?: "approve" | "reject";
  readonly key?: string;
  readonly digest?: string;
}

/** Decides through the API, as another approver would. */
export function decide(
  url: string,
  run: WaitingRun,
  { decision = "approve", key, digest }: Sent = {},
): Promise<Response> {
  return fetch(`${url}${run.apiPath}/approvals/${run.approvalId}/decision?temporalRunId=${run.temporalRunId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "if-match": `"${digest ?? run.digest}"`,
      "idempotency-key": key ?? crypto.randomUUID(),
    },
    body: JSON.stringify(decision === "approve" ? { decision } : { decision, comment: REASON }),
  });
}

export const DECISION_POST = /^POST .*\/decision/;

/** The banner and its parts, as people and screen readers find them. */
export function approvalOn(page: Page) {
  const region = page.getByRole("region", { name: "Approval needed" });
  const dialog = page.getByRole("dialog");
  return {
    region,
    dialog,
    outcome: page.getByRole("status", { name: "Your decision" }),
    timeLeft: page.getByRole("timer", { name: "Time left" }),
    approve: region.getByRole("button", { name: "Approve…" }),
    reject: region.getByRole("button", { name: "Reject…" }),
    confirm: dialog.getByRole("button", { name: /^(Approve|Reject) / }),
    cancel: dialog.getByRole("button", { name: "Cancel" }),
  };
}

/** Presses until the dialog opens: a press on buttons that have just moved is meant to do nothing. */
export async function openDialog(page: Page, choice: "approve" | "reject"): Promise<void> {
  const parts = approvalOn(page);
  await expect(async () => {
    // A dialog whose code comes late may have opened since, and then stands over its button.
    if (!(await parts.dialog.isVisible())) await parts[choice].click({ timeout: 5_000 });
    await expect(parts.dialog).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
}

export async function expectInert(button: Locator): Promise<void> {
  await expect(button).toHaveAttribute("aria-disabled", "true");
}

/** Opens the page, approves and confirms; what comes of it is the caller's to see. */
export async function approveOnPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await openDialog(page, "approve");
  await approvalOn(page).confirm.click();
}
