/** The bytes of recent answers, with ETag and compressed forms, so that a poll costs no hashing and no compression. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this a compressed answer saves less than its headers cost. */
const COMPRESS_FROM_BYTES = 1_024;
const MAX_ANSWERS = 256;
const MAX_CHARS = 32 * 1_024 * 1_024;
const MAX_DERIVED = 4;

export type Encoding = "br" | "gzip" | "identity";

/** One text as bytes: hashed when first asked for, compressed when first asked for that way. */
export class Answer {
  readonly #source: string | Uint8Array<ArrayBuffer>;
  readonly #effort: number;
  readonly #compressed = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>();
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #tag: string | undefined;

  /** `effort` is the Brotli quality: 4 for answers made while somebody waits, more for files read once at start, 0 never. */
  constructor(source: string | Uint8Array<ArrayBuffer>, effort = 4) {
    this.#source = source;
    this.#effort = effort;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= typeof this.#source === "string" ? new TextEncoder().encode(this.#source) : this.#source;
    return this.#bytes;
  }

  /** Of the plain bytes: 128 bits of SHA-256, base64url. */
  get tag(): string {
    this.#tag ??= createHash("sha256").update(this.bytes).digest().subarray(0, 16).toString("base64url");
    return this.#tag;
  }

  encodingFor(acceptEncoding: string | null): Encoding {
    if (this.#effort === 0 || this.bytes.length < COMPRESS_FROM_BYTES) return "identity";
    return pickEncoding(acceptEncoding);
  }

  /** Strong, quotes included; the encodings of one text have tags of their own. */
  etag(encoding: Encoding): string {
    return encoding === "identity" ? `"${this.tag}"` : `"${this.tag}-${encoding}"`;
  }

  bytesAs(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    if (encoding === "identity") return Promise.resolve(this.bytes);
    let compressed = this.#compressed.get(encoding);
    if (!compressed) {
      compressed = this.#compress(encoding);
      this.#compressed.set(encoding, compressed);
    }
    return compressed;
  }

  async #compress(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    if (encoding === "gzip") return Uint8Array.from(await zip(this.bytes, { level: this.#effort > 4 ? 9 : 5 }));
    return Uint8Array.from(await brotli(this.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: this.#effort } }));
  }

  /** True when the client holds this text in any encoding (RFC 9110, weak comparison, as for every If-None-Match). */
  isHeldBy(ifNoneMatch: string | null): boolean {
    if (ifNoneMatch === null) return false;
    if (ifNoneMatch.trim() === "*") return true;
    return ifNoneMatch
      .split(",")
      .some((one) => /^(?:W\/)?"([\w-]{22})(?:-br|-gzip)?"$/.exec(one.trim())?.[1] === this.tag);
  }
}

/** br before gzip before nothing, each unless the client refuses it with q=0. */
export function pickEncoding(acceptEncoding: string | null): Encoding {
  const accepted = new Set<string>();
  for (const part of (acceptEncoding ?? "").toLowerCase().split(",")) {
    const [name = "", ...params] = part.split(";").map((one) => one.trim());
    if (!params.some((one) => /^q=0(?:\.0*)?$/.test(one))) accepted.add(name);
  }
  return accepted.has("br") ? "br" : accepted.has("gzip") ? "gzip" : "identity";
}

interface Kept {
  readonly answer: Answer;
  /** Shorter forms of the text, by how they were made. */
  readonly derived: Map<string, string>;
}

/** Keeps the last answers by their text; the least recently used go first. */
export class AnswerCache {
  readonly #kept = new Map<string, Kept>();
  #chars = 0;

  get(text: string): Answer {
    return this.#touch(text).answer;
  }

  /** A form of `text` that depends on nothing but the text and `how`; made once. */
  derived(text: string, how: string, make: () => string): string {
    const { derived } = this.#touch(text);
    let made = derived.get(how);
    if (made === undefined) {
      made = make();
      if (derived.size >= MAX_DERIVED) derived.clear();
      derived.set(how, made);
    }
    return made;
  }

  #touch(text: string): Kept {
    const known = this.#kept.get(text);
    if (known) {
      this.#kept.delete(text);
      this.#kept.set(text, known);
      return known;
    }
    const kept = { answer: new Answer(text), derived: new Map<string, string>() };
    this.#kept.set(text, kept);
    this.#chars += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size === 1 || (this.#kept.size <= MAX_ANSWERS && this.#chars <= MAX_CHARS)) break;
      this.#kept.delete(oldest);
      this.#chars -= oldest.length;
    }
    return kept;
  }
}
