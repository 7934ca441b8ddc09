/** Showing one field unmasked: asked for on purpose, recorded before it is answered, kept by nobody. */
import * as v from "valibot";
import { RevealBodySchema } from "../contract/reveal.ts";
import { textAt } from "./json-pointer.ts";
import { ProblemError } from "./problems.ts";
import { notingRefusal } from "./refused-tries.ts";
import { readBody, requireJsonType } from "./request-body.ts";
import { type Ask, doneAnswer, type Shell } from "./route.ts";
import { maskedRun, readTarget, withinLimit } from "./routes-run.ts";
import { PAYLOAD_POLICY } from "./security-headers.ts";

/** The exact JSON text of the field the body names. Whoever may read the run may ask; the audit log says who did. */
export function answerReveal(ask: Ask, shell: Shell): Promise<Response> {
  return notingRefusal(shell, ask, () => reveal(ask, shell));
}

async function reveal(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref } = readTarget(ask);
  requireJsonType(ask.request);
  const { root } = await readBody(ask.request);
  const body = v.safeParse(RevealBodySchema, { path: root.get("path") });
  if (!body.success)
    throw new ProblemError(
      "unprocessable",
      "path must be a JSON pointer such as /taskResult, of up to 4,000 characters.",
    );
  const pointer = body.output.path;
  const { text } = await shell.source.getRun(agentId, ref, ask.viewer);
  const masked = maskedRun(shell, text);
  // The way leads through what the viewer sees, where a key may be masked too.
  const shown = textAt(masked, pointer);
  const hidden = withinLimit(textAt(masked, pointer, text));
  if (shown === hidden) throw new ProblemError("unprocessable", "Nothing is hidden at that path.");
  await shell.source.noteReveal(agentId, ref, { pointer, origin: ask.origin }, ask.viewer);
  return doneAnswer(200, hidden, { "content-security-policy": PAYLOAD_POLICY });
}
