// @vitest-environment happy-dom
/** The dialog: where focus goes, and that only React closes it. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

afterEach(cleanup);

function Page({ hasField }: { hasField: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open…</Button>
      {isOpen && (
        <Dialog label="Start a run" onClose={() => setOpen(false)}>
          <Button>First</Button>
          {hasField && <textarea aria-label="Input" data-autofocus />}
        </Dialog>
      )}
    </>
  );
}

function open(hasField: boolean) {
  render(<Page hasField={hasField} />);
  const opener = screen.getByRole("button", { name: "Open…" });
  opener.focus();
  fireEvent.click(opener);
  return opener;
}

test("focus goes to the marked field, and back to the opener", () => {
  const opener = open(true);
  expect(document.activeElement).toBe(screen.getByLabelText("Input"));
  fireEvent(screen.getByRole("dialog", { name: "Start a run" }), new Event("cancel", { cancelable: true }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test("without one focus goes to the dialog, never to a button", () => {
  open(false);
  expect(document.activeElement).toBe(screen.getByRole("dialog"));
});
