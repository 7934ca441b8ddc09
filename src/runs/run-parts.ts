/** Parts of the run page that nobody sees at first. They are fetched while the page rests, so that no click waits. */
import { useEffect } from "react";
import { later } from "../ui/later.tsx";
import { preloadAgain } from "./use-steps-rows.ts";

export const LaterBanner = later(async () => (await import("../approvals/approval-banner.tsx")).ApprovalBanner);
export const LaterHistoryNotice = later(async () => (await import("./history-notice.tsx")).HistoryNotice);
export const LaterProblem = later(async () => (await import("./run-problem.tsx")).RunProblem);
export const LaterActions = later(async () => (await import("./run-actions.tsx")).RunActions);
export const LaterAttempt = later(async () => (await import("./attempts-switcher.tsx")).AttemptsFact);
export const LaterNewerAttempt = later(async () => (await import("./attempts-switcher.tsx")).NewerAttemptButton);
export const LaterNews = later(async () => (await import("./run-news.tsx")).RunNews);
export const LaterGraph = later(async () => {
  // It loads the graph itself, and says when that fails; both are asked for at once.
  import("./graph-view.tsx").catch(() => undefined);
  return (await import("./steps-section-graph.tsx")).StepsGraph;
});
/** A hairline that few look for at first. */
export const LaterStepLink = later(async () => (await import("./timeline-link.tsx")).StepLink);
export const LaterTable = later(async () => (await import("./steps-table.tsx")).StepsTable);
export const LaterZoom = later(async () => (await import("./steps-zoom.tsx")).StepsZoom);
export const LaterInspector = later(async () => (await import("./inspector.tsx")).Inspector);
export const LaterPrint = later(async () => (await import("./run-print.tsx")).RunPrint);
export const LaterTail = later(async () => (await import("./run-tail.tsx")).RunTail);

/** Safari has no idle callback. */
const NO_IDLE_MS = 500;

/** Fetches them once `isResting`. `isEnded`: an approval can no longer be asked for. */
export function useParts(isResting: boolean, isEnded: boolean): void {
  useEffect(() => {
    if (!isResting) return;
    const preload = () => {
      LaterTail.preload();
      // Both are shown when an answer says so, and one of them when none comes.
      LaterProblem.preload();
      LaterHistoryNotice.preload();
      LaterInspector.preload();
      LaterTable.preload();
      preloadAgain();
      if (!isEnded) LaterBanner.preload();
    };
    if (typeof window.requestIdleCallback !== "function") {
      const timer = setTimeout(preload, NO_IDLE_MS);
      return () => clearTimeout(timer);
    }
    const idle = window.requestIdleCallback(preload);
    return () => window.cancelIdleCallback(idle);
  }, [isResting, isEnded]);
}
