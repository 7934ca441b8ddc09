// @vitest-environment happy-dom
/** A page that breaks says what failed and offers a way on. */
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Caught } from "../ui/caught.tsx";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { RouteFailed } from "./route-failed.tsx";

beforeEach(() => {
  // React reports a caught error there as well.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function breakWith(error: unknown) {
  const Broken = () => {
    throw error;
  };
  render(
    <Routed router={createRouter([])}>
      <Caught Failed={RouteFailed} until={undefined}>
        <Broken />
      </Caught>
    </Routed>,
  );
}

test("the message stands as text, with a way on", async () => {
  breakWith(new TypeError("<b>x</b>\u202e is not a function"));
  expect((await screen.findByRole("alert")).textContent).toBe("TypeError: <b>x</b>U+202E is not a function");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("This page failed");
  expect(screen.getByRole("link", { name: "All agents" }).getAttribute("href")).toBe("/agents");
  expect(screen.getByRole("button", { name: "Load again" })).toBeTruthy();
  expect(document.title).toBe("This page failed · Runlight");
});

test("code that is gone after an update is told apart from a fault", async () => {
  breakWith(new TypeError("Failed to fetch dynamically imported module: /assets/runs-page-1.js"));
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe(
    "A part of this page could not be loaded",
  );
});

test("what is thrown need not be an error", async () => {
  breakWith("just text");
  expect((await screen.findByRole("alert")).textContent).toBe("just text");
});
