// @vitest-environment happy-dom
/** Signing in where one stands: in the page's place, or over a page that stays; the token is sent once and gone. */
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { send } from "../api/client.ts";
import { agentsQuery } from "../api/list-queries.ts";
import { sessionQuery } from "../api/session-query.ts";
import { queries } from "../api/queries.ts";
import { signOut } from "../api/session.ts";
import { askToSignIn, noteNewPerson } from "../api/signed-out.ts";
import { SERVER_PROBLEMS, PROBLEM_PREFIX } from "../contract/problem.ts";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { SettingsChoices } from "./settings-choices.tsx";
import { SignInGate } from "./sign-in-gate.tsx";

const LINK = "/agents?find=x";
const TOKEN = "canary-0123456789";

type Answer = readonly [status: number, body?: unknown];
const refused = (name: keyof typeof SERVER_PROBLEMS, more = {}): Answer => [
  SERVER_PROBLEMS[name],
  { type: PROBLEM_PREFIX + name, title: name, detail: "", ...more },
];
const OUT = refused("not-signed-in", { signIn: ["token", "oidc"] });
const known = (name: string, roles = ["viewer"], signIn = "token"): Answer => [
  200,
  {
    source: "embedded",
    label: "Sample agents",
    can: { start: true, cancel: true, decide: true, attempts: true, reveal: true },
    viewer: { name, isLocal: false, roles },
    signIn,
  },
];
const AGENTS: Answer = [200, { agents: [], nextPageToken: null }];

let answers: Record<string, Answer>;
const asked: { call: string; body: unknown }[] = [];

beforeEach(() => {
  answers = { "GET /api/v1/agents": OUT, "GET /api/v1/session": OUT, "POST /api/v1/session": known("ann") };
  asked.length = 0;
  window.history.replaceState(null, "", LINK);
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const call = `${init.method} ${path}`;
    asked.push({ call, body: init.body });
    const [status, body] = answers[call] ?? [404];
    const type = status < 400 ? "application/json" : "application/problem+json";
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "content-type": type, "retry-after": "40" },
    });
  });
});
afterEach(() => {
  cleanup();
  queries.clear();
  noteNewPerson();
  vi.unstubAllGlobals();
});

function Agents() {
  const { data, error } = useQuery(agentsQuery());
  const session = useQuery(sessionQuery()).data;
  return (
    <main>
      <h1>Agents</h1>
      <p>{data ? `there, for ${session?.viewer.name}` : "loading"}</p>
      {error && <p>{error.message}</p>}
      <input aria-label="Draft" />
    </main>
  );
}

function open(at: string, Page: () => ReactNode) {
  window.history.replaceState(null, "", at);
  render(
    <QueryClientProvider client={queries}>
      <Routed router={createRouter([{ path: "/agents", Page }])}>
        <SignInGate>
          <CurrentPage Failed={() => null} Loading={() => null} />
        </SignInGate>
      </Routed>
    </QueryClientProvider>,
  );
}
const show = (at = LINK) => open(at, Agents);

async function submit(token: string): Promise<HTMLInputElement> {
  const field = await screen.findByLabelText<HTMLInputElement>(/token$/i);
  fireEvent.change(field, { target: { value: token } });
  fireEvent.submit(field);
  return field;
}
const calls = (call: string) => asked.filter((one) => one.call === call);

describe("before anything was shown", () => {
  test("the form stands at the same address, and of the page not a word; then the page, as asked for", async () => {
    show();
    expect(await screen.findByRole("heading", { level: 1, name: "Sign in" })).toBeTruthy();
    await vi.waitFor(() => expect(document.title).toBe("Runlight"));
    expect(document.body.textContent).not.toMatch(/Agents/);
    const before = window.location.href;
    answers = { ...answers, "GET /api/v1/agents": AGENTS, "GET /api/v1/session": known("ann") };
    await submit(`  Bearer ${TOKEN}\n`);
    expect(await screen.findByText("there, for ann")).toBeTruthy();
    expect(window.location.href).toBe(before);
    expect(calls("POST /api/v1/session")).toEqual([
      { call: "POST /api/v1/session", body: JSON.stringify({ token: TOKEN }) },
    ]);
  });

  test("the field hides what is pasted, shows it on request, and is empty as soon as it is sent", async () => {
    answers["POST /api/v1/session"] = refused("not-signed-in");
    show();
    const field = await screen.findByLabelText<HTMLInputElement>("Access token");
    expect([field.type, field.autocomplete, field.name]).toEqual(["password", "off", ""]);
    fireEvent.click(screen.getByRole("button", { name: "Show" }));
    expect(field.type).toBe("text");
    await submit(TOKEN);
    expect((await screen.findByRole("alert")).textContent).toContain("isn’t accepted");
    expect([field.value, field.type]).toEqual(["", "password"]);
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    const states = queries.getQueryCache().getAll();
    expect(JSON.stringify(states.map(({ state }) => state))).not.toContain(TOKEN);
  });

  test.each([
    ["busy", /Wait 40 s/],
    ["unavailable", /does not answer/],
    ["bad-upstream", /does not answer/],
    ["unprocessable", /doesn’t look like a token/],
    ["forbidden", /no access/],
    ["internal", /internal/],
  ] as const)("%s is said in words", async (name, words) => {
    answers["POST /api/v1/session"] = refused(name);
    show();
    await submit(TOKEN);
    expect((await screen.findByRole("alert")).textContent).toMatch(words);
  });

  test("nothing is sent for an empty field", async () => {
    show();
    await submit("   ");
    expect((await screen.findByRole("alert")).textContent).toBe("Paste a token first.");
    expect(calls("POST /api/v1/session")).toEqual([]);
  });

  test("the identity provider is asked with the whole address, when it is offered", async () => {
    show();
    const link = await screen.findByRole("link", { name: "Sign in with single sign-on" });
    expect(link.getAttribute("href")).toBe(`/auth/oidc/start?to=${encodeURIComponent(LINK)}`);
    cleanup();
    answers["GET /api/v1/agents"] = refused("not-signed-in", { signIn: ["modus-token"] });
    queries.clear();
    noteNewPerson();
    show();
    expect(await screen.findByLabelText("Modus personal access token")).toBeTruthy();
    expect(screen.queryByRole("link")).toBeNull();
  });

  test("why the identity provider let nobody in is said once, by known words only", async () => {
    show(`${LINK}#sign-in=no-role`);
    expect((await screen.findByRole("alert")).textContent).toContain("has no role here");
    await waitFor(() => expect(window.location.hash).toBe(""));
    cleanup();
    show(`${LINK}#sign-in=<b>constructor`);
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("another tab that signed in is found on return", async () => {
    show();
    await screen.findByLabelText("Access token");
    answers = { ...answers, "GET /api/v1/agents": AGENTS, "GET /api/v1/session": known("ann") };
    act(() => void window.dispatchEvent(new Event("focus")));
    expect(await screen.findByText("there, for ann")).toBeTruthy();
  });
});

describe("when the session ends", () => {
  beforeEach(async () => {
    answers = { ...answers, "GET /api/v1/agents": AGENTS, "GET /api/v1/session": known("ann") };
    show();
    await screen.findByText("there, for ann");
    fireEvent.change(screen.getByLabelText("Draft"), { target: { value: "half a reason" } });
    answers = { ...answers, "GET /api/v1/agents": OUT };
    await act(async () => queries.refetchQueries({ queryKey: ["agents"] }));
  });
  const draft = () => screen.getByLabelText<HTMLInputElement>("Draft").value;

  test("the page stays; signing in over it goes on with one request, and a draft is kept", async () => {
    expect(screen.getByText("there, for ann")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    act(() => askToSignIn());
    answers["GET /api/v1/agents"] = AGENTS;
    asked.length = 0;
    await submit(TOKEN);
    await waitFor(() => expect(calls("GET /api/v1/agents")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(draft()).toBe("half a reason");
    expect(asked.map(({ call }) => call)).toEqual(["POST /api/v1/session", "GET /api/v1/agents"]);
  });

  test("somebody else who signs in finds nothing of what stood there", async () => {
    act(() => askToSignIn());
    answers = {
      ...answers,
      "GET /api/v1/agents": AGENTS,
      "GET /api/v1/session": known("ben"),
      "POST /api/v1/session": known("ben"),
    };
    await submit(TOKEN);
    expect(await screen.findByText("there, for ben")).toBeTruthy();
    expect(draft()).toBe("");
  });

  test("whoever does something is asked at once", async () => {
    answers["POST /api/v1/agents"] = OUT;
    await act(() => send("/api/v1/agents", { method: "POST", body: "{}" }));
    expect(await screen.findByRole("dialog", { name: "Sign in" })).toBeTruthy();
    expect(draft()).toBe("half a reason");
  });
});

describe("another tab", () => {
  let other: BroadcastChannel;
  const heard: unknown[] = [];
  beforeEach(() => {
    heard.length = 0;
    other = new BroadcastChannel("runlight signed out");
    other.onmessage = ({ data }) => heard.push(data);
  });
  afterEach(() => other.close());

  test("that signs out takes what stands here from the screen and from memory, without a request", async () => {
    answers = { ...answers, "GET /api/v1/agents": AGENTS, "GET /api/v1/session": known("ann") };
    show();
    await screen.findByText("there, for ann");
    asked.length = 0;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
    other.postMessage({ name: "not-signed-in", status: 401, title: "", detail: "", signIn: ["token"] });
    expect(await screen.findByRole("heading", { level: 1, name: "Sign in" })).toBeTruthy();
    expect(document.body.textContent).not.toContain("ann");
    expect([queries.getQueryCache().getAll(), asked]).toEqual([[], []]);
  });

  test("hears of it before this one goes to the provider to sign out there too", async () => {
    answers["DELETE /api/v1/session"] = [204];
    show();
    const assign = vi.spyOn(window.location, "assign").mockReturnValue();
    await act(() => signOut(true));
    expect(assign).toHaveBeenCalledWith("/auth/oidc/end");
    await waitFor(() => expect(heard).toMatchObject([{ name: "not-signed-in", status: 401 }]));
  });
});

describe("the account", () => {
  const menu = () => open(LINK, SettingsChoices);

  test("name and roles, and a way out that leaves nothing on the screen", async () => {
    answers = {
      ...answers,
      "GET /api/v1/session": known("ann", ["viewer", "approver"]),
      "DELETE /api/v1/session": [204],
    };
    menu();
    const account = await screen.findByRole("region", { name: "Account" });
    expect(account.textContent).toContain("ann");
    expect(account.textContent).toContain("Viewer, approver");
    answers["GET /api/v1/session"] = OUT;
    fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
    const left = queries.getQueryCache().getAll();
    expect(left.filter(({ state }) => state.data !== undefined)).toEqual([]);
  });

  test("a sign-out that fails is said", async () => {
    answers = { ...answers, "GET /api/v1/session": known("ann"), "DELETE /api/v1/session": refused("forbidden") };
    menu();
    fireEvent.click(await screen.findByRole("button", { name: "Sign out" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Still signed in");
  });

  test("nothing where nobody has to sign in", async () => {
    const [, body] = known("local", ["viewer"], "none");
    answers["GET /api/v1/session"] = [200, body];
    menu();
    await waitFor(() => expect(calls("GET /api/v1/session")).toHaveLength(1));
    await screen.findByRole("radiogroup", { name: "Theme" });
    expect(screen.queryByRole("region", { name: "Account" })).toBeNull();
  });
});
