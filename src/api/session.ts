/** Signing in and out. What was asked for as somebody else is forgotten; a page that stays goes on where it failed. */
import type { Query } from "@tanstack/react-query";
import type { Problem } from "../contract/problem.ts";
import { parseSession } from "../contract/session-read.ts";
import type { Session } from "../contract/session.ts";
import type { Watched } from "../contract/watching.ts";
import { apiSessionPath, oidcEndPath } from "../paths.ts";
import { readReply, RequestFailed, send } from "./client.ts";
import { forgetPerson } from "./person-memory.ts";
import { sessionQuery } from "./session-query.ts";
import { queries } from "./queries.ts";
import { getSignedOut, leave, noteNewPerson, setSignedOut, tellTabsToLeave } from "./signed-out.ts";

const SESSION = sessionQuery().queryKey;

/** The problem, or undefined: signed in, and the page goes on. The token is sent once and kept nowhere. */
export async function signIn(token: string): Promise<Problem | undefined> {
  const reply = await send(apiSessionPath(), { method: "POST", body: JSON.stringify({ token }), isSession: true });
  const read = readReply(reply, parseSession);
  if (read.kind === "problem") return read.problem;
  goOn(read.value);
  return undefined;
}

/** Another tab may have signed in meanwhile, for all of them. */
export async function checkSignedIn(): Promise<void> {
  const read = readReply(await send(apiSessionPath(), { isSession: true }), parseSession);
  if (read.kind === "value" && getSignedOut()) goOn(read.value);
}

/** The problem, or undefined: signed out here, and at the identity provider where that one signed in. */
export async function signOut(isByProvider: boolean): Promise<Problem | undefined> {
  const reply = await send(apiSessionPath(), { method: "DELETE", isSession: true });
  const read = reply.kind === "reply" && reply.status === 204 ? undefined : readReply(reply, parseSession);
  if (read?.kind === "problem" && read.problem.status !== 401) return read.problem;
  forgetPerson();
  await queries.cancelQueries();
  const now = readReply(await send(apiSessionPath(), { isSession: true }), parseSession);
  if (now.kind === "problem") tellTabsToLeave(now.problem);
  if (isByProvider) {
    window.location.assign(oidcEndPath());
    return undefined;
  }
  if (now.kind === "problem") leave(now.problem);
  else {
    noteNewPerson();
    queries.clear();
  }
  return undefined;
}

function goOn(session: Session): void {
  const before = queries.getQueryData<Session>(SESSION);
  const isSame = before?.viewer.name === session.viewer.name && before.source === session.source;
  if (isSame && getSignedOut()?.keptPath === window.location.pathname) {
    queries.setQueryData(SESSION, session);
    setSignedOut(undefined);
    void queries.invalidateQueries({ predicate: wasRefused });
    return;
  }
  // Nothing that one person was shown may stand there for another.
  queries.clear();
  queries.setQueryData(SESSION, session);
  noteNewPerson();
}

function wasRefused({ state }: Query): boolean {
  const problem =
    state.error instanceof RequestFailed ? state.error.problem : (state.data as Partial<Watched>)?.problem;
  return problem?.status === 401;
}
