// @vitest-environment happy-dom
/** The payload view as people use it: tree, search, raw, table, copy; nothing changed, nothing hidden. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Payload } from "../contract/payload.ts";
import { PayloadView } from "./payload-view.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(text: string) {
  render(<PayloadView payload={new Payload(text)} label="Input" name="input" />);
}

const rows = () => screen.getAllByRole("treeitem").map((row) => row.textContent);

test("numbers as written, key order and duplicates as sent, hidden characters marked", () => {
  show('{"z":1240.00,"a":9007199254740993,"a":2,"t":"user\u202egnp.exe","__proto__":{"x":1}}');
  expect(rows()).toEqual([
    "{",
    "z: 1240.00",
    "a: 9007199254740993",
    "a: 2",
    't: "userU+202Egnp.exe"',
    "__proto__: { x: 1 }",
  ]);
  expect(screen.getByText("5 fields, 81 B")).toBeTruthy();
});

test("arrow keys walk, open and close; the picked value's path can be copied", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  show('{"list":[{"deep":1.50}]}');
  const tree = screen.getByRole("tree", { name: "Input" });
  const press = (key: string) => fireEvent.keyDown(tree, { key });
  for (const key of ["ArrowDown", "ArrowDown"]) press(key);
  const list = () => screen.getAllByRole("treeitem")[1];
  expect(list()?.getAttribute("aria-selected")).toBe("true");
  expect(list()?.getAttribute("aria-expanded")).toBe("false");
  press("ArrowRight");
  expect(list()?.getAttribute("aria-expanded")).toBe("true");
  for (const key of ["ArrowRight", "Enter", "ArrowDown"]) press(key);
  expect(tree.getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("treeitem")[3]?.id);
  fireEvent.click(screen.getByRole("button", { name: "Copy path" }));
  fireEvent.click(screen.getByRole("button", { name: "Copy value" }));
  await vi.waitFor(() => expect(writeText.mock.calls).toEqual([["list[0].deep"], ["1.50"]]));
  for (const key of ["ArrowLeft", "ArrowLeft"]) press(key);
  expect(rows()).toEqual(["{", "list: [", "0: { deep: 1.50 }"]);
});

test("a search opens the way to what it found and walks through all hits", async () => {
  show('{"a":{"b":[{"needle":1},{"x":"a NEEDLE"}]},"c":2}');
  fireEvent.click(screen.getByRole("button", { name: "Search" }));
  const field = screen.getByRole("searchbox", { name: "Search keys and values" });
  fireEvent.change(field, { target: { value: "needle" } });
  const status = await screen.findByText("1 of 2");
  const selected = () => screen.getByRole("treeitem", { selected: true }).textContent;
  expect(selected()).toBe("needle: 1");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(status.textContent).toBe("2 of 2");
  expect(selected()).toBe('x: "a NEEDLE"');
  fireEvent.change(field, { target: { value: "nowhere" } });
  await screen.findByText("No match");
});

test("raw is the text, character for character", () => {
  const text = '{ "a" : 1e5,\n\t"b":"\\u00e9" }';
  show(text);
  fireEvent.click(screen.getByRole("radio", { name: "Raw" }));
  expect(screen.getByLabelText("Input, raw").textContent).toBe(text);
});

test("rows are a table with their digits and a row number each", () => {
  show('[{"region":"North","revenue":31220.50,"ok":true},{"region":"South","revenue":58110}]');
  expect(screen.getByText(/^2 rows, 3 columns/)).toBeTruthy();
  const table = within(screen.getByRole("table"));
  expect(table.getAllByRole("columnheader").map((head) => head.textContent)).toEqual([
    "Row",
    "region",
    "revenue",
    "ok",
  ]);
  const [, north, south] = table.getAllByRole("row");
  expect(north?.textContent).toBe("0North31220.50true");
  // The padding is there for the eye only.
  expect(south?.textContent).toBe("1South58110.00not sent");
  expect(south?.querySelector("[aria-hidden=true]")?.textContent).toBe(".00");
});

test("a text of many lines opens into its lines", () => {
  show('{"stack":"one\\ntwo"}');
  fireEvent.click(screen.getByText('"one\\ntwo"'));
  expect(screen.getByText("one")).toBeTruthy();
  expect(screen.getByText("two")).toBeTruthy();
});

test("twenty thousand values are opened, and only those in sight exist", () => {
  const list = Array.from({ length: 20_000 }, (_, i) => i).join();
  show(`[${list}]`);
  expect(screen.getAllByRole("treeitem").length).toBeLessThan(100);
  expect(screen.getByText("20,000 items, 108.9 kB")).toBeTruthy();
});

test("what is no JSON is shown as it is", () => {
  show("{broken");
  expect(screen.getByLabelText("Input, raw").textContent).toBe("{broken");
});
