/** Adds to an answer's own `runlight` key, or takes a foreign one out, by spans: the rest of the text stays byte for byte. */
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

/** Without any top-level `runlight`: only this server says what is in there. The same text when there is none. */
export function withoutRunlight(text: JsonText): JsonText {
  const parts = splitJson(text);
  if (!parts.some(({ key }) => key === "runlight")) return text;
  const open = text.indexOf("{") + 1;
  const kept: string[] = [];
  let from = open;
  for (const { key, end } of parts) {
    if (key !== "runlight") kept.push(text.slice(from, end).replace(/^\s*,/, ""));
    from = end;
  }
  return text.slice(0, open) + kept.join(",") + text.slice(from);
}
