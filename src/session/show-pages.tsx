/** Shows the page at the address, once its code is there. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { createBrowserRouter, type RouteObject } from "react-router";
import { queries } from "../api/queries.ts";
import { applyTheme } from "./theme.ts";

/** A page whose code and run are on their way already is worth this wait: one picture instead of three. */
const WAIT_MS = 250;

export async function showPages(root: HTMLElement, routes: RouteObject[]): Promise<void> {
  applyTheme();
  const router = createBrowserRouter(routes);
  await isReady(router);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

function isReady(router: ReturnType<typeof createBrowserRouter>): Promise<void> {
  return new Promise((resolve) => {
    if (router.state.initialized) return resolve();
    const stop = router.subscribe(({ initialized }) => {
      if (initialized) done();
    });
    const timer = setTimeout(() => done(), WAIT_MS);
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
  });
}
