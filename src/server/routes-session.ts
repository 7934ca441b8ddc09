/** Who am I, signing in with a token, signing out. */
import type { SignIn } from "./auth/access.ts";
import { noteSession } from "./note-session.ts";
import { ProblemError } from "./problems.ts";
import { readBody, requireJsonType } from "./request-body.ts";
import { type Ask, doneAnswer, jsonAnswer, type Shell } from "./route.ts";
import type { Source, Viewer } from "./source.ts";

export async function answerSession(ask: Ask, shell: Shell): Promise<Response> {
  const signIn = shell.access.signIn?.wayOf(ask.request) ?? "none";
  return jsonAnswer(ask, shell, sessionText(shell.source, ask.viewer, signIn));
}

/** Member by member: a viewer may hold a token. */
function sessionText({ name: source, label, can }: Source, { name, isLocal, roles }: Viewer, signIn: string): string {
  return JSON.stringify({ source, label, can, viewer: { name, isLocal, roles: [...roles] }, signIn });
}

/** The session as GET answers it, with the cookie that begins it. */
export async function answerSignIn(ask: Ask, shell: Shell): Promise<Response> {
  const signIn = signInOf(shell);
  requireJsonType(ask.request);
  const { root } = await readBody(ask.request);
  const token = root.get("token");
  if (typeof token !== "string" || token === "") throw new ProblemError("unprocessable", "token must be a text.");
  const { viewer, setCookie } = await signIn.withToken(token.trim()).catch((error: unknown) => {
    if (error instanceof ProblemError && error.problem === "not-signed-in") ask.noteFailedSignIn(token.trim());
    throw error;
  });
  noteSession(ask, shell, viewer.name, "sign-in");
  return doneAnswer(200, sessionText(shell.source, viewer, "token"), { "set-cookie": setCookie });
}

/** 204 whether or not somebody was signed in. */
export async function answerSignOut(ask: Ask, shell: Shell): Promise<Response> {
  const signIn = signInOf(shell);
  const viewer = await shell.access.identify(ask.request, true).catch(() => undefined);
  const setCookie = signIn.end(ask.request);
  if (viewer) noteSession(ask, shell, viewer.name, "sign-out");
  const { headers } = doneAnswer(200, "", { "set-cookie": setCookie });
  headers.delete("content-type");
  return new Response(null, { status: 204, headers });
}

function signInOf({ access }: Shell): SignIn {
  if (access.signIn) return access.signIn;
  throw new ProblemError("not-supported", "Nobody has to sign in here: this machine's own user is known already.");
}
