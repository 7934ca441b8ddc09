/** Every URL of Runlight, printed; and ids that must survive the trip through one path segment. */
import { expect, test } from "vitest";
import * as paths from "./paths.ts";

const TEMPORAL = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";

test("every URL", () => {
  expect({
    agents: paths.agentsPath(),
    agentsFound: paths.agentsPath({ find: "sales & more", pageToken: "t0" }),
    runs: paths.runsPath(57),
    runsFiltered: paths.runsPath(57, { status: "error", timeframe: "last_week", pageToken: "a+b/c=" }),
    runStarting: paths.startRunPath(57),
    run: paths.runPath(57, "wf_57_run_89"),
    runPinned: paths.runPath(57, "wf_57_run_89", { temporalRunId: TEMPORAL, step: "n 7", view: "table" }),
    runOdd: paths.runPath(57, "wf/57?x#y:z %"),
    approvals: paths.approvalsPath(),
    approvalsDecided: paths.approvalsPath({ scope: "decided", group: "agent", pageToken: "t3" }),
    openRun: paths.openRunPath(),
    openRunPasted: paths.openRunPath("https://x/agents/57?a=b#c"),
    compare: paths.comparePath(57, "wf_57_run_88", "wf_57_run_89"),
    compareOne: paths.comparePath(57, "wf_57_run_88"),
    apiSession: paths.apiSessionPath(),
    oidcStart: paths.oidcStartPath("/agents/57/runs/wf_57_run_89?step=n%207"),
    oidcEnd: paths.oidcEndPath(),
    apiAgents: paths.apiAgentsPath("t1"),
    apiRuns: paths.apiRunsPath(57, { status: "awaiting_human", approvalScope: "mine", pageSize: 25 }),
    apiRun: paths.apiRunPath(57, "wf_57_run_89", TEMPORAL, 262_144),
    apiAttempts: paths.apiAttemptsPath(57, "wf_57_run_89"),
    apiCancel: paths.apiCancelPath(57, "wf_57_run_89"),
    apiCancelPinned: paths.apiCancelPath(57, "wf_57_run_89", TEMPORAL),
    apiDecision: paths.apiDecisionPath(57, "wf_57_run_89", "apr/1", TEMPORAL),
    apiPayload: paths.apiPayloadPath(57, "wf_57_run_89", "/workflowNodes/0/output"),
    apiReveal: paths.apiRevealPath(57, "wf_57_run_89", TEMPORAL),
    apiApprovals: paths.apiApprovalsPath("mine", "t2"),
  }).toEqual({
    agents: "/agents",
    agentsFound: "/agents?find=sales+%26+more&pageToken=t0",
    runs: "/agents/57/runs",
    runsFiltered: "/agents/57/runs?status=error&timeframe=last_week&pageToken=a%2Bb%2Fc%3D",
    runStarting: "/agents/57/runs?start=1",
    run: "/agents/57/runs/wf_57_run_89",
    runPinned: `/agents/57/runs/wf_57_run_89?temporalRunId=${TEMPORAL}&step=n+7&view=table`,
    runOdd: "/agents/57/runs/wf%2F57%3Fx%23y%3Az%20%25",
    approvals: "/approvals",
    approvalsDecided: "/approvals?scope=decided&group=agent&pageToken=t3",
    openRun: "/r",
    openRunPasted: "/r?link=https%3A%2F%2Fx%2Fagents%2F57%3Fa%3Db%23c",
    compare: "/agents/57/compare?a=wf_57_run_88&b=wf_57_run_89",
    compareOne: "/agents/57/compare?a=wf_57_run_88",
    apiSession: "/api/v1/session",
    oidcStart: "/auth/oidc/start?to=%2Fagents%2F57%2Fruns%2Fwf_57_run_89%3Fstep%3Dn%25207",
    oidcEnd: "/auth/oidc/end",
    apiAgents: "/api/v1/agents?pageToken=t1",
    apiRuns: "/api/v1/agents/57/runs?status=awaiting_human&approvalScope=mine&pageSize=25",
    apiRun: `/api/v1/agents/57/runs/wf_57_run_89?temporalRunId=${TEMPORAL}&maxFieldBytes=262144`,
    apiAttempts: "/api/v1/agents/57/runs/wf_57_run_89/attempts",
    apiCancel: "/api/v1/agents/57/runs/wf_57_run_89/cancel",
    apiCancelPinned: `/api/v1/agents/57/runs/wf_57_run_89/cancel?temporalRunId=${TEMPORAL}`,
    apiDecision: `/api/v1/agents/57/runs/wf_57_run_89/approvals/apr%2F1/decision?temporalRunId=${TEMPORAL}`,
    apiPayload: "/api/v1/agents/57/runs/wf_57_run_89/payload?path=%2FworkflowNodes%2F0%2Foutput",
    apiReveal: `/api/v1/agents/57/runs/wf_57_run_89/reveal?temporalRunId=${TEMPORAL}`,
    apiApprovals: "/api/v1/approvals?scope=mine&pageToken=t2",
  });
});

test("every builder is printed above", () => {
  const printed = [
    "agentsPath runsPath startRunPath approvalsPath comparePath runPath openRunPath oidcStartPath oidcEndPath",
    "apiSessionPath apiAgentsPath apiRunsPath apiRunPath apiAttemptsPath apiCancelPath apiDecisionPath apiPayloadPath apiRevealPath apiApprovalsPath",
  ];
  const builders = Object.entries(paths).filter(([, value]) => typeof value === "function");
  expect(builders.map(([name]) => name).toSorted()).toEqual(printed.join(" ").split(" ").toSorted());
});
