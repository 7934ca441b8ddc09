/** Asks for a page of a list. */
import type * as Pages from "../contract/pages.ts";
import { CODE_MISSING, readReply, RequestFailed, send } from "./client.ts";

/** The readers of lists come with the first list: a watched run shows without them. They load while the server answers. */
export async function askPage<T>(path: string, pick: Pick<T>, signal: AbortSignal): Promise<T> {
  return (await askClocked(path, pick, signal)).page;
}

type Pick<T> = (pages: typeof Pages) => (text: string) => T;

/** A page, and by how many ms the server's clock is ahead of this one. */
export async function askClocked<T>(
  path: string,
  pick: Pick<T>,
  signal: AbortSignal,
): Promise<{ page: T; clockOffsetMs: number }> {
  const loading = import("../contract/pages.ts").catch(() => undefined);
  const reply = await send(path, { signal });
  const pages = await loading;
  if (!pages) throw new RequestFailed(CODE_MISSING);
  const read = readReply(reply, pick(pages));
  if (read.kind === "problem") throw new RequestFailed(read.problem);
  const { serverNow, answeredAt } = reply;
  const clockOffsetMs = serverNow === undefined || answeredAt === undefined ? 0 : serverNow - answeredAt;
  return { page: read.value, clockOffsetMs };
}
