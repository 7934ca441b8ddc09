/**
 * Leaves large free-form fields out of an answer and names them in `runlight.stubs`, each with size, digest and link.
 * Works on the text by spans: what stays, stays byte for byte. The approval is never left out, for it is hashed and
 * decided from; nor is a field whose key occurs twice, for a pointer could not name it.
 */
import { createHash } from "node:crypto";
import { type JsonEntry, JsonArray, JsonObject, readJson } from "../contract/json.ts";
import { RunScalars } from "../contract/run.ts";
import { pointerPart } from "./json-pointer.ts";
import { withRunlight } from "./runlight-member.ts";

interface Left {
  readonly pointer: string;
  readonly parent: JsonObject;
  readonly entry: JsonEntry;
}

type LinkOf = (pointer: string, temporalRunId: string) => string;

const KEPT = new Set([...Object.keys(RunScalars), "pendingApproval", "workflowNodes", "runlight"]);

/**
 * The answer without free-form fields of more than `maxFieldBytes` UTF-8 bytes: top-level ones (`taskResult`, unknown
 * keys) and members of nodes. `linkOf` makes the link from a pointer and the answer's own temporalRunId, so that a
 * link goes on naming this attempt when a newer one has started. The same text when nothing is that large.
 */
export function leaveOutLarge(text: string, maxFieldBytes: number, linkOf: LinkOf): string {
  // UTF-8 needs at most three bytes for a UTF-16 unit.
  if (text.length * 3 <= maxFieldBytes || Buffer.byteLength(text) <= maxFieldBytes) return text;
  const root = readJson(text);
  if (!(root instanceof JsonObject)) return text;
  const runId = root.get("temporalRunId");
  const hrefOf = (pointer: string): string => linkOf(pointer, typeof runId === "string" ? runId : "");
  const left: Left[] = [];
  const isLarge = ({ start, end }: JsonEntry): boolean =>
    (end - start) * 3 > maxFieldBytes && Buffer.byteLength(text.slice(start, end)) > maxFieldBytes;
  const collect = (parent: JsonObject, prefix: string, isKept: (key: string) => boolean): void => {
    for (const entry of parent.entries) {
      if (isKept(entry.key) || !isLarge(entry)) continue;
      if (parent.entries.some((other) => other !== entry && other.key === entry.key)) continue;
      left.push({ pointer: `${prefix}/${pointerPart(entry.key)}`, parent, entry });
    }
  };
  collect(root, "", (key) => KEPT.has(key));
  const nodes = root.get("workflowNodes");
  const isNever = (): boolean => false;
  if (nodes instanceof JsonArray) {
    for (const [index, { value }] of nodes.items.entries())
      if (value instanceof JsonObject) collect(value, `/workflowNodes/${index}`, isNever);
  } else if (nodes instanceof JsonObject) {
    for (const { key, value } of nodes.entries)
      if (value instanceof JsonObject) collect(value, `/workflowNodes/${pointerPart(key)}`, isNever);
  }
  if (left.length === 0) return text;
  const stubs = left.map((one) => stubText(text, one, hrefOf));
  return withRunlight(cut(text, left), `"stubs":{${stubs.join(",")}}`);
}

function stubText(text: string, { pointer, entry }: Left, hrefOf: (pointer: string) => string): string {
  const bytes = Buffer.from(text.slice(entry.start, entry.end));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return `${JSON.stringify(pointer)}:${JSON.stringify({ size: bytes.length, sha256, href: hrefOf(pointer) })}`;
}

/** The text without those members: each goes together with its key and one comma. */
function cut(text: string, left: readonly Left[]): string {
  const gone = new Set(left.map((one) => one.entry));
  const cuts: { from: number; to: number }[] = [];
  for (const parent of new Set(left.map((one) => one.parent))) {
    const { entries } = parent;
    let hasKept = false;
    for (const [index, entry] of entries.entries()) {
      if (!gone.has(entry)) {
        hasKept = true;
        continue;
      }
      // After a kept member a cut takes the comma in front; before the first kept one, the comma behind.
      const before = entries[index - 1];
      const after = entries[index + 1];
      const from = hasKept && before ? before.end : keyStart(text, entry, before);
      const to = !hasKept && after ? keyStart(text, after, entry) : entry.end;
      cuts.push({ from, to });
    }
  }
  cuts.sort((a, b) => a.from - b.from);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of cuts) {
    parts.push(text.slice(at, from));
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/**
 * Where the quote that opens an entry's key stands. Behind another member that is the first quote after its comma;
 * the first key is found backwards from the colon: an inner quote has an odd number of backslashes in front.
 */
function keyStart(text: string, entry: JsonEntry, before: JsonEntry | undefined): number {
  if (before) return text.indexOf('"', before.end);
  const close = text.lastIndexOf('"', text.lastIndexOf(":", entry.start - 1));
  for (let open = text.lastIndexOf('"', close - 1); ; open = text.lastIndexOf('"', open - 1)) {
    let slashes = 0;
    while (text[open - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return open;
  }
}
