/** What binds a decision to what was shown: a SHA-256 over the request text this page rendered. */
import { digestText } from "../contract/decision.ts";

/**
 * Lower-case hex SHA-256 of the request as rendered. Rejects where the browser has no `crypto.subtle`, which is every
 * plain-http address but loopback.
 */
export async function approvalDigest(
  workflowId: string,
  temporalRunId: string,
  approvalId: string,
  requestText: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(digestText(workflowId, temporalRunId, approvalId, requestText));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `9f2c41…b07e`: enough to compare by eye, not to rely on. */
export function shortDigest(hex: string): string {
  return hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}
