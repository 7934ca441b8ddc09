/** Starts the page. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { createRouter } from "./routes.tsx";
import { applyTheme } from "./session/theme.ts";
import "./styles.css";

applyTheme();

const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, structuralSharing: false, networkMode: "always" } },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={createRouter()} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
