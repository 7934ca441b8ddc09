/** Asking to see a field unmasked. The answer is that field's exact JSON text. */
import * as v from "valibot";

const POINTER_MAX = 4_000;

/** The body of `POST …/runs/{runId}/reveal`. */
export const RevealBodySchema = v.object({
  path: v.pipe(
    v.string(),
    v.maxLength(POINTER_MAX),
    v.regex(/^(?:\/(?:[^~/]|~[01])*)+$/),
    v.description("JSON pointer into the run as served: /taskResult, /workflowNodes/3/output"),
  ),
});
