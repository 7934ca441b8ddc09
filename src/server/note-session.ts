/** Who signed in and out, as lines of the audit log. Failed tries are not: anybody could fill it with them. */
import type { Ask, Shell } from "./route.ts";

export function noteSession(ask: Ask, shell: Shell, who: string, session: "sign-in" | "sign-out"): void {
  const outcome = session === "sign-in" ? "signed-in" : "signed-out";
  const at = new Date(shell.now()).toISOString();
  shell.noteAudit({ at, who, isLocal: false, session, outcome, ...ask.origin });
}
