/**
 * The server as one function, Request to Response: limits, then who asks, then the route table, then the page. Every
 * answer gets the security headers and a request id; every refusal is RFC 9457.
 */
import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { AnswerCache } from "./answer-cache.ts";
import type { NoteAudit } from "./audit-log.ts";
import { type Access, bearerOf, mayDo, maySee } from "./auth/access.ts";
import { createLimits, type Limits } from "./limits.ts";
import { createMasker } from "./mask.ts";
import type { Log } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { openapiText } from "./openapi.ts";
import { type Origin, originOf } from "./origin.ts";
import { answerPage, type PageFiles } from "./page-files.ts";
import type { Probes } from "./probes.ts";
import { notFound, PROBLEM_TYPE, ProblemError, problemText } from "./problems.ts";
import { isTry, notingRefusal } from "./refused-tries.ts";
import { readAgentId } from "./request-values.ts";
import { type Ask, ROLE_FOR, type Route, type Shell } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { Source, Viewer } from "./source.ts";
import { createSenderOf, type SenderOf } from "./trusted-proxies.ts";
import { guardSource } from "./watch/guard-source.ts";
import { createRunWatches } from "./watch/run-watches.ts";

const ADDRESS_MAX = 8 * 1_024;

export interface HandleOptions {
  readonly source: Source;
  readonly access: Access;
  /** People may decide runs of their own; no when absent. */
  readonly mayDecideOwn?: boolean;
  /** Signs page tokens, and keys the masks of secrets. */
  readonly tokenKey: Uint8Array;
  /** The built page; without it only the API answers. */
  readonly page?: PageFiles;
  readonly log: Log;
  /** Where lines go that the source does not write itself; absent: nowhere. */
  readonly noteAudit?: NoteAudit;
  /** Aborted when the process was asked to stop. */
  readonly stopping?: AbortSignal;
  /** Where a request came from; the connection's address when absent. */
  readonly senderOf?: SenderOf;
  /** Told of every request. */
  readonly probes?: Probes;
  /** Epoch ms. */
  readonly now?: () => number;
}

/** `peer` is the address at the other end of the connection. */
export type Handle = (request: Request, peer?: string) => Promise<Response>;

/** Never throws: what goes wrong inside is logged and answered with 500. */
export function createHandle(options: HandleOptions): Handle {
  const { access, log, page, stopping } = options;
  const now = options.now ?? Date.now;
  const senderOf = options.senderOf ?? createSenderOf("");
  const source = guardSource(options.source);
  const masker = createMasker(options.tokenKey);
  const watches = createRunWatches(source, masker.run, stopping);
  const metrics = new Metrics(watches.counts, source.upstreamCalls);
  const isDraining = (): boolean => stopping?.aborted === true;
  const shell: Shell = {
    source,
    access,
    mayDecideOwn: options.mayDecideOwn ?? false,
    tokenKey: options.tokenKey,
    answers: new AnswerCache(),
    noteAudit: options.noteAudit ?? (() => undefined),
    masker,
    watches,
    now,
    isDraining,
    metricsText: () => metrics.text(),
    openapiText: () => openapiText(ROUTES),
  };
  const app = createApp(shell, access, page);
  return async (request, peer = "") => {
    const requestId = randomUUID();
    const address = senderOf(peer, request.headers.get("x-forwarded-for"));
    const startedMs = performance.now();
    options.probes?.note(request.url);
    const origin = originOf(requestId, address, request.headers.get("user-agent"));
    const env: Env["Bindings"] = { route: "none", address, origin };
    let response: Response;
    try {
      response = await app.fetch(request, env);
    } catch (error) {
      response = problemAnswer(withWays(toProblem(error, requestId, log), access), requestId);
    }
    // What everybody gets is kept by caches, and they would keep the cookie with it.
    const cookie = env.route.startsWith("/api/v1/") ? access.signIn?.cookieAfter(request, response.status) : undefined;
    if (cookie !== undefined && !response.headers.has("set-cookie")) response.headers.set("set-cookie", cookie);
    const ms = performance.now() - startedMs;
    metrics.count(request.method, env.route, response.status, ms);
    log.request({ method: request.method, route: env.route, status: response.status, ms: Math.round(ms), requestId });
    response.headers.set("x-request-id", requestId);
    response.headers.set("runlight-now", String(now()));
    // Whoever keeps connections open must not send the next request into a closed door.
    if (isDraining()) response.headers.set("connection", "close");
    return response;
  };
}

interface Env {
  // The template of the matched route goes out this way, for metrics and log: never the address itself.
  Bindings: { route: string; readonly address: string; readonly origin: Origin };
}

function createApp(shell: Shell, access: Access, page: PageFiles | undefined): Hono<Env> {
  const limits = createLimits();
  const door = createDoor(access, limits);
  // Matching the address as sent keeps %2F inside its segment; each part is decoded once, when it is read.
  const app = new Hono<Env>({ getPath: (request) => new URL(request.url).pathname });
  app.onError((error) => {
    throw error;
  });
  app.use(async (context, next) => {
    checkAddress(new URL(context.req.url));
    await next();
  });
  for (const route of ROUTES) {
    app.on(route.method, route.path, (context) => answerRoute(route, context, shell, door, limits));
  }
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    app.all(path, async (context) => {
      context.env.route = path;
      await door.identify(context.req.raw, context.env.address, false);
      throw wrongMethod(ROUTES.filter((route) => route.path === path).map((route) => route.method));
    });
  }
  app.all("*", async (context) => {
    const { raw } = context.req;
    const { pathname } = new URL(raw.url);
    access.admit(raw, false);
    if (pathname === "/api" || pathname.startsWith("/api/")) await door.identify(raw, context.env.address, false);
    if (!page || pathname === "/api" || pathname.startsWith("/api/")) throw notFound();
    context.env.route = "page";
    if (raw.method !== "GET" && raw.method !== "HEAD") throw wrongMethod(["GET"]);
    return answerPage(page, pathname, raw);
  });
  return app;
}

function checkAddress(url: URL): void {
  if (url.pathname.length + url.search.length > ADDRESS_MAX)
    throw new ProblemError("uri-too-long", `An address may have at most ${ADDRESS_MAX} characters.`);
  if (!url.pathname.startsWith("/api/")) return;
  try {
    decodeURIComponent(url.pathname);
  } catch {
    throw new ProblemError("bad-request", "The address holds a broken percent-encoding.");
  }
}

function wrongMethod(methods: readonly string[]): ProblemError {
  const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  return new ProblemError("method-not-allowed", `Allowed here: ${allow}.`, {}, { allow });
}

const NOBODY: Viewer = { name: "", isLocal: false, roles: new Set(), agents: new Set(), scope: "nobody" };

async function answerRoute(
  route: Route,
  context: Context<Env>,
  shell: Shell,
  door: Door,
  limits: Limits,
): Promise<Response> {
  context.env.route = route.path;
  const request = context.req.raw;
  const { address, origin } = context.env;
  const param = (name: string): string => context.req.param(name) ?? "";
  const sender = { request, origin, viewer: NOBODY };
  const come = async (): Promise<void> => {
    sender.viewer = await door.enter(route, request, address);
    checkRights(route, sender.viewer, param, shell.source);
  };
  if (isTry(route.rule)) await notingRefusal(shell, sender, come);
  else await come();
  const url = new URL(request.url);
  const askAgainWho = async (): Promise<void> => {
    const again = await shell.access.identify(request, false);
    checkRights(route, again, param, shell.source);
    if (again.scope !== sender.viewer.scope) throw notFound();
  };
  const noteFailedSignIn = (token: string): void => limits.failedSignIn(address, token);
  const ask: Ask = { ...sender, url, query: url.searchParams, askAgainWho, noteFailedSignIn, param };
  return route.answer(ask, shell);
}

type Door = ReturnType<typeof createDoor>;

/** Lets in who is known and does not come too often. */
function createDoor(access: Access, limits: Limits) {
  async function identify(request: Request, address: string, isWrite: boolean): Promise<Viewer> {
    try {
      return await access.identify(request, isWrite);
    } catch (error) {
      if (error instanceof ProblemError && error.problem === "not-signed-in") {
        limits.stranger(address);
        const token = bearerOf(request);
        if (token !== undefined) limits.failedSignIn(address, token);
      }
      throw error;
    }
  }

  async function enter({ method, rule }: Route, request: Request, address: string): Promise<Viewer> {
    if (rule === "public") return NOBODY;
    const isWrite = method !== "GET";
    try {
      if (rule === "signIn") {
        access.admit(request, isWrite);
        return NOBODY;
      }
      const viewer = await identify(request, address, isWrite);
      limits.request(viewer, rule);
      return viewer;
    } catch (error) {
      if (error instanceof ProblemError && error.problem !== "busy" && isTry(rule)) limits.refusedTry(address);
      throw error;
    }
  }

  return { identify, enter };
}

/** An agent that is not the viewer's is not there: the source is not even asked, so nothing tells it from a missing one. */
function checkRights({ rule, path }: Route, viewer: Viewer, param: Ask["param"], { can }: Source): void {
  if (rule === "public" || rule === "signIn") return;
  if (!mayDo(viewer, "viewer")) throw new ProblemError("forbidden", "Your account has no role here.");
  if (path.includes("/:agentId") && !maySee(viewer, readAgentId(param("agentId")))) throw notFound();
  if (rule === "viewer") return;
  if (!can[rule]) throw new ProblemError("not-supported", "What stands behind this server cannot do that.");
  if (!mayDo(viewer, ROLE_FOR[rule]))
    throw new ProblemError("forbidden", `This takes the role ${ROLE_FOR[rule]}, which you do not have.`);
}

/** A source that no longer takes somebody's token cannot know how to get another. */
function withWays(problem: ProblemError, { signIn }: Access): ProblemError {
  if (problem.problem !== "not-signed-in" || !signIn || problem.members["signIn"] !== undefined) return problem;
  const members = { ...problem.members, signIn: JSON.stringify(signIn.ways) };
  return new ProblemError(problem.problem, problem.message, members, problem.headers);
}

function toProblem(error: unknown, requestId: string, log: Log): ProblemError {
  if (error instanceof ProblemError) return error;
  log.error("A request failed", error, requestId);
  return new ProblemError("internal", "The request failed. Its id finds it in the server's log.");
}

/** A refusal as an answer; also for requests that never became a Request. */
export function problemAnswer(problem: ProblemError, requestId: string): Response {
  const isBusy = problem.problem === "busy" || problem.problem === "unavailable";
  return new Response(problemText(problem, requestId), {
    status: problem.status,
    headers: {
      ...SECURITY_HEADERS,
      "content-type": PROBLEM_TYPE,
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(isBusy ? { "retry-after": "5" } : {}),
      ...problem.headers,
    },
  });
}
