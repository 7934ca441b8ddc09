// @vitest-environment happy-dom
/** The saved views of a runs list as people use them: kept under a name, opened, renamed, deleted. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed, useSearchParams } from "../ui/router.tsx";
import { RunsFiltersRow } from "./runs-page-filters.tsx";
import { readRunsPlace } from "../api/runs-place.ts";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

function Filters() {
  return <RunsFiltersRow agentId={57} place={readRunsPlace("57", useSearchParams()[0])} hasMonth hasTriggers />;
}

function open(path: string) {
  window.history.replaceState(null, "", path);
  const router = createRouter([{ path: "/agents/:agentId/runs", Page: Filters }]);
  render(
    <Routed router={router}>
      <CurrentPage Failed={() => null} Loading={() => null} />
    </Routed>,
  );
}

const views = () => within(screen.getByRole("navigation", { name: "Saved views" })).getAllByRole("link");
const names = () => views().map((link) => link.textContent);
const current = () => views().find((link) => link.getAttribute("aria-current") === "page")?.textContent;
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const called = (name: string) =>
  fireEvent.change(screen.getByRole("textbox", { name: "Name" }), { target: { value: name } });

test("filters are kept under a name, renamed and deleted, and the address stays what is shown", async () => {
  open("/agents/57/runs?status=error&triggerType=slack");
  expect(names()).toEqual(["Failed in 24 hours", "Waiting for me"]);
  press("Save view…");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("Error · Slack");
  called("Waiting for me");
  press("Save");
  expect(screen.getByRole("alert").textContent).toBe("There is a view of that name.");
  called("Slack trouble");
  press("Save");
  expect(names()).toEqual(["Failed in 24 hours", "Waiting for me", "Slack trouble"]);
  expect(current()).toBe("Slack trouble");
  press("Edit view…");
  called("Slack");
  press("Save");
  expect(names()[2]).toBe("Slack");
  fireEvent.click(views()[0] as HTMLElement);
  expect(window.location.search).toBe("?status=error&timeframe=last_day");
  expect(current()).toBe("Failed in 24 hours");
  press("Edit view…");
  press("Delete");
  expect(names()).toEqual(["Waiting for me", "Slack"]);
  expect(window.location.search).toBe("?status=error&timeframe=last_day");
});

test("storage that is not ours shows the first views, and nothing is offered where nothing is filtered", () => {
  localStorage.setItem("runlight.views", "42");
  open("/agents/57/runs");
  expect(names()).toEqual(["Failed in 24 hours", "Waiting for me"]);
  expect(current()).toBeUndefined();
  expect(screen.queryByRole("button", { name: /view…/ })).toBeNull();
});
