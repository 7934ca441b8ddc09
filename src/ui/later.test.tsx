// @vitest-environment happy-dom
/** Parts that come later: at once when they are there already, and never a blank when their code is gone. */
import { cleanup, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { later } from "./later.tsx";

afterEach(cleanup);

const Words = ({ say }: { say: string }) => <p>{say}</p>;

function show(Part: typeof Words | ReturnType<typeof later<{ say: string }>>["Part"]) {
  render(
    <Suspense fallback={<p>Loading</p>}>
      <Part say="here" />
    </Suspense>,
  );
}

test("waits for its code, and then shows it", async () => {
  const { Part } = later(async () => Words);
  show(Part);
  expect(screen.getByText("Loading")).toBeTruthy();
  expect(await screen.findByText("here")).toBeTruthy();
});

test("shows at once what was fetched ahead, and fetches it once", async () => {
  const load = vi.fn(async () => Words);
  const { Part, preload } = later(load);
  preload();
  preload();
  await Promise.resolve();
  await Promise.resolve();
  show(Part);
  expect(screen.getByText("here")).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(1);
});

test("shows soon what nothing waits for: nothing before, and no fallback", async () => {
  const { Soon } = later(async () => Words);
  show(Soon);
  expect(document.body.textContent).toBe("");
  expect(await screen.findByText("here")).toBeTruthy();
  cleanup();
  const gone = later<{ say: string }>(() => Promise.reject(new TypeError("no network")));
  show(gone.Soon);
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.body.textContent).toBe("");
});

test("code that is gone leaves a sentence and a way on", async () => {
  const { Part } = later<{ say: string }>(() =>
    Promise.reject(new TypeError("error loading dynamically imported module")),
  );
  show(Part);
  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  expect(screen.getByRole("button", { name: "Load again" })).toBeTruthy();
});

test("a fetch ahead that failed is tried again by who wants the part", async () => {
  let isAway = true;
  const { Part, preload } = later<{ say: string }>(async () => {
    if (isAway) throw new TypeError("no network");
    return Words;
  });
  preload();
  await new Promise((resolve) => setTimeout(resolve));
  isAway = false;
  show(Part);
  expect(await screen.findByText("here")).toBeTruthy();
});
