/** The search attributes lists and counts go by. A worker adds what the namespace lacks; the server can do without. */
import proto from "@temporalio/proto";
import { ATTRIBUTES } from "./names.ts";

const Type = proto.temporal.api.enums.v1.IndexedValueType;

const WANTED = {
  [ATTRIBUTES.agentId]: Type.INDEXED_VALUE_TYPE_INT,
  [ATTRIBUTES.state]: Type.INDEXED_VALUE_TYPE_KEYWORD,
  [ATTRIBUTES.approvers]: Type.INDEXED_VALUE_TYPE_KEYWORD_LIST,
};

interface Cluster {
  readonly operatorService: {
    listSearchAttributes(request: {
      namespace: string;
    }): Promise<{ customAttributes?: Record<string, unknown> | null }>;
    addSearchAttributes(request: { namespace: string; searchAttributes: Record<string, number> }): Promise<unknown>;
  };
}

/** Throws what the cluster says when this identity may not add attributes and some are missing. */
export async function ensureAttributes({ operatorService }: Cluster, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(WANTED).filter(([name]) => !customAttributes || !(name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
}
