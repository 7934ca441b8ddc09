/** What a viewer decided, from the audit log of this server, as a page of the inbox. */
import { agentById } from "./agents/all-agents.ts";
import type { AuditLog, DecisionEntry } from "./audit-log.ts";
import { maySee } from "./auth/access.ts";
import type { AgentsQuery, Page, Viewer } from "./source.ts";

/** Runs of agents the viewer may no longer see are left out. */
export function decidedPage(audit: AuditLog, query: AgentsQuery, viewer: Viewer): Page {
  const { entries, next } = audit.decidedBy(viewer.name, query);
  const items = entries.filter(({ agentId }) => maySee(viewer, agentId)).map(textOf);
  return next === undefined ? { items } : { items, next };
}

function textOf(entry: DecisionEntry): string {
  const { agentId, workflowId, temporalRunId, approvalId, decision, who: by, at, comment } = entry;
  const agentName = agentById(agentId)?.name ?? "";
  return JSON.stringify({
    agentId,
    agentName,
    workflowId,
    temporalRunId,
    decision: { approvalId, decision, by, at, comment },
  });
}
