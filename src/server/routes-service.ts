/** The contract document, health and metrics. */
import { ProblemError } from "./problems.ts";
import { type Ask, doneAnswer, jsonAnswer, type Shell } from "./route.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

export async function answerOpenapi(ask: Ask, shell: Shell): Promise<Response> {
  return jsonAnswer(ask, shell, shell.openapiText());
}

/** The process runs. Touches nothing else. */
export async function answerLive(): Promise<Response> {
  return doneAnswer(200, '{"status":"alive"}');
}

/** The process takes work: the source answers, and nobody asked it to stop. */
export async function answerReady(_ask: Ask, shell: Shell): Promise<Response> {
  if (shell.isDraining()) throw new ProblemError("unavailable", "Runlight is stopping.");
  if (!shell.source.isReady()) throw new ProblemError("unavailable", "The source is not ready.");
  return doneAnswer(200, '{"status":"ready"}');
}

export async function answerMetrics(_ask: Ask, shell: Shell): Promise<Response> {
  const { type, text } = shell.metricsText();
  const headers = { ...SECURITY_HEADERS, "content-type": type, "cache-control": "no-store" };
  return new Response(text, { status: 200, headers });
}
