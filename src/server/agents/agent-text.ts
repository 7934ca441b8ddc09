/** A sample agent as an item of `GET /api/v1/agents`. */
import type { JsonText } from "../../contract/run-events.ts";
import type { AgentDefinition } from "./agent.ts";

const SHIPPED_AT = "2026-06-01T08:00:00.000Z";

type Described = Pick<AgentDefinition, "id" | "slug" | "name" | "type" | "description" | "triggerType">;

export function agentText({ id, slug, name, type, description, triggerType }: Described): JsonText {
  return JSON.stringify({
    id,
    slug,
    name,
    status: "active",
    type,
    description,
    isEnabled: true,
    hasUnpublishedChanges: false,
    canUse: true,
    canManage: false,
    createdAt: SHIPPED_AT,
    updatedAt: SHIPPED_AT,
    deletedAt: null,
    variation: { trigger: { type: triggerType } },
  });
}
