/** One state of a run as it is served: masked once, and each form of it hashed and compressed once for all viewers. */
import { isObjectAt, scalarAt, splitJson } from "../../contract/json-parts.ts";
import { isEnded } from "../../contract/run.ts";
import type { JsonText } from "../../contract/run-events.ts";
import { Answer } from "../answer-cache.ts";

const FORMS_MAX = 4;

export class RunView {
  /** As the source gave it. */
  readonly raw: JsonText;
  /** Nothing more will come of waiting. */
  readonly isEnded: boolean;
  readonly #mask: (text: JsonText) => JsonText;
  readonly #forms = new Map<string, Answer>();
  #masked: JsonText | undefined;

  constructor(raw: JsonText, mask: (text: JsonText) => JsonText) {
    this.raw = raw;
    this.#mask = mask;
    this.isEnded = isEndedAnswer(raw);
  }

  /** The answer in the form called `how`, which `make` makes of the masked text; made once. */
  form(how: string, make: (masked: JsonText) => JsonText): Answer {
    const known = this.#forms.get(how);
    if (known) return known;
    this.#masked ??= this.#mask(this.raw);
    const answer = new Answer(make(this.#masked));
    if (this.#forms.size >= FORMS_MAX) this.#forms.clear();
    this.#forms.set(how, answer);
    return answer;
  }
}

/** By the documented fields at the top of the answer alone: an answer may hold megabytes below them. */
function isEndedAnswer(text: JsonText): boolean {
  const start = text.search(/[^\s\ufeff]/);
  if (start < 0 || !isObjectAt(text, { start, end: start })) return false;
  const found: Record<string, string> = { status: "", source: "", endedAt: "" };
  for (const part of splitJson(text.slice(start))) {
    if (!Object.hasOwn(found, part.key)) continue;
    const value = scalarAt(text, { start: part.start + start, end: part.end + start });
    if (typeof value === "string") found[part.key] = value;
  }
  const { status = "", source = "", endedAt = "" } = found;
  return isEnded({ status, source, endedAt });
}
