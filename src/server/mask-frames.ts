/** Where a masking walk stands: the containers it is in, what their names say, and the pointer to the place. */
import { pointerPart } from "./json-pointer.ts";
import { type KeyRule, ruleOfCookie, ruleOfKey } from "./secret-keys.ts";

/**
 * Where to look: everywhere below (true), nowhere (false), or by key; `*` stands for the other keys and is true when
 * left out. Arrays pass the plan on to their items.
 */
export type Plan = boolean | { readonly [key: string]: Plan };

/** So many places of what is hidden are told apart; the others are counted. */
export const LISTED_MAX = 200;

export interface Frame {
  readonly isObject: boolean;
  readonly plan: Plan;
  /** What the name says that this container stands under, at any distance where that name speaks for all below it. */
  readonly rule: KeyRule | undefined;
  /** In an array. */
  index: number;
  /** In an object, after masking. */
  key: string;
  keyRule: KeyRule | undefined;
  keyPlan: Plan;
  /** `{"name": "DB_PASSWORD", "value": …}`: what the name says about the value. */
  named: KeyRule | undefined;
  isJwk: boolean;
  /** Members judged when the object is known whole. */
  late:
    | { readonly key: string; readonly start: number; readonly end: number; readonly pointer: string | undefined }[]
    | undefined;
}

export function openFrame(isObject: boolean, parent: Frame | undefined, rootPlan: Plan): Frame {
  const plan = planAt(parent, rootPlan);
  const rule = parent && (parent.isObject ? (parent.keyRule ?? parent.rule) : parent.rule);
  return {
    isObject,
    plan,
    rule,
    index: 0,
    key: "",
    keyRule: undefined,
    keyPlan: true,
    named: undefined,
    isJwk: false,
    late: undefined,
  };
}

/** The plan for the value that comes next. */
export function planAt(frame: Frame | undefined, rootPlan: Plan): Plan {
  if (!frame) return rootPlan;
  return frame.isObject ? frame.keyPlan : frame.plan;
}

const NO_SECRET_MEMBER =
  /^(?:.*id|.*name|.*type|.*url|.*uri|domain|path|region|kind|label|title|description|scopes?|expir.*|.*at|provider|version|issuer|status)$/i;

/** What a name in this container says: among cookies they are names of cookies. */
export function ruleOfName({ rule }: Frame, name: string): KeyRule | undefined {
  return isOfCookies(rule) ? ruleOfCookie(name) : ruleOfKey(name);
}

const isOfCookies = (rule: KeyRule | undefined): boolean => rule?.trust === "cookie" || rule?.trust === "session";

/** What the names around say about the value that comes next. */
export function ruleAt(frame: Frame): KeyRule | undefined {
  const { rule, key, keyRule } = frame;
  if (!frame.isObject) return rule;
  if (keyRule || !rule) return keyRule;
  if (/^(?:value|val)$/i.test(key)) return rule;
  // `credentials: {…}` and `cookies: [{…}]` speak for what is in them, `passwordPolicy: {…}` and `password: {…}` do not.
  const isStore = rule.kind === "secret" || isOfCookies(rule);
  return isStore && !NO_SECRET_MEMBER.test(key) ? { kind: rule.kind, trust: "stored" } : undefined;
}

/** JSON pointer of the value that comes next. */
export function pointerOf(stack: readonly Frame[]): string {
  return stack.map((frame) => `/${frame.isObject ? pointerPart(frame.key) : frame.index}`).join("");
}
