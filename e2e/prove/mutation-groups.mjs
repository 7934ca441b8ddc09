/** The code whose tests must notice almost every fault planted in it, by promise, and the tests that look for it. */

/** Of a hundred faults planted in a group at least so many must turn one of its tests red. */
export const KILLED_MIN = 90;

const files =
  (folder) =>
  (...names) =>
    names.map((name) => `${folder}/${name}.ts`);
const contract = files("src/contract");
const server = files("src/server");
const approvals = files("src/approvals");

/** `mutate`: files that faults are planted in; `tests`: what is run on each, slow ones left out. */
export const GROUPS = new Map([
  [
    "poller",
    {
      mutate: contract("poll-rule", "watch-state", "times"),
      tests: contract(
        "poll-rule.test",
        "poll-rule-edges.test",
        "watch-state.test",
        "watch-state-edges.test",
        "times.test",
      ),
    },
  ],
  [
    "schema",
    {
      mutate: contract("answer", "json", "pages", "payload", "problem-read", "run", "run-schema", "runlight"),
      tests: contract(
        ...[
          "answer.test",
          "answer-shape.test",
          "json.test",
          "json-parts.test",
          "json-steps.test",
          "json-errors.test",
          "pages.test",
          "pages-edges.test",
          "payload.test",
          "problem-read.test",
          "problem-read-edges.test",
        ],
        ...["run.test", "runlight.test", "split-answer.test"],
      ),
    },
  ],
  [
    "approval",
    {
      mutate: [
        ...contract("approval-actions", "approval-options", "approval-people", "decision", "decision-schemas"),
        ...contract("read-approval"),
        ...approvals("decision-machine", "digest"),
        ...server("judge", "request-people"),
      ],
      tests: [
        ...contract("read-approval.test", "read-approval-any.test", "read-approval-foreign.test", "decision.test"),
        ...contract("read-approval-edges.test"),
        ...approvals("decision-machine.test", "decision-steps.test", "digest.test"),
        ...server("judge.test", "request-people.test"),
      ],
    },
  ],
  [
    "auth",
    {
      mutate: [
        ...server("auth/access", "auth/auth-settings", "auth/claims", "auth/granted-agents", "auth/jwt"),
        ...server("auth/local-access", "auth/oidc-pending", "auth/return-path", "auth/seal", "auth/sessions"),
        ...server("auth/signed-access", "auth/token-file", "auth/viewers"),
      ],
      tests: [
        ...server("auth/auth-settings.test", "auth/claims.test", "auth/granted-agents.test", "auth/jwt.test"),
        ...server("auth/local-access.test", "auth/make-token.test", "auth/oidc-pending.test", "auth/sessions.test"),
        ...server("auth/return-path.test", "auth/seal.test", "auth/signed-access.test", "auth/token-file.test"),
      ],
    },
  ],
  [
    "redaction",
    {
      mutate: [...contract("masks"), ...server("mask", "mask-frames", "mask-json", "secret-keys", "secret-text")],
      tests: [
        ...contract("masks.test"),
        ...server("mask.test", "mask-edges.test", "mask-json.test", "secret-keys.test", "secret-text.test"),
      ],
    },
  ],
  [
    "url",
    {
      mutate: [
        ...contract("run-id", "run-link", "run-link-text"),
        "src/paths.ts",
        ...server("modus/forbidden-address", "modus/modus-paths", "modus/modus-settings", "origin"),
      ],
      tests: [
        ...contract("run-id.test", "run-link.test", "run-link-shapes.test"),
        "src/paths.test.ts",
        ...server("modus/forbidden-address.test", "modus/modus-paths.test", "modus/modus-settings.test"),
        ...server("modus/requests.test", "origin.test"),
      ],
    },
  ],
]);
