/** What the contract suite is given to work with, and the small steps it takes again and again. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import * as v from "valibot";
import { digestText, type DecisionBody, type Decision } from "../contract/decision.ts";
import { JsonObject } from "../contract/json.ts";
import { parseRun, type Run } from "../contract/run.ts";
import { RunSchema } from "../contract/run-schema.ts";
import type { RunRef } from "../contract/run-id.ts";
import { LOCAL_VIEWER } from "./auth/local-access.ts";
import { ProblemError } from "./problems.ts";
import type { DecisionRequest, Source, Viewer } from "./source.ts";

/** An agent of the source, and an input that makes it do what is wanted. */
export interface Subject {
  readonly agentId: number;
  /** JSON object text. */
  readonly input: string;
}

export interface Bench {
  readonly source: Source;
  /** What makes runs happen where the source only shows them; else the source itself does. */
  readonly world?: Source;
  /** A task agent: completes by itself with a `taskResult`. */
  readonly task: Subject;
  /** A workflow agent that waits for a person, for minutes. */
  readonly approval: Subject;
  /** A workflow agent whose approval times out within seconds. */
  readonly expiring: Subject;
  /** A workflow agent that fails; the run itself is tried twice. */
  readonly failing: Subject;
  /** Makes the source lose the history of this closed run, as retention does: every source must show what follows. */
  readonly loseHistory: (agentId: number, ref: RunRef) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Anybody with every right. */
export const VIEWER = LOCAL_VIEWER;

/** Somebody signed in, with every role and agent unless said otherwise. */
export function viewerNamed(name: string, changes: Partial<Viewer> = {}): Viewer {
  return { ...LOCAL_VIEWER, name, isLocal: false, scope: name, ...changes };
}

const WAIT_MS = 50_000;
const LOOK_EVERY_MS = 10;

/** A run under test: what to ask for. */
export interface Started {
  readonly agentId: number;
  readonly ref: RunRef;
}

export async function start(bench: Bench, { agentId, input }: Subject): Promise<Started> {
  return { agentId, ref: await worldOf(bench).startRun(agentId, { input, triggerType: "manual" }, VIEWER) };
}

/** Where runs are started and cancelled. */
export function worldOf({ source, world }: Pick<Bench, "source" | "world">): Source {
  return world ?? source;
}

/** One answer, checked against the whole schema. */
export async function read(source: Source, { agentId, ref }: Started): Promise<Run> {
  const { text } = await source.getRun(agentId, ref, VIEWER);
  expect(v.safeParse(RunSchema, JSON.parse(text)).issues).toBeUndefined();
  const run = parseRun(text);
  expect(run.extra, "fields that are not the contract's").toEqual([]);
  return run;
}

/** Asks until the run is as wanted; every answer on the way is checked. */
export async function readUntil(source: Source, started: Started, isWanted: (run: Run) => boolean): Promise<Run> {
  const endsAt = Date.now() + WAIT_MS;
  for (;;) {
    const run = await read(source, started);
    if (isWanted(run)) return run;
    if (Date.now() > endsAt) throw new Error(`Still ${run.status}, ${run.source} after ${WAIT_MS} ms: ${run.text}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

export function isFinal(run: Run): boolean {
  return run.source === "history";
}

export interface Waiting extends Started {
  readonly approvalId: string;
  readonly digest: string;
  readonly requestText: string;
}

/** Starts a run and waits until a person is asked. */
export async function startWaiting(bench: Bench, subject: Subject = bench.approval): Promise<Waiting> {
  return untilAsked(bench.source, await start(bench, subject));
}

/** Until the run waits for a person. */
export async function untilAsked(source: Source, started: Started): Promise<Waiting> {
  const run = await readUntil(source, started, (one) => one.status === "awaiting_human");
  const request = run.pendingApproval;
  if (!request) throw new Error("An awaiting_human answer without pendingApproval");
  const id = request.json instanceof JsonObject ? request.json.get("id") : undefined;
  if (typeof id !== "string") throw new Error("A pendingApproval without an id");
  const ref = { workflowId: run.workflowId, temporalRunId: run.temporalRunId ?? "" };
  const digest = digestOfRequest({ ref, approvalId: id }, request.text);
  return { ...started, approvalId: id, digest, requestText: request.text };
}

/** What a page that was served `requestText` sends as If-Match. */
export function digestOfRequest({ ref, approvalId }: Pick<Waiting, "ref" | "approvalId">, requestText: string): string {
  const text = digestText(ref.workflowId, ref.temporalRunId ?? "", approvalId, requestText);
  return createHash("sha256").update(text).digest("hex");
}

/** Decides as the page would; `digest` is for a page that saw something else, `asServed` for a viewer served another text. */
export function decide(
  source: Source,
  waiting: Waiting,
  idempotencyKey: string,
  body: DecisionBody = { decision: "approve" },
  digest = waiting.digest,
  asServed: DecisionRequest["asServed"] = (text) => text,
): Promise<Decision> {
  const { agentId, ref, approvalId } = waiting;
  return source.decide(agentId, ref, { approvalId, body, digest, idempotencyKey, asServed }, VIEWER);
}

/** The refusal a promise ends with; anything else fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<ProblemError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error("Expected a refusal");
}
