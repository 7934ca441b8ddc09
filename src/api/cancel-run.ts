/** Asks a run to stop. That it has stopped is told by the run itself. */
import type { Problem } from "../contract/problem.ts";
import { apiCancelPath } from "../paths.ts";
import { readReply, send } from "./client.ts";

export type CancelOutcome =
  | { readonly kind: "asked" }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "unknown" };

export async function cancelRun(agentId: number, runId: string, temporalRunId?: string): Promise<CancelOutcome> {
  const reply = await send(apiCancelPath(agentId, runId, temporalRunId), { method: "POST", body: "{}" });
  if (reply.kind === "reply" && reply.status >= 200 && reply.status <= 299) return { kind: "asked" };
  const read = readReply(reply, () => undefined);
  return read.kind === "problem" && !read.isUnknown ? { kind: "problem", problem: read.problem } : { kind: "unknown" };
}
