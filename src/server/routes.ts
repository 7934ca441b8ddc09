/** Every route of the API on one screen. Rules are checked before a route's function runs, and so before any 304. */
import { answerOidcCallback, answerOidcEnd, answerOidcStart } from "./auth/oidc.ts";
import type { Route } from "./route.ts";
import { answerDecision } from "./routes-decide.ts";
import { answerAgents, answerApprovals, answerRuns } from "./routes-lists.ts";
import { answerReveal } from "./routes-reveal.ts";
import { answerAttempts, answerCancel, answerPayload, answerRun, answerStart } from "./routes-run.ts";
import { answerSession, answerSignIn, answerSignOut } from "./routes-session.ts";
import * as service from "./routes-service.ts";

const AGENT = "/api/v1/agents/:agentId";
const RUN = `${AGENT}/runs/:runId`;
const DECISION = `${RUN}/approvals/:approvalId/decision`;

// oxfmt-ignore
export const ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/agents", rule: "viewer", what: "List agents", answer: answerAgents },
  { method: "GET", path: `${AGENT}/runs`, rule: "viewer", what: "List recent runs of an agent", answer: answerRuns },
  { method: "POST", path: `${AGENT}/runs`, rule: "start", what: "Start a run", answer: answerStart },
  { method: "GET", path: RUN, rule: "viewer", what: "Get a single run", answer: answerRun },
  { method: "GET", path: `${RUN}/attempts`, rule: "attempts", what: "List the Temporal runs of a workflow id", answer: answerAttempts },
  { method: "GET", path: `${RUN}/payload`, rule: "viewer", what: "Download one free-form field, exact bytes", answer: answerPayload },
  { method: "POST", path: `${RUN}/cancel`, rule: "cancel", what: "Ask a run to stop", answer: answerCancel },
  { method: "POST", path: `${RUN}/reveal`, rule: "reveal", what: "Show one field unmasked; recorded", answer: answerReveal },
  { method: "POST", path: DECISION, rule: "decide", what: "Decide an approval", answer: answerDecision },
  { method: "GET", path: "/api/v1/approvals", rule: "viewer", what: "List what waits for an approval", answer: answerApprovals },
  { method: "GET", path: "/api/v1/session", rule: "viewer", what: "Who am I, and what can the source do", answer: answerSession },
  { method: "POST", path: "/api/v1/session", rule: "signIn", what: "Sign in with a token", answer: answerSignIn },
  { method: "DELETE", path: "/api/v1/session", rule: "signIn", what: "Sign out", answer: answerSignOut },
  { method: "GET", path: "/auth/oidc/start", rule: "signIn", what: "Go to the identity provider to sign in", answer: answerOidcStart },
  { method: "GET", path: "/auth/oidc/callback", rule: "signIn", what: "Come back from the identity provider", answer: answerOidcCallback },
  { method: "GET", path: "/auth/oidc/end", rule: "signIn", what: "Go to the identity provider to sign out there too", answer: answerOidcEnd },
  { method: "GET", path: "/api/openapi.json", rule: "public", what: "This document", answer: service.answerOpenapi },
  { method: "GET", path: "/livez", rule: "public", what: "The process runs", answer: service.answerLive },
  { method: "GET", path: "/readyz", rule: "public", what: "The process takes work", answer: service.answerReady },
  { method: "GET", path: "/metrics", rule: "viewer", what: "Prometheus metrics", answer: service.answerMetrics },
];
