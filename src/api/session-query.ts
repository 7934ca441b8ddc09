/** Who looks and what they may do; and how gently everything that is not a watched run is asked for. */
import { queryOptions } from "@tanstack/react-query";
import { apiSessionPath } from "../paths.ts";
import { ask, CODE_MISSING, RequestFailed } from "./client.ts";

/** Structural sharing is off because items hold what agents wrote; the pages are small and few. */
export const gentle = {
  structuralSharing: false,
  retry: false,
  networkMode: "always",
  staleTime: 5_000,
  gcTime: 300_000,
} as const;

export function sessionQuery() {
  return queryOptions({
    ...gentle,
    queryKey: ["session"],
    queryFn: async ({ signal }) => {
      const reader = await import("../contract/session-read.ts").catch(() => undefined);
      if (!reader) throw new RequestFailed(CODE_MISSING);
      return ask(apiSessionPath(), reader.parseSession, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
