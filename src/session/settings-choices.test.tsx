// @vitest-environment happy-dom
/** The settings: applied at once, remembered, and heard by everything that shows a time. */
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { getPageState } from "../api/page-conditions.ts";
import { queries } from "../api/queries.ts";
import { useDensity } from "../ui/density.ts";
import { Clock } from "../ui/time.tsx";
import { SettingsChoices } from "./settings-choices.tsx";

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise(() => {}));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(beside?: ReactNode) {
  render(
    <QueryClientProvider client={queries}>
      <SettingsChoices />
      {beside}
    </QueryClientProvider>,
  );
}

function RowHeight() {
  return <p>rows are {useDensity()}</p>;
}

function pick(group: string, choice: string) {
  fireEvent.click(within(screen.getByRole("radiogroup", { name: group })).getByRole("radio", { name: choice }));
}

test("a theme stands on the root element; the system's is no theme at all", () => {
  show();
  pick("Theme", "Dark");
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(localStorage.getItem("runlight.theme")).toBe("dark");
  pick("Theme", "System");
  expect(document.documentElement.dataset["theme"]).toBeUndefined();
});

test("every clock follows the time mode", () => {
  const at = Date.now() - 120_000;
  show(<Clock at={at} />);
  pick("Times", "UTC");
  expect(document.querySelector("time")?.textContent).toMatch(/ UTC$/);
  pick("Times", "Relative");
  expect(document.querySelector("time")?.textContent).toBe("2 min ago");
  expect(document.querySelector("time")?.dateTime).toBe(new Date(at).toISOString());
  pick("Times", "Local");
  expect(document.querySelector("time")?.textContent).not.toMatch(/UTC|ago/);
});

test("the height of rows is remembered", () => {
  show(<RowHeight />);
  expect(screen.getByText("rows are comfortable")).toBeTruthy();
  pick("Rows", "Compact");
  expect(screen.getByText("rows are compact")).toBeTruthy();
  expect(localStorage.getItem("runlight.density")).toBe("compact");
  pick("Rows", "Comfortable");
});

test("notices of hidden tabs can be turned off, which the poll rule is told", () => {
  show();
  pick("Hidden tab", "Off");
  expect(getPageState().areNoticesOff).toBe(true);
  pick("Hidden tab", "On");
  expect(getPageState().areNoticesOff).toBe(false);
});
