/** Runs opened in this browser, latest first. Ids only: what a run holds stays with the server. */

export interface RecentRun {
  readonly agentId: number;
  readonly runId: string;
}

const KEY = "runlight.recent";
const KEPT = 8;

/** Empty when nothing is kept, or what is kept is not ours. */
export function recentRuns(): readonly RecentRun[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is RecentRun {
  if (typeof value !== "object" || value === null) return false;
  const { agentId, runId } = value as Partial<Record<keyof RecentRun, unknown>>;
  return Number.isSafeInteger(agentId) && typeof runId === "string" && runId.length > 0 && runId.length <= 512;
}

export function rememberRun({ agentId, runId }: RecentRun): void {
  const others = recentRuns().filter((one) => one.agentId !== agentId || one.runId !== runId);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ agentId, runId }, ...others].slice(0, KEPT)));
  } catch {
    // Storage may be forbidden; then nothing is remembered.
  }
}
