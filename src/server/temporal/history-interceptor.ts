/** For tests, in the workflow's sandbox: tells what the query would answer after every activation, in replays too. */
import { proxySinks, type WorkflowInterceptors } from "@temporalio/workflow";
import { STATE_QUERY } from "./names.ts";

/** Of the sandbox: the queries a workflow registered. It has no other name. */
const ACTIVATOR = "__TEMPORAL_ACTIVATOR__";
interface Activator {
  readonly queryHandlers: ReadonlyMap<string, { readonly handler: () => unknown }>;
}

export const interceptors = (): WorkflowInterceptors => {
  const { told } = proxySinks();
  return {
    internals: [
      {
        concludeActivation(input, next) {
          const activator = Reflect.get(globalThis, ACTIVATOR) as Activator;
          const core = activator.queryHandlers.get(STATE_QUERY)?.handler();
          if (core !== undefined) told?.["core"]?.(JSON.stringify(core));
          return next(input);
        },
      },
    ],
  };
};
