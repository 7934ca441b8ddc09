/**
 * Sign-ins under way at the identity provider, in a short-lived cookie that only this server reads: whoever comes back with
 * a state that is not in there did not leave from this browser. Several tabs may be under way at once.
 */
import * as v from "valibot";
import type { Sealer } from "./seal.ts";

const LIFE_MS = 600_000;
const AT_ONCE = 4;
/** Browsers keep cookies of 4 KiB, name and attributes included. */
const TEXT_MAX = 3_800;

const PendingSchema = v.object({
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
  /** Path and query to come back to, checked already. */
  to: v.string(),
  /** Epoch ms. */
  at: v.number(),
});
const CookieSchema = v.array(PendingSchema);

export type Pending = v.InferOutput<typeof PendingSchema>;

export interface PendingCookie {
  /** The Set-Cookie with one more; the oldest make room. */
  add(request: Request, pending: Pending): string;
  /** The one with this state, if it is young enough; and the Set-Cookie without it. */
  take(request: Request, state: string): { readonly pending: Pending | undefined; readonly setCookie: string };
}

/** `now`: epoch ms. */
export function createPendingCookie(sealer: Sealer, isSecure: boolean, now: () => number): PendingCookie {
  const name = isSecure ? "__Host-runlight-oidc" : "runlight-oidc";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;

  function read(request: Request): readonly Pending[] {
    const header = request.headers.get("cookie") ?? "";
    const part = header.split(";").find((one) => one.trim().startsWith(`${name}=`));
    const parsed = v.safeParse(CookieSchema, sealer.open(part?.trim().slice(name.length + 1) ?? ""));
    return parsed.success ? parsed.output.filter(({ at }) => now() - at < LIFE_MS) : [];
  }

  function write(all: readonly Pending[]): string {
    let kept = all.slice(-AT_ONCE);
    let text = sealer.seal(kept);
    while (text.length > TEXT_MAX && kept.length > 1) text = sealer.seal((kept = kept.slice(1)));
    // An address of its own that fills a cookie is given up rather than the sign-in.
    if (text.length > TEXT_MAX) text = sealer.seal(kept.map((one) => ({ ...one, to: "/" })));
    return `${name}=${text}; ${attributes}; Max-Age=${LIFE_MS / 1_000}`;
  }

  return {
    add: (request, pending) => write([...read(request), pending]),
    take(request, state) {
      const all = read(request);
      const rest = all.filter((one) => one.state !== state);
      const setCookie = rest.length === 0 ? `${name}=; ${attributes}; Max-Age=0` : write(rest);
      return { pending: all.find((one) => one.state === state), setCookie };
    },
  };
}
