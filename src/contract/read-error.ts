/** An error as agents send them, text or object, unrolled into its chain of causes. */
import { type Json, JsonArray, JsonNumber, JsonObject } from "./json.ts";
import { type Field, Payload } from "./payload.ts";
import { fold } from "./step-words.ts";

export interface ErrorLink {
  readonly type?: string;
  /** Never empty. */
  readonly message: string;
  readonly stack?: string;
  /** What else it says, in the order sent. */
  readonly extra: readonly Field[];
}

const LINKS_MAX = 1_000;
const KEYS = {
  type: ["type", "errortype", "name", "class", "exceptiontype"],
  message: ["message", "msg", "errormessage", "description", "detail", "reason", "error"],
  stack: ["stack", "stacktrace", "traceback", "backtrace"],
  cause: ["cause", "causes", "innererror", "errors", "innerexception"],
} as const;

/** The chain, outermost first, at least one link. Never throws; goes no deeper than 1,000 causes. */
export function readError(payload: Payload): readonly ErrorLink[] {
  const links: ErrorLink[] = [];
  const open: [Json, string][] = [[payload.json, payload.text]];
  for (let next = open.pop(); next && links.length < LINKS_MAX; next = open.pop()) {
    const [value, text] = next;
    if (typeof value === "string") links.push(...readText(value));
    else if (value instanceof JsonArray) {
      for (const item of value.items.toReversed()) open.push([item.value, ""]);
    } else if (value instanceof JsonObject) {
      const { link, cause } = readObject(value, payload.text);
      links.push(link);
      if (cause !== undefined) open.push([cause, ""]);
    } else if (value !== null)
      links.push({ message: value instanceof JsonNumber ? value.raw : String(value), extra: [] });
    else if (text !== "") links.push({ message: "No message was sent.", extra: [] });
  }
  return links.length > 0 ? links : [{ message: "No message was sent.", extra: [] }];
}

function readObject(error: JsonObject, text: string): { link: ErrorLink; cause?: Json } {
  const used = new Set<number>();
  const take = <T extends Json>(keys: readonly string[], isWanted: (value: Json) => value is T): T | undefined => {
    for (const key of keys) {
      const at = error.entries.findLastIndex((entry) => fold(entry.key) === key && isWanted(entry.value));
      const value = error.entries[at]?.value;
      if (value === undefined || !isWanted(value) || used.has(at)) continue;
      used.add(at);
      return value;
    }
    return undefined;
  };
  const type = take(KEYS.type, isText);
  const message = take(KEYS.message, isText);
  const stack = take(KEYS.stack, isStack);
  const cause = take(KEYS.cause, isCause);
  const extra = error.entries
    .filter((_, i) => !used.has(i))
    .map(({ key, start, end }) => ({ name: key, payload: new Payload(text.slice(start, end)) }));
  const stackText = stack instanceof JsonArray ? stack.items.map(({ value }) => String(value)).join("\n") : stack;
  const link = {
    ...(type !== undefined && { type }),
    message: message ?? type ?? "No message was sent.",
    ...(stackText !== undefined && { stack: stackText }),
    extra,
  };
  return { link, ...(cause !== undefined && { cause }) };
}

function isText(value: Json): value is string {
  return typeof value === "string" && /\S/.test(value);
}

function isStack(value: Json): value is string | JsonArray {
  if (value instanceof JsonArray) return value.items.every((item) => typeof item.value === "string");
  return isText(value);
}

function isCause(value: Json): value is string | JsonObject | JsonArray {
  if (value instanceof JsonArray) return value.items.length > 0;
  return isText(value) || (value instanceof JsonObject && value.entries.length > 0);
}

const CAUSED_BY = /^\s*caused by:?\s+/i;
const FRAME = /^\s+(?:at |File ")|^\s*\.\.\. \d+ more/;
const NAMED = /^((?:[A-Za-z_$][\w$]*\.)*[\w$]*(?:Error|Exception|Failure|Fault|Timeout|Panic)): ([\s\S]+)$/;

/** `Type: message`, stack frames below it, `caused by` lines between the links. */
function readText(text: string): readonly ErrorLink[] {
  const links: { lines: string[]; frames: string[] }[] = [{ lines: [], frames: [] }];
  for (const line of text.split(/\r?\n/)) {
    let link = links[links.length - 1];
    const isNext = CAUSED_BY.test(line) && links.length < LINKS_MAX && links.some(({ lines }) => lines.length > 0);
    if (isNext || !link) links.push((link = { lines: [], frames: [] }));
    if (FRAME.test(line) || (link.frames.length > 0 && /^\s/.test(line))) link.frames.push(line);
    else link.lines.push(isNext ? line.replace(CAUSED_BY, "") : line);
  }
  return links.map(({ lines, frames }) => {
    const said = lines.join("\n").trim();
    const named = NAMED.exec(said);
    return {
      ...(named?.[1] !== undefined && { type: named[1] }),
      message: (named?.[2] ?? said) || "No message was sent.",
      ...(frames.length > 0 && { stack: frames.join("\n") }),
      extra: [],
    };
  });
}
