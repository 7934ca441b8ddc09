/** What the URL of the inbox says. Words it does not know are left out. */
import type { InboxScope } from "../api/list-queries.ts";
import type { InboxParts } from "../paths.ts";

export interface InboxPlace {
  readonly scope: InboxScope;
  readonly group: "deadline" | "agent";
  readonly pageToken: string | undefined;
}

const SCOPES: readonly InboxScope[] = ["mine", "all", "decided"];

export function readInboxPlace(query: URLSearchParams): InboxPlace {
  return {
    scope: SCOPES.find((word) => word === query.get("scope")) ?? "mine",
    group: query.get("group") === "agent" ? "agent" : "deadline",
    pageToken: query.get("pageToken") || undefined,
  };
}

/** The parts of its link; what is the default is left out. */
export function inboxParts({ scope, group, pageToken }: InboxPlace): InboxParts {
  return {
    scope: scope === "mine" ? undefined : scope,
    group: group === "deadline" ? undefined : group,
    pageToken,
  };
}
