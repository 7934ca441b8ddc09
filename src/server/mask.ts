/**
 * Hides secrets in what is served. A mask tells what it hides, how long it is, and a keyed hash: equal secrets have
 * equal masks on servers with one key, another secret has another mask, and nobody without the key can try guesses.
 */
import { createHmac } from "node:crypto";
import type { JsonText } from "../contract/run-events.ts";
import { applyEdits, type Edit, findEdits, type MaskOf } from "./mask-json.ts";
import { type Plan } from "./mask-frames.ts";
import { withRunlight } from "./runlight-member.ts";

const HASH_CHARS = 12;

const SCALARS = {
  id: false,
  workflowId: false,
  agentId: false,
  agentName: false,
  agentType: false,
  status: false,
  source: false,
  temporalRunId: false,
  triggerType: false,
  startedAt: false,
  endedAt: false,
  durationMs: false,
  statusReason: false,
} as const;

/** A request's id is part of an address, as the run's ids are. */
const REQUEST: Plan = {
  id: false,
  approvalId: false,
  requestId: false,
  callId: false,
  interruptId: false,
  uuid: false,
};

export const DECISION_PLAN: Plan = { comment: true, "*": false };
export const DECIDED_PLAN: Plan = { decision: DECISION_PLAN, "*": false };
const RUN_PLAN: Plan = {
  ...SCALARS,
  pendingApproval: REQUEST,
  runlight: { cause: true, decisions: DECISION_PLAN, "*": false },
};
export const AGENT_PLAN: Plan = { id: false, slug: false, name: false, status: false, type: false };

export type Masker = ReturnType<typeof createMasker>;

/** `key` is the server's own; derived for this purpose alone. */
export function createMasker(key: Uint8Array) {
  const ownKey = createHmac("sha256", key).update("runlight-masks-1").digest();

  const maskOf: MaskOf = (secret, kind) => {
    // UTF-16, for in UTF-8 all lone surrogates are one.
    const hash = createHmac("sha256", ownKey).update(Buffer.from(secret, "utf16le")).digest("hex").slice(0, HASH_CHARS);
    return `‹hidden: ${kind}, ${secret.length} ${secret.length === 1 ? "character" : "characters"}, #${hash}›`;
  };

  return {
    /** Any JSON text, or plain text; the same text when nothing is hidden. */
    text: (text: JsonText, plan: Plan = true): JsonText => applyEdits(text, findEdits(text, maskOf, plan)),

    /** The exact text of a run's `pendingApproval`, as it is in the run's answer. */
    request: (text: JsonText): JsonText => applyEdits(text, findEdits(text, maskOf, REQUEST)),

    /** A run in a list. */
    item: (text: JsonText): JsonText => applyEdits(text, findEdits(text, maskOf, RUN_PLAN)),

    /** The answer of one run, with what was hidden named in `runlight.masks`. */
    run(text: JsonText): JsonText {
      const edits = findEdits(text, maskOf, RUN_PLAN);
      const [first] = edits;
      const masked = applyEdits(text, edits);
      // What is no object has no members to point at, and none to add.
      return first?.pointer ? withRunlight(masked, `"masks":${masksText(edits)}`) : masked;
    },
  };
}

function masksText(edits: readonly Edit[]): JsonText {
  const at = new Map<string, { kind: string; length: number; count: number }>();
  for (const { pointer, kind, length } of edits) {
    if (pointer === undefined) continue;
    const known = at.get(pointer);
    if (known) known.count++;
    else at.set(pointer, { kind, length, count: 1 });
  }
  const listed = [...at].map(([pointer, { kind, length, count }]) => {
    const said = JSON.stringify({ kind, length, ...(count > 1 && { count }) });
    return `${JSON.stringify(pointer)}:${said}`;
  });
  return `{"count":${edits.length},"at":{${listed.join(",")}}}`;
}
