/** The contract document tells of every route. */
import { expect, test } from "vitest";
import { openapiText } from "./openapi.ts";
import { ROUTES } from "./routes.ts";

interface Operation {
  readonly operationId: string;
  readonly "x-runlight-extension"?: boolean;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, unknown>;
}

const document = JSON.parse(openapiText(ROUTES)) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};

test("every route of the table is in the document, and nothing else", () => {
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const table = ROUTES.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(document.openapi).toBe("3.1.0");
  expect(listed.toSorted()).toEqual(table.toSorted());
});

test("only the three addresses of the Modus contract are not marked as ours", () => {
  const modus = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation["x-runlight-extension"] ? [] : [`${method} ${path}`],
    ),
  );
  expect(modus).toEqual([
    "get /api/v1/agents",
    "get /api/v1/agents/{agentId}/runs",
    "get /api/v1/agents/{agentId}/runs/{runId}",
  ]);
});

test("operations have ids of their own, say their path parameters and their problems", () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  for (const { path, operation } of operations) {
    const named = operation.parameters.filter((one) => one.in === "path").map((one) => `{${one.name}}`);
    expect(path.match(/\{\w+\}/g) ?? []).toEqual(named);
    expect(operation.responses["default"]).toEqual({ $ref: "#/components/responses/Problem" });
  }
});

test("the run's schema names the documented fields and the runlight key, and stays open", () => {
  const text = JSON.stringify(document.paths["/api/v1/agents/{agentId}/runs/{runId}"]?.["get"]?.responses["200"]);
  for (const field of [
    "workflowId",
    "statusReason",
    "historyUnavailableReason",
    "workflowNodes",
    "pendingApproval",
    "runlight",
    "stubs",
  ])
    expect(text).toContain(`"${field}"`);
  expect(text).not.toContain('"additionalProperties":false');
});
