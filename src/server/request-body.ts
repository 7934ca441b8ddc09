/** Reads the JSON body of a request within its limit, and only when it says it is JSON. */
import { type Json, JsonObject, readJson } from "../contract/json.ts";
import { ProblemError } from "./problems.ts";

export const BODY_MAX_BYTES = 16 * 1_024;

function tooLarge(): ProblemError {
  return new ProblemError("body-too-large", `A body may have at most ${BODY_MAX_BYTES} bytes.`);
}

/** ProblemError `not-json` unless the content type is JSON: a form of another site cannot send that. */
export function requireJsonType(request: Request): void {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new ProblemError("not-json", "Send the body as application/json.");
}

export interface JsonBody {
  readonly text: string;
  readonly root: JsonObject;
}

/** The body as a JSON object with its text; an empty body counts as `{}`. Throws ProblemErrors. */
export async function readBody(request: Request): Promise<JsonBody> {
  const text = (await readText(request)) || "{}";
  let root: Json;
  try {
    root = readJson(text);
  } catch {
    throw new ProblemError("bad-request", "The body is not JSON.");
  }
  if (!(root instanceof JsonObject)) throw new ProblemError("bad-request", "The body must be a JSON object.");
  return { text, root };
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) throw tooLarge();
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > BODY_MAX_BYTES) throw tooLarge();
      chunks.push(value);
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("bad-request", "The body was cut off.");
  } finally {
    reader.releaseLock();
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ProblemError("bad-request", "The body is not UTF-8.");
  }
}
