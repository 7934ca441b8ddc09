/** What the page has been told by the server, one store for all pages. */
import { QueryClient } from "@tanstack/react-query";
import { forgetBy } from "./signed-out.ts";

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, structuralSharing: false, networkMode: "always" } },
});

forgetBy(() => {
  void queries.cancelQueries();
  queries.clear();
});
