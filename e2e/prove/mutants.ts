/** Run answers as later versions, broken servers and attackers may send them, drawn from a seed. */
import { randomOf } from "../../src/contract/random-life.ts";
import { runAnswer } from "./run-answers.ts";

export interface Mutant {
  /** What the server would send. */
  readonly text: string;
  /** Words of no known vocabulary that were put into `status` and into an unknown key, when the answer is still JSON. */
  readonly words: readonly string[];
}

const APPROVAL = {
  id: "a1",
  nodeId: "check",
  title: "Refund 1,240.00 EUR",
  actions: [{ name: "payments.refund", args: { amount: 1240, to: "A. Weber" } }],
  options: [{ value: "approve", label: "Approve" }],
  expiresAt: "2026-11-24T12:30:00Z",
};

const VALUES = [
  "null",
  "true",
  "[]",
  "{}",
  '""',
  "0",
  "-1",
  "1e400",
  "9007199254740993",
  '"\\ud800"',
  '"\\u202e\\u0000"',
  '"<script>alert(1)</script>"',
  '{"__proto__":{"status":"completed"},"constructor":null}',
  `${"[".repeat(60)}1${"]".repeat(60)}`,
  '"not-a-date"',
  '"0001-01-01T00:00:00Z"',
  '[null,1,"x",{"id":"x"},{"id":"x","parentId":"x"}]',
];

/** The `n`th mutant: one to four changes to a good answer; about a tenth are changes to its bytes. */
export function mutantOf(n: number, fields: Readonly<Record<string, unknown>> = {}): Mutant {
  const random = randomOf(n * 2_654_435_761);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const base = pick<Readonly<Record<string, unknown>>>([
    {},
    { status: "awaiting_human", pendingApproval: APPROVAL },
    { status: "completed", endedAt: "2026-11-24T12:00:09Z", taskResult: { total: 3 }, agentType: "task" },
    { status: "error", taskError: "boom", historyUnavailableReason: "gone" },
  ]);
  let text = runAnswer({ ...base, ...fields });
  const words: string[] = [];
  if (random() < 0.3) {
    const word = `word_${n}_of_a_later_version`;
    words.push(word);
    text = random() < 0.5 ? replaceValue(text, "status", JSON.stringify(word)) : addKey(text, word, pick(VALUES));
  }
  if (random() < 0.1) {
    const at = Math.floor(random() * text.length);
    return {
      text:
        text.slice(0, at) +
        pick(["", "\u0000", "}", '"', "\\", "[", "\ufeff"]) +
        text.slice(at + Math.floor(random() * 9)),
      words: [],
    };
  }
  const keys = [...text.matchAll(/"([A-Za-z]+)":/g)].map((match) => match[1] ?? "");
  for (let i = Math.floor(random() * 4); i >= 0; i--) {
    const key = pick(keys);
    // What was put in for its own sake, and what says whose run it is, stays.
    if (key === "workflowId" || (key === "status" && words.length > 0)) continue;
    const roll = random();
    if (roll < 0.6) text = replaceValue(text, key, pick(VALUES));
    else if (roll < 0.8) text = text.replace(`"${key}":`, `"${key}_2":`);
    else text = addKey(text, key, pick(VALUES));
  }
  return { text, words };
}

/** Replaces the first value of this key, where that is a scalar or a flat list or object. */
function replaceValue(text: string, key: string, value: string): string {
  return text.replace(
    new RegExp(`("${key}":)("(?:[^"\\\\]|\\\\.)*"|[-\\w.+]+|\\[[^\\[\\]]*\\]|\\{[^{}]*\\})`),
    (_, name: string) => name + value,
  );
}

function addKey(text: string, key: string, value: string): string {
  return `${text.slice(0, -1)},${JSON.stringify(key)}:${value}}`;
}
