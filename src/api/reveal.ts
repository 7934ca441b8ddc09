/** Asks for one field unmasked. The value is nobody's query data: it lives with whoever shows it, and nowhere else. */
import type { Revealed } from "../contract/masks.ts";
import { Payload } from "../contract/payload.ts";
import type { Run } from "../contract/run.ts";
import { apiRevealPath } from "../paths.ts";
import { readReply, send } from "./client.ts";

/** `pointer`: JSON pointer of the field in the run's answer. The server records who asked before it answers. */
export async function revealField(run: Run, pointer: string): Promise<Revealed> {
  const path = apiRevealPath(run.agentId, run.workflowId, run.temporalRunId);
  const reply = await send(path, { method: "POST", body: JSON.stringify({ path: pointer }) });
  const read = readReply(reply, (text) => new Payload(text));
  return read.kind === "value" ? { kind: "revealed", payload: read.value } : { kind: "problem", problem: read.problem };
}
