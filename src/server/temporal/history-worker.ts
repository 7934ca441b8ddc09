/** For tests: workers and replays of the real workflow code, with the plan agent in place of the samples. */
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from "@temporalio/worker";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** `interceptors`: files of workflow interceptors. */
export function bundlePlanWorkflow(interceptors: readonly string[] = []): Promise<WorkflowBundleWithSourceMap> {
  return bundleForTests("workflow.ts", interceptors);
}

/** Takes some seconds. `file`: where the workflow is. */
export function bundleForTests(
  file: string,
  interceptors: readonly string[] = [],
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: here(file),
    workflowInterceptorModules: interceptors.map(here),
    webpackConfigHook: (webpack) => ({
      ...webpack,
      resolve: {
        ...webpack.resolve,
        alias: { ...webpack.resolve?.alias, [here("../agents/all-agents.ts")]: here("history-agent.ts") },
      },
    }),
    logger: silent,
  });
}
