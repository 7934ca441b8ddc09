// @vitest-environment happy-dom
/** Copying: the exact text, said aloud once; a refusal is not called a success. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Announcer } from "./announce.tsx";
import { CopyButton } from "./copy-button.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(text: string | (() => string)) {
  const { container } = render(
    <>
      <Announcer />
      <CopyButton text={text} name="Copy workflow id" />
    </>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Copy workflow id" }));
  return () => container.querySelector("[aria-live=polite]")?.textContent;
}

test("copies what it was given, or what it makes on press", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const said = show(() => "wf_57_run_89\u202e");
  await vi.waitFor(() => expect(said()).toBe("Copied"));
  expect(writeText).toHaveBeenCalledExactlyOnceWith("wf_57_run_89\u202e");
});

test("where the clipboard is refused both ways, it says so", async () => {
  vi.stubGlobal("navigator", { clipboard: { writeText: async () => Promise.reject(new Error("denied")) } });
  document.execCommand = () => false;
  const said = show("x");
  await vi.waitFor(() => expect(said()).toBe("The browser refused to copy"));
  expect(screen.getByText("Not copied")).toBeTruthy();
  expect(document.querySelector("textarea")).toBeNull();
});
