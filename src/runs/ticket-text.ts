/** A run as Markdown for a ticket: agent, status, failing step, first line of its error, times, link. */
import type { Run } from "../contract/run.ts";
import { statusLabel } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { type Failing, firstLine } from "./failing-step.ts";
import { reasonWord } from "./run-words.ts";

/** What the agent wrote must not become Markdown of the ticket: links, images, mentions, HTML. */
export function plainMarkdown(text: string): string {
  return firstLine(text).replace(/[\\`*_{}[\]()<>#+\-.!|~@&:]/g, "\\$&");
}

export function ticketText(run: Run, failing: Failing | undefined, link: string): string {
  const name = run.agentName || `Agent ${run.agentId}`;
  const reason = run.statusReason === undefined ? "" : `, ${plainMarkdown(reasonWord(run.statusReason))}`;
  const error = failing?.reason ?? run.taskError;
  const lines = [
    `**${plainMarkdown(name)}** · ${plainMarkdown(statusLabel(run.status))}${reason}`,
    failing && `- Failing step: ${plainMarkdown(failing.step.title)}`,
    error !== undefined && `- Error: ${plainMarkdown(error)}`,
    timeLine("Started", run.startedAt),
    timeLine("Ended", run.endedAt),
    `- Run: \`${run.workflowId.replaceAll("`", "'")}\`${run.temporalRunId === undefined ? "" : ` (\`${run.temporalRunId.replaceAll("`", "'")}\`)`}`,
    `- ${link}`,
  ];
  return lines.filter(Boolean).join("\n");
}

function timeLine(label: string, iso: string | undefined): string {
  const at = readTime(iso ?? "");
  if (at === undefined) return "";
  return `- ${label}: ${new Date(at).toISOString()} (local ${new Date(at).toLocaleString("sv-SE")})`;
}
