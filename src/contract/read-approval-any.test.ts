/** Properties of reading approvals, for requests of every sort. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { splitJson } from "./json-parts.ts";
import { Payload } from "./payload.ts";
import { readApproval } from "./read-approval.ts";

const KEYS =
  "id approvalId nodeId nodeName title subject description body action action_request action_requests toolName " +
  "toolInput args name spec fn kwargs review_configs config allow_accept options value label fields type required " +
  "assignees assignee email requestedBy requestedAt created_at expiresAt due_at priority decision approved status " +
  "responded_at responded_by_user comment chosen_options url zebra runId __proto__ constructor allowed_decisions";
const VALUES = [
  ...["approve", "Reject", "group:legal", "https://a.example/", "javascript:1", "WAITING", "TIMED_OUT", "n7"],
  ...[["approve", "reject"], { allow_accept: true, allow_edit: false }, { name: "pay", args: { a: 1 } }, true],
  ...[[{ name: "pay", args: {} }, { name: "mail" }], [{ action_name: "pay", allowed_decisions: ["approve"] }]],
  ...[[{ value: "approve", label: "Approve" }], { requested_at: "2026-06-12T09:30:00Z", approved: true }],
].map((value) => JSON.stringify(value));

const bytes = fc.uint8Array({ maxLength: 80 });
const any = (make: (source: AnyJson) => string) =>
  bytes.map((sent) => make(new AnyJson(sent, { keys: KEYS.split(" "), values: VALUES })));

test("always an approval while awaiting a person, never otherwise, and never throws", () => {
  const request = any((source) => [source.object(), source.list(), source.value()][source.pick(3)] ?? "");
  const property = fc.property(request, fc.string(), (text, status) => {
    const approval = readApproval(new Payload(text), "awaiting_human");
    const none = readApproval(new Payload(text), status === "awaiting_human" ? "running" : status);
    return (
      none === undefined &&
      approval !== undefined &&
      approval.key !== "" &&
      approval.raw.text === text &&
      approval.key === readApproval(new Payload(text), "awaiting_human")?.key &&
      approval.actions.every(({ name, args }) => name !== undefined || args !== undefined) &&
      approval.options.every(({ tone, label, value }) => tone === "neutral" || /^[a-z]+$/i.test(label + value)) &&
      (approval.url === undefined || /^https?:\/\//i.test(approval.url))
    );
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("the other fields are what was sent, in the order sent; nothing unknown is missing", () => {
  const property = fc.property(
    any((source) => source.object()),
    (text) => {
      const { extra } = readApproval(new Payload(text), "awaiting_human")!;
      const parts = splitJson(text);
      let at = 0;
      for (const { name, payload } of extra) {
        while (
          at < parts.length &&
          !(parts[at]!.key === name && text.slice(parts[at]!.start, parts[at]!.end) === payload.text)
        )
          at++;
        if (at++ >= parts.length) return false;
      }
      return ["zebra", "runId", "__proto__", "constructor", "allow_accept", "email"].every(
        (name) =>
          extra.filter((field) => field.name === name).length === parts.filter((part) => part.key === name).length,
      );
    },
  );
  fc.assert(property, { numRuns: 10_000 });
});

test("deep and wide requests neither throw nor hang", () => {
  const deep = `${'{"action":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const wide = `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":${i}`).join(",")}}`;
  expect(readApproval(new Payload(deep), "awaiting_human")!.extra).toHaveLength(1);
  expect(readApproval(new Payload(wide), "awaiting_human")!.extra).toHaveLength(50_000);
  const many = JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ action: { name: `a${i}` } })));
  expect(readApproval(new Payload(many), "awaiting_human")!.actions).toHaveLength(5_000);
});
