// @vitest-environment happy-dom
/** The count of waiting approvals: after what the page is about, and not after a request the server holds. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { WaitingCounted } from "./waiting-counted.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const PAGE = { approvals: [], nextPageToken: null };
const never = () => new Promise<never>(() => undefined);

/** Says when what may come after the first view would have begun. */
function FirstView() {
  return useAfterFirstView() ? <p>painted</p> : null;
}

function show(queries: QueryClient) {
  const asked = vi.fn(async () => Response.json(PAGE));
  vi.stubGlobal("fetch", asked);
  const onCount = vi.fn();
  render(
    <QueryClientProvider client={queries}>
      <Routed router={createRouter([{ path: "/*", Page: () => null }])}>
        <WaitingCounted onCount={onCount} />
        <FirstView />
      </Routed>
    </QueryClientProvider>,
  );
  return { asked, onCount };
}

test("comes while the run's next answer is held", async () => {
  const queries = new QueryClient();
  queries.setQueryData(["run"], "the run");
  void queries.fetchQuery({ queryKey: ["run"], queryFn: never, staleTime: 0 });
  const { onCount } = show(queries);
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(0));
});

test("is not asked before what the page is about has come", async () => {
  const queries = new QueryClient();
  let answer: (run: string) => void = () => undefined;
  queries.setQueryData(["session"], "somebody");
  const run = queries.fetchQuery({ queryKey: ["run"], queryFn: () => new Promise((resolve) => (answer = resolve)) });
  const { asked, onCount } = show(queries);
  await screen.findByText("painted");
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(asked).not.toHaveBeenCalled();
  answer("the run");
  await run;
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(0));
});
