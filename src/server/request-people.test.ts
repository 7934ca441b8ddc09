/** A request is somebody's by name, address, id or role, in every spelling agents use; and nobody's by accident. */
import { expect, test } from "vitest";
import { isAskedBy, isAssigned } from "./request-people.ts";
import { LOCAL_VIEWER } from "./auth/local-access.ts";
import { viewerNamed } from "./source-bench.ts";

const mira = viewerNamed("Mira@example.com", { roles: new Set(["approver"]) });

test.each([
  '{"assignees":["mira@example.com"]}',
  '{"assignees":[{"id":"u1"},{"id":"u2","email":"MIRA@example.com"}]}',
  '{"approvers":"mira@example.com"}',
  '{"assigned_to":{"name":"Mira@example.com"}}',
  '{"Reviewers":["role:approver"]}',
  '{"assignees":["group_leads",{"id":"approver","type":"role"}]}',
])("%s is hers", (request) => {
  expect(isAssigned(request, mira)).toBe(true);
});

test.each([
  undefined,
  "{}",
  "[]",
  '"mira@example.com"',
  '{"assignees":[]}',
  '{"assignees":["mira"]}',
  '{"assignees":["operator"]}',
  '{"assignees":[{"id":{"id":"mira@example.com"}}]}',
  '{"note":"mira@example.com"}',
  '{"assignees":["anton@example.com"],"requestedBy":"mira@example.com"}',
])("%s is not", (request) => {
  expect(isAssigned(request, mira)).toBe(false);
  expect(isAssigned(request, LOCAL_VIEWER), "the local user is everybody").toBe(true);
});

test("a name may hold a colon itself", () => {
  expect(isAssigned('{"assignees":["URN:mira"]}', viewerNamed("urn:Mira"))).toBe(true);
  expect(isAskedBy('{"requestedBy":"urn:MIRA"}', "Urn:mira")).toBe(true);
});

test("who asked is read from what the request says", () => {
  expect(isAskedBy('{"requestedBy":"Mira@Example.com"}', mira.name)).toBe(true);
  expect(isAskedBy('{"created_by":{"email":"mira@example.com"}}', mira.name)).toBe(true);
  expect(isAskedBy('{"assignees":["mira@example.com"]}', mira.name)).toBe(false);
});
