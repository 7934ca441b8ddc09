/** Adds a member to an answer's own `runlight` key, by spans: the rest of the text stays byte for byte. */
import { JsonObject, readJson } from "../contract/json.ts";
import type { JsonText } from "../contract/run-events.ts";
import { isObjectAt, splitJson } from "../contract/json-parts.ts";

/** `member` is `"name":value`. The key is made when there is none; the same text when the answer is no object. */
export function withRunlight(text: JsonText, member: string): JsonText {
  const parts = splitJson(text);
  const end = text.lastIndexOf("}");
  if (end < 0 || !isObjectAt(text, { start: text.search(/[^\s\ufeff]/), end })) return text;
  const own = parts.findLast((part) => part.key === "runlight" && isObjectAt(text, part));
  if (own) {
    const root = readJson(text.slice(own.start, own.end));
    const hasMembers = root instanceof JsonObject && root.entries.length > 0;
    return `${text.slice(0, own.end - 1)}${hasMembers ? "," : ""}${member}${text.slice(own.end - 1)}`;
  }
  return `${text.slice(0, end)}${parts.length > 0 ? "," : ""}"runlight":{${member}}${text.slice(end)}`;
}
