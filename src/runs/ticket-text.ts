/** A run as Markdown for a ticket: agent, status, failing step, first line of its error, times, link. */
import type { Run } from "../contract/run.ts";
import { statusLabel } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { markOf, splitHidden } from "../ui/visible-text.ts";
import { type Failing, firstLine } from "./failing-step.ts";
import { reasonWord } from "./run-words.ts";

/** UTF-16 units of one line of a ticket; what is longer is cut, the link leads to the whole. */
const NAME_MAX = 120;
const ERROR_MAX = 300;
const ID_MAX = 1_000;

/** Letters, digits, spaces, commas: no tracker makes anything of these. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ,]*[\p{L}\p{N}\p{M}])?$/u;

/**
 * The first line of a text somebody else wrote, so that a ticket shows it and obeys nothing in it. A code span is the
 * one place where trackers read no mentions, links, issue numbers, HTML or Markdown; escapes stop none of the first
 * three. Hidden characters stand as their marks, backticks as apostrophes, for a span ends at a backtick.
 */
export function inTicket(text: string, max: number): string {
  const line = visible(firstLine(text));
  const cut = line.length > max ? `${wellFormed(line.slice(0, max))}…` : line;
  if (cut === "" || PLAIN.test(cut)) return cut;
  return `\`${cut.replaceAll("`", "'")}\``;
}

function visible(text: string): string {
  const shown = splitHidden(text).map((piece) => (piece.isHidden ? `[${markOf(piece.text)}]` : piece.text));
  return shown.join("").replace(/\s/g, " ").trim();
}

/** Without half of a pair at its end. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}

export function ticketText(run: Run, failing: Failing | undefined, link: string): string {
  const name = inTicket(run.agentName, NAME_MAX) || `Agent ${run.agentId}`;
  const reason = run.statusReason === undefined ? "" : `, ${inTicket(reasonWord(run.statusReason), NAME_MAX)}`;
  const error = failing?.reason ?? run.taskError;
  const attempts = failing && failing.attempts > 1 ? ` (${failing.attempts} attempts)` : "";
  const attempt = run.temporalRunId === undefined ? "" : `, attempt ${code(run.temporalRunId)}`;
  const lines = [
    `**${name}** · ${inTicket(statusLabel(run.status), NAME_MAX)}${reason}`,
    failing && `- Failing step: ${inTicket(failing.step.title, NAME_MAX)}${attempts}`,
    error !== undefined && `- Error: ${inTicket(error, ERROR_MAX)}`,
    timeLine("Started", run.startedAt),
    timeLine("Ended", run.endedAt),
    `- Run: ${code(run.workflowId)}${attempt}`,
    `- ${link}`,
  ];
  return lines.filter(Boolean).join("\n");
}

function code(id: string): string {
  return `\`${visible(id.slice(0, ID_MAX)).replaceAll("`", "'")}\``;
}

function timeLine(label: string, iso: string | undefined): string {
  const at = readTime(iso ?? "");
  if (at === undefined) return "";
  return `- ${label}: ${new Date(at).toISOString()} (local ${localTime(at)})`;
}

/** `2026-06-12 11:30:00 +02:00`: whoever reads the ticket may live elsewhere. */
function localTime(at: number): string {
  const offset = -new Date(at).getTimezoneOffset();
  const shifted = new Date(at + offset * 60_000).toISOString();
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} ${zone}`;
}
