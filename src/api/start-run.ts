/** Starts a run of an agent. */
import { parseStarted, type Started } from "../contract/pages.ts";
import type { Problem } from "../contract/problem.ts";
import { apiRunsPath } from "../paths.ts";
import { readReply, send } from "./client.ts";

/** `unknown`: no readable answer came, so the run may have started; look at the list before trying again. */
export type StartOutcome =
  | { readonly kind: "started"; readonly run: Started }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "unknown" };

/** `input` is the JSON text of an object, sent as it is: numbers keep their digits. */
export async function startRun(agentId: number, input: string): Promise<StartOutcome> {
  const reply = await send(apiRunsPath(agentId), { method: "POST", body: `{"input":${input}}` });
  const read = readReply(reply, parseStarted);
  if (read.kind === "value") return { kind: "started", run: read.value };
  return read.isUnknown ? { kind: "unknown" } : { kind: "problem", problem: read.problem };
}
