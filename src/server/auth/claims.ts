/** What the claims of a verified token say of a person: name, roles, agents. What they do not say is not granted. */
import type { Role } from "../source.ts";
import { type GrantedAgents, readGrantedAgents } from "./granted-agents.ts";

export interface ClaimNames {
  /** Claim with one role or a list of them; `realm_access.roles` names a member of a claim. */
  readonly roles: string;
  /** Claim with "all", an agent id, or a list of them; agent 0 is granted by its number only, beside "all" too. */
  readonly agents: string;
}

export interface Claimed {
  readonly name: string;
  readonly roles: Role[];
  readonly agents: GrantedAgents;
}

type Claims = Readonly<Record<string, unknown>>;

const ROLES: readonly Role[] = ["viewer", "approver", "operator"];
const NAME = /^\P{C}{1,200}$/u;

/**
 * Undefined when nobody is named. The name is a verified e-mail address or else `sub`: what people may write into their
 * profiles themselves would let one pass for another.
 */
export function readClaims(claims: Claims, names: ClaimNames): Claimed | undefined {
  const { email, email_verified: isVerified, sub } = claims;
  const name = isVerified === true && typeof email === "string" ? email : sub;
  if (typeof name !== "string" || !NAME.test(name)) return undefined;
  const words = wordsOf(claimAt(claims, names.roles));
  return {
    name,
    roles: ROLES.filter((role) => words.includes(role)),
    agents: readGrantedAgents(wordsOf(claimAt(claims, names.agents))),
  };
}

/** A claim by its whole name, which may hold dots, or else by the way to it. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

function wordsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(/[\s,]+/)
      : [value];
  return items.filter((item) => typeof item === "string" || Number.isSafeInteger(item)).map(String);
}
