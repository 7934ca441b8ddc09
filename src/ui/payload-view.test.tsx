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
    "a: 9007199254740993key sent more than once",
    "a: 2key sent more than once",
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
  fireEvent.click(screen.getByRole("button", { name: "Copy jq path" }));
  fireEvent.click(screen.getByRole("button", { name: "Copy value" }));
  await vi.waitFor(() => expect(writeText.mock.calls).toEqual([[".list[0].deep"], ["1.50"]]));
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

const LARGE = `[${Array.from({ length: 20_000 }, (_, i) => `{"i":${i}}`).join()},1]`;

test("a large value is read while the page goes on, and says so until it is there", async () => {
  show(LARGE);
  expect(screen.getByText("Reading about 228.9 kB")).toBeTruthy();
  expect(screen.getByRole("progressbar")).toBeTruthy();
  await screen.findByRole("tree", { name: "Input" });
  expect(screen.getByText("20,001 items, 228.9 kB")).toBeTruthy();
});

test("a large value that gave way to another, or to nothing, is not shown", async () => {
  const { rerender, unmount } = render(<PayloadView payload={new Payload(LARGE)} label="Input" name="input" />);
  rerender(<PayloadView payload={new Payload(LARGE.replace("1]", "1,2]"))} label="Input" name="input" />);
  await screen.findByText(/^20,002 items/);
  rerender(<PayloadView payload={new Payload(LARGE)} label="Input" name="input" />);
  expect(screen.queryByText(/items/)).toBeNull();
  unmount();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.queryByRole("tree")).toBeNull();
});

test("a large text that is no JSON is shown as it is", async () => {
  show(LARGE.slice(0, -1));
  const raw = await screen.findByLabelText("Input, raw");
  expect(raw.textContent?.startsWith('[{"i":0},')).toBe(true);
});

test("everything in a value is opened and closed again at once, by button and by key", () => {
  show('{"a":{"b":[{"c":{"d":[[1]]}},2]},"e":3}');
  const tree = screen.getByRole("tree");
  const names = () => rows().map((row) => row?.replace(/:.*/s, ""));
  fireEvent.keyDown(tree, { key: "ArrowDown" });
  fireEvent.click(screen.getByRole("button", { name: "Collapse all" }));
  const closed = names();
  fireEvent.click(screen.getByRole("button", { name: "Expand all" }));
  expect(names()).toEqual(["{", "a", "b", "0", "c", "d", "0", "0", "1", "e"]);
  fireEvent.click(screen.getByRole("button", { name: "Collapse all" }));
  expect(names()).toEqual(closed);
  fireEvent.keyDown(tree, { key: "*" });
  expect(names()).toHaveLength(10);
});

test("a long text is cut in sight, says how long it is, and opens whole", () => {
  show(JSON.stringify({ t: "x".repeat(1_000_000) }));
  return screen.findByText(/show all 1,000,000 characters/).then((cut) => {
    expect(cut.closest("[role=treeitem]")?.textContent?.length).toBeLessThan(150);
    fireEvent.click(cut);
    expect(screen.getByText("1,000,000 characters")).toBeTruthy();
    expect(document.querySelectorAll("[data-part=line]").length).toBeLessThan(100);
  });
});

test("below level 25 rows move no further right, and say their level", () => {
  show(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`);
  fireEvent.keyDown(screen.getByRole("tree"), { key: "*" });
  const last = screen.getAllByRole("treeitem").at(-1);
  expect(last?.getAttribute("aria-level")).toBe("41");
  expect(last?.textContent).toBe("level 41 a: 1");
  expect(Number.parseInt(last?.style.paddingLeft ?? "", 10)).toBeLessThan(420);
});

test("empty and blank keys and texts, and halves of characters, can be seen", () => {
  show('{"":""," ":"  ","\\ud800":"\\udc00","7":"7"}');
  expect(rows().slice(1)).toEqual(['"": ""', '" ": "  "', '"\\ud800": "\\udc00"', '"7": "7"']);
});

test("objects of one shape under names are offered as a table with these names", () => {
  show('{"north":{"n":1.50,"t":""},"south":{"n":20,"t":"12"}}');
  fireEvent.click(screen.getByRole("radio", { name: "Table" }));
  const [, north, south] = within(screen.getByRole("table")).getAllByRole("row");
  expect([north?.textContent, south?.textContent]).toEqual(['north1.50""', 'south20.00"12"']);
});
