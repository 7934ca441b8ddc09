// @vitest-environment happy-dom
/** Where the focus is after another page came: at its content, also when that takes a while. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { useEffect, useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { Shell } from "./shell.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const arrivals = new EventTarget();
const arrive = () => arrivals.dispatchEvent(new Event("arrive"));

function Slow() {
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    const onArrive = () => setThere(true);
    arrivals.addEventListener("arrive", onArrive);
    return () => arrivals.removeEventListener("arrive", onArrive);
  }, []);
  return isThere ? <main key="content">The run</main> : <main key="skeleton" aria-busy="true" />;
}

test("what loads gives the focus on to what comes in its place, unless a person moved it meanwhile", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  window.history.replaceState(null, "", "/");
  const router = createRouter([
    { path: "/", Page: () => <main>Home</main> },
    { path: "/slow", Page: Slow },
  ]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <Shell>
          <CurrentPage Failed={() => null} Loading={() => null} />
        </Shell>
      </Routed>
    </QueryClientProvider>,
  );
  await act(async () => router.navigate("/slow"));
  expect(document.activeElement?.getAttribute("aria-busy")).toBe("true");
  act(() => void arrive());
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("The run"));
  expect(document.activeElement).toBe(screen.getByRole("main"));

  await act(async () => router.navigate("/"));
  await act(async () => router.navigate("/slow"));
  const field = document.body.appendChild(document.createElement("input"));
  field.focus();
  act(() => void arrive());
  await vi.waitFor(() => expect(screen.getByRole("main").textContent).toBe("The run"));
  expect(document.activeElement).toBe(field);
  field.remove();
});
