/** Shows the page at the address, once its code is there. */
import { QueryClientProvider } from "@tanstack/react-query";
import { startTransition, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { queries } from "../api/queries.ts";
import { Caught } from "../ui/caught.tsx";
import { createRouter, type Route } from "../ui/router-state.ts";
import { later } from "../ui/later.tsx";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { PageLoading, Shell } from "./shell.tsx";
import { applyTheme } from "./theme.ts";

const LaterFailed = later(async () => (await import("./route-failed.tsx")).RouteFailed);

/** When its own code does not come either, that says the same. */
function RouteFailed({ error }: { error: unknown }) {
  return (
    <Suspense fallback={null}>
      <LaterFailed.Part error={error} />
    </Suspense>
  );
}

/** A page whose code and run are on their way already is worth this wait: one picture instead of three. */
const WAIT_MS = 250;

export async function showPages(root: HTMLElement, routes: readonly Route[]): Promise<void> {
  applyTheme();
  const router = createRouter(routes);
  await Promise.race([router.isReady, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  const page = (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Routed router={router}>
          {/* A failing page keeps the shell around it. */}
          <Caught Failed={RouteFailed} until={undefined}>
            <Shell>
              <CurrentPage Failed={RouteFailed} Loading={PageLoading} />
            </Shell>
          </Caught>
        </Routed>
      </QueryClientProvider>
    </StrictMode>
  );
  // A transition is rendered in slices: on slow devices the first view is most of a second's work.
  startTransition(() => createRoot(root).render(page));
}
