/** The answer to a decision that was taken: the decision as everybody sees it from now on. */
import { type Decision, readDecision } from "./decision.ts";
import { JsonObject, readJson } from "./json.ts";
import { BadAnswer } from "./run.ts";
import { toPlain } from "./runlight.ts";

/** Throws BadAnswer. */
export function parseDecided(text: string): Decision {
  let sent: unknown;
  try {
    const json = readJson(text);
    sent = json instanceof JsonObject ? toPlain(json.get("decision") ?? null) : undefined;
  } catch (error) {
    throw new BadAnswer(`The answer is not JSON: ${(error as Error).message}.`);
  }
  const decision = readDecision(sent);
  if (!decision) throw new BadAnswer("The answer holds no decision.");
  return decision;
}
