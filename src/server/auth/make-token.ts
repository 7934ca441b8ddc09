/** `npm run token`: makes an access token, prints it once, and adds its hash to the tokens file. */
import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type GrantedAgents, readGrantedAgents } from "./granted-agents.ts";
import { hashOf, parseTokens, type TokenEntry, TOKENS_FILE } from "./token-file.ts";

export const TOKEN_HELP = `npm run token -- --name "Mira Holm" --role approver --agents 42,57 [--days 90] [--file tokens]
  --name    shown to others, and written to the audit log
  --role    viewer, approver or operator; several with commas
  --agents  all, or ids with commas; agent 0, which holds what names no agent, only by its id: all,0 for everything
  --days    how long it is good for; without end when left out
  --file    the tokens file, else what ${TOKENS_FILE} names`;

const TOKEN_BYTES = 32;
const DAY_MS = 86_400_000;

export interface MadeToken {
  readonly token: string;
  readonly entry: TokenEntry;
  readonly file: string;
}

/** Throws an Error of one line for what is missing, wrong or cannot be written. `now`: epoch ms. */
export function makeToken(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): MadeToken {
  const text = { type: "string" } as const;
  const options = { name: text, role: text, agents: text, days: text, file: text };
  const { values } = parseArgs({ args: [...args], options });
  const file = values.file ?? env[TOKENS_FILE] ?? "";
  if (file === "") throw new Error(`--file: is missing, and ${TOKENS_FILE} is not set`);
  for (const name of ["name", "role", "agents"] as const) if (!values[name]) throw new Error(`--${name}: is missing`);
  const token = `rl_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  const line = JSON.stringify({
    id: randomBytes(6).toString("hex"),
    hash: hashOf(token),
    name: values.name,
    roles: (values.role ?? "").split(","),
    agents: readAgents(values.agents ?? ""),
    ...(values.days !== undefined && { expiresAt: new Date(now + readDays(values.days) * DAY_MS).toISOString() }),
  });
  const before = readTokens(file);
  const entry = parseTokens(`${before}\n${line}`).at(-1);
  if (!entry) throw new Error("Nothing was made");
  appendFileSync(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${line}\n`, { mode: 0o600 });
  return { token, entry, file };
}

function readTokens(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function readAgents(text: string): GrantedAgents {
  if (/^(?:all(?:,0)?|0,all|\d{1,15}(?:,\d{1,15})*)$/.test(text)) return readGrantedAgents(text.split(","));
  throw new Error("--agents: must be all, or all,0 for agent 0 as well, or ids such as 42,57");
}

function readDays(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error("--days: must be a whole number from 1 to 9999");
}
