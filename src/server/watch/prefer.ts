/** Reads how long a request may be held, and how soon to come back: `Prefer: wait` (RFC 7240) and `Retry-After`. */

/** Above this proxies in between begin to give up. */
const WAIT_MAX_S = 25;

/** Ms from `Prefer: wait=20`, in 1 s .. 25 s; 0 when the request does not ask to be held. The first `wait` counts. */
export function readWaitMs(prefer: string | null): number {
  for (const part of (prefer ?? "").split(",")) {
    const [name = "", value = ""] = (part.split(";")[0] ?? "").split("=").map((one) => one.trim());
    if (name.toLowerCase() !== "wait") continue;
    const text = value.replace(/^"(.*)"$/, "$1");
    if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return 0;
    return Math.min(WAIT_MAX_S, Number(text)) * 1_000;
  }
  return 0;
}
