// @vitest-environment happy-dom
/** Tabs and the switch by keyboard. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Segmented } from "./segmented.tsx";
import { Tabs } from "./tabs.tsx";

afterEach(cleanup);

const ITEMS = [
  { key: "input", label: "Input" },
  { key: "output", label: "Output", isEmpty: true },
  { key: "raw", label: "Raw" },
] as const;

function Page() {
  const [tab, setTab] = useState<(typeof ITEMS)[number]["key"]>("input");
  const [look, setLook] = useState<(typeof ITEMS)[number]["key"]>("input");
  return (
    <>
      <Tabs label="Step" items={ITEMS} current={tab} onPick={setTab}>
        shows {tab}
      </Tabs>
      <Segmented label="Shown as" items={ITEMS} current={look} onPick={setLook} />
    </>
  );
}

test("arrows move focus and pick, round both ends; the panel is named by its tab", () => {
  render(<Page />);
  const list = screen.getByRole("tablist", { name: "Step" });
  screen.getByRole("tab", { name: "Input" }).focus();
  fireEvent.keyDown(list, { key: "ArrowLeft" });
  expect(document.activeElement).toBe(screen.getByRole("tab", { name: "Raw", selected: true }));
  fireEvent.keyDown(list, { key: "ArrowRight" });
  fireEvent.keyDown(list, { key: "ArrowRight" });
  expect(screen.getByRole("tabpanel", { name: "Output" }).textContent).toBe("shows output");
  fireEvent.keyDown(list, { key: "End" });
  expect(screen.getByRole("tabpanel", { name: "Raw" })).toBeTruthy();
});

test("only the picked part of a group is in the tab order", () => {
  render(<Page />);
  fireEvent.click(screen.getByRole("radio", { name: "Raw" }));
  const order = screen
    .getAllByRole("radio")
    .map((radio) => [radio.textContent, radio.tabIndex, radio.getAttribute("aria-checked")]);
  expect(order).toEqual([
    ["Input", -1, "false"],
    ["Output", -1, "false"],
    ["Raw", 0, "true"],
  ]);
});
