/** A free-form value exactly as sent: its text, read into a tree only when somebody looks. */
import { type Json, readJson, readJsonInSteps } from "./json.ts";
import type { Steps } from "./slices.ts";

/**
 * An opaque holder. It is never compared field by field, merged or shared between answers: structural sharing loses
 * `__proto__` keys on the second poll. Two payloads are the same value when their texts are the same.
 */
export class Payload {
  /** Valid JSON text, byte for byte what the server sent. */
  readonly text: string;
  #json: Json | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The tree, read on first use. Throws JsonError when the text is not JSON, which a parsed answer never holds. */
  get json(): Json {
    this.#json ??= readJson(this.text);
    return this.#json;
  }

  /** The tree, read in steps of well under a millisecond: each yields how far it got, in UTF-16 units. Throws as `json`. */
  *readInSteps(): Steps<Json> {
    this.#json ??= yield* readJsonInSteps(this.text);
    return this.#json;
  }
}

/** A named free-form value, in the order it was sent. */
export interface Field {
  readonly name: string;
  readonly payload: Payload;
}
