/**
 * Where signing in leads back to: a page of our own, or the start page. Whatever a link asks for, the answer is an
 * absolute path that no browser can read as an address of somebody else.
 */

const HOME = "/";
/** A letter, digit, `_` or `-` after the one slash: rules out `//host`, `/\host`, `/%2f`, `/@host`, `/.` and what is no path. */
const OWN = /^\/[A-Za-z0-9_-][\x21-\x7e]*$/;
/** These do something or answer data; nobody is to be sent there. */
const NO_PAGES = /^\/(?:api|auth|assets)(?:\/|$)/i;
/** Room for a run id of 1,000 characters, percent-encoded, and what was picked on its page. */
const LENGTH_MAX = 6_000;

/** `to` as a link asked for it; `/` for anything but the path and query of a page of our own. */
export function returnPath(to: string | null | undefined, publicUrl: URL): string {
  if (to === null || to === undefined || to.length > LENGTH_MAX || !OWN.test(to)) return HOME;
  let url: URL;
  try {
    url = new URL(to, publicUrl);
  } catch {
    return HOME;
  }
  // A path that the parser changed held dots or backslashes: `/a/..//host` becomes `//host`.
  const isAsAsked = url.pathname === to.split(/[?#]/, 1)[0];
  if (url.origin !== publicUrl.origin || !isAsAsked || NO_PAGES.test(url.pathname)) return HOME;
  return url.pathname + url.search;
}
