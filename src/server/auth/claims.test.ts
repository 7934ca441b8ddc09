/** Who a verified token speaks of: by a verified address or the subject, with claims found by whole names and by ways. */
import { expect, test } from "vitest";
import { bearerOf, mayDo, maySee } from "./access.ts";
import { readClaims } from "./claims.ts";
import { modusViewer, viewerWith } from "./viewers.ts";

const NAMES = { roles: "realm.roles", agents: "agents" };
const nameOf = (claims: Record<string, unknown>) => readClaims(claims, NAMES)?.name;
const rolesOf = (claims: Record<string, unknown>, roles = "realm.roles") =>
  readClaims({ sub: "mira", ...claims }, { roles, agents: "agents" })?.roles;
const agentsOf = (agents: unknown) => readClaims({ sub: "mira", agents }, NAMES)?.agents;

test("the name is a verified address, or else the subject; without either nobody is named", () => {
  expect(nameOf({ sub: "mira", email: "m@x.example", email_verified: true })).toBe("m@x.example");
  for (const email_verified of [false, "true", 1, undefined])
    expect(nameOf({ sub: "mira", email: "m@x.example", email_verified })).toBe("mira");
  expect(nameOf({ sub: "mira", email: 7, email_verified: true })).toBe("mira");
  expect(nameOf({ sub: "m".repeat(200) })).toBe("m".repeat(200));
  for (const sub of [undefined, 7, null, "", "m".repeat(201), "a\u202eb", "a\nb"])
    expect(nameOf({ sub })).toBeUndefined();
});

test("a claim is found by its whole name, or else by the way to it, among its own members", () => {
  expect(rolesOf({ "realm.roles": "viewer", realm: { roles: "operator" } })).toEqual(["viewer"]);
  expect(rolesOf({ realm: { roles: ["operator", "viewer", "root"] } })).toEqual(["viewer", "operator"]);
  for (const realm of [undefined, null, "roles", 7, [], { other: "viewer" }]) expect(rolesOf({ realm })).toEqual([]);
  expect(rolesOf({}, "constructor.name")).toEqual([]);
  expect(rolesOf({ a: { b: { c: "approver" } } }, "a.b.c")).toEqual(["approver"]);
});

test("words come from a list, from a text with spaces or commas, or alone", () => {
  expect(agentsOf("42,57  7")).toEqual([42, 57, 7]);
  expect(agentsOf(42)).toEqual([42]);
  expect(agentsOf(["42", 57, 1.5, true, null, {}, "4 2", "x42", "42x", "1234567890123456"])).toEqual([42, 57]);
  expect(agentsOf("all")).toBe("all");
  expect(agentsOf(["all", 42, 0])).toEqual(["all", 0]);
});

test("a bearer is a word after a scheme of any case; another scheme is not for us", () => {
  const bearer = (authorization?: string) =>
    bearerOf(new Request("http://x/", authorization === undefined ? {} : { headers: { authorization } }));
  expect(["Bearer abc", "bEARER   abc", "bearer", "Bearer a b"].map(bearer)).toEqual(["abc", "abc", "", "a b"]);
  expect([undefined, "Basic abc", "xBearer abc", "Bearerabc"].map(bearer)).toEqual(Array(4).fill(undefined));
});

test("every role may look, and does only what it is for; no role, nothing", () => {
  const may = (...roles: ("viewer" | "approver" | "operator")[]) =>
    (["viewer", "approver", "operator"] as const).filter((role) => mayDo({ roles: new Set(roles) }, role));
  expect(may()).toEqual([]);
  expect(may("approver")).toEqual(["viewer", "approver"]);
  expect(may("operator")).toEqual(["viewer", "operator"]);
});

test("agent 0 is seen by who has all and is local or was granted it", () => {
  const seen = (more: object) => [0, 1].map((id) => maySee({ agents: "all", isLocal: false, ...more }, id));
  expect(seen({})).toEqual([false, true]);
  expect(seen({ isLocal: true })).toEqual([true, true]);
  expect(seen({ hasAgent0: true })).toEqual([true, true]);
  expect(seen({ agents: new Set([0]), isLocal: true })).toEqual([true, false]);
});

test("who may see the same has one scope, whatever the name; a Modus token has its own and is not in it", () => {
  const viewer = (agents: readonly number[], name = "mira") =>
    viewerWith({ name, roles: ["viewer"], agents: [...agents] });
  expect(viewer([57, 42, 42])).toEqual({
    name: "mira",
    isLocal: false,
    roles: new Set(["viewer"]),
    agents: new Set([42, 57]),
    scope: expect.stringMatching(/^agents [0-9a-f]{32}$/),
  });
  expect(viewer([57, 42], "lea").scope).toBe(viewer([42, 57, 57]).scope);
  expect(viewer([4, 257]).scope).not.toBe(viewer([42, 57]).scope);
  expect(viewer([10, 9]).scope).toBe(viewer([9, 10]).scope);
  const all = (agents: "all" | ["all", 0]) => viewerWith({ name: "mira", roles: [], agents });
  expect(all("all")).toMatchObject({ agents: "all", scope: "agents all" });
  expect(all("all")).not.toHaveProperty("hasAgent0");
  expect(all(["all", 0])).toMatchObject({ agents: "all", hasAgent0: true, scope: "agents all and 0" });
  const modus = modusViewer("modus_canary");
  expect(modus).toMatchObject({ isLocal: false, roles: new Set(["viewer"]), agents: "all", hasAgent0: true });
  expect(modus.upstreamToken).toBe("modus_canary");
  expect(modus.name).toMatch(/^Modus account [0-9a-f]{8}$/);
  expect(modus.scope).toMatch(/^modus [0-9a-f]{32}$/);
  expect(modusViewer("modus_other").scope).not.toBe(modus.scope);
});
