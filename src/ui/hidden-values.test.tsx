// @vitest-environment happy-dom
/** Hidden values: shown after two presses, in one place, gone with the next press, another text, or the page. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Revealed } from "../contract/masks.ts";
import { Payload } from "../contract/payload.ts";
import { HiddenValues } from "./hidden-values.tsx";

const SECRET = "hunter2";
const HIDDEN = { count: 2, masks: [{ kind: "password", length: 7, count: 2 }] };
const shown: Revealed = { kind: "revealed", payload: new Payload(`{"password":"${SECRET}"}`) };
const refused: Revealed = {
  kind: "problem",
  problem: { name: "unavailable", status: 503, title: "Not available now", detail: "No line can be written." },
};

beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(cleanup);

function view(reveal: (() => Promise<Revealed>) | undefined, text = "masked", id = "run /taskResult") {
  return (
    <HiddenValues hidden={HIDDEN} id={id} text={text} label="Output" note="Bound to the mask." reveal={reveal}>
      <p>the masked value</p>
    </HiddenValues>
  );
}

async function revealIt(): Promise<void> {
  fireEvent.click(screen.getByRole("button", { name: "Reveal…" }));
  fireEvent.click(screen.getByRole("button", { name: "Reveal" }));
  await screen.findByText("Revealed");
}

test("one press shows what would happen and nothing else; Cancel leaves it at that", () => {
  const reveal = vi.fn(async () => shown);
  render(view(reveal));
  expect(screen.getByText("2 values hidden")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Reveal…" }));
  expect(screen.getByRole("dialog").textContent).toMatch(/recorded.*Bound to the mask/s);
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(reveal).not.toHaveBeenCalled();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("confirmed, the value stands instead of the masked one, until it is hidden again", async () => {
  render(view(async () => shown));
  await revealIt();
  expect(screen.getByRole("region", { name: "Revealed, Output" }).textContent).toContain(SECRET);
  expect(screen.queryByText("the masked value")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Hide again" }));
  expect(document.body.textContent).not.toContain(SECRET);
  expect(screen.getByText("the masked value")).toBeTruthy();
});

test.each([
  ["another text", "changed", "run /taskResult"],
  ["another run with the same text", "masked", "other /taskResult"],
])("%s hides it", async (_name, text, id) => {
  const { rerender } = render(view(async () => shown));
  await revealIt();
  rerender(view(async () => shown, text, id));
  expect(document.body.textContent).not.toContain(SECRET);
});

test("a page that is left hides it, so that the Back button does not bring it back", async () => {
  render(view(async () => shown));
  await revealIt();
  fireEvent(window, new Event("pagehide"));
  expect(await screen.findByText("2 values hidden")).toBeTruthy();
  expect(document.body.textContent).not.toContain(SECRET);
});

test("a refusal says why, and nothing is shown", async () => {
  render(view(async () => refused));
  fireEvent.click(screen.getByRole("button", { name: "Reveal…" }));
  fireEvent.click(screen.getByRole("button", { name: "Reveal" }));
  expect(await screen.findByText("No line can be written.")).toBeTruthy();
  expect(screen.getByText("the masked value")).toBeTruthy();
});

test("where nobody can reveal, nothing offers to", () => {
  render(view(undefined));
  expect(screen.getByText("2 values hidden")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});
