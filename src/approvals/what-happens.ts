/** What follows an answer, as far as the run's own steps tell. Nothing is guessed: a silent graph is `unknown`. */
import type { Approval } from "../contract/approval.ts";
import type { Step } from "../contract/step.ts";

export type Effect =
  /** Titles are the agent's text: `first` run at once, `later` after them. */
  | { readonly kind: "steps"; readonly first: readonly string[]; readonly later: readonly string[] }
  /** The steps name other answers but give this one nothing to do. */
  | { readonly kind: "none" }
  /** The request says it in a field of its own, shown as sent. */
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "ends-in-error" }
  | { readonly kind: "unknown" };

export interface Effects {
  readonly approve: Effect;
  readonly reject: Effect;
  readonly noAnswer: Effect;
}

const UNKNOWN: Effect = { kind: "unknown" };

/** Reads `when` of the steps that hang on this approval's step, and the request's own `onTimeout`. */
export function whatHappens(approval: Approval, steps: readonly Step[]): Effects {
  const asking = askingStep(approval, steps);
  const conditional = asking ? steps.filter((step) => step.when?.key === asking.key) : [];
  const follow = (branch: string): Effect => {
    if (conditional.length === 0) return UNKNOWN;
    const first = conditional.filter((step) => step.when?.branch === branch);
    if (first.length === 0) return { kind: "none" };
    return { kind: "steps", first: first.map((step) => step.title), later: laterTitles(first, conditional, steps) };
  };
  const timedOut = follow("timed_out");
  return {
    approve: follow("approve"),
    reject: follow("reject"),
    noAnswer: timedOut.kind === "steps" ? timedOut : onTimeout(approval),
  };
}

/** The step that asks: by the request's node id, then by name, else the only waiting one. */
export function askingStep(approval: Approval, steps: readonly Step[]): Step | undefined {
  const byId = approval.nodeId === undefined ? undefined : steps.find((step) => step.id === approval.nodeId);
  if (byId || approval.nodeId !== undefined) return byId;
  const named = approval.nodeName === undefined ? [] : steps.filter((step) => step.title === approval.nodeName);
  if (named.length === 1) return named[0];
  const waiting = steps.filter((step) => step.phase === "waiting");
  return waiting.length === 1 ? waiting[0] : undefined;
}

/** Titles of what depends on `first`, in the run's order, without other branches. Ends on cyclic links too. */
function laterTitles(first: readonly Step[], conditional: readonly Step[], steps: readonly Step[]): readonly string[] {
  const reached = new Set(first.map((step) => step.key));
  const elsewhere = new Set(conditional.filter((step) => !reached.has(step.key)).map((step) => step.key));
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const open = [...reached];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const next of byKey.get(key)?.downstream ?? []) {
      if (reached.has(next) || elsewhere.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  const isFirst = new Set(first.map((step) => step.key));
  return steps.filter((step) => reached.has(step.key) && !isFirst.has(step.key)).map((step) => step.title);
}

function onTimeout(approval: Approval): Effect {
  const field = approval.extra.find((f) => f.name.toLowerCase().replaceAll(/[_\s-]/g, "") === "ontimeout");
  if (!field) return UNKNOWN;
  const json = field.payload.json;
  if (typeof json !== "string") return { kind: "said", text: field.payload.text };
  return ["fail", "error", "failed"].includes(json) ? { kind: "ends-in-error" } : { kind: "said", text: json };
}
