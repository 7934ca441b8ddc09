/** The contract document (OpenAPI 3.1), made from the route table and the schemas everything is read with. */
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "../contract/problem.ts";
import { PATH_PARAMETERS, type Parameter, type Schema, type Shape, SHAPES } from "./openapi-shapes.ts";
import { PROBLEM_TYPE } from "./problems.ts";
import type { Route } from "./route.ts";

const ProblemSchema = v.looseObject({
  type: v.picklist(Object.keys(SERVER_PROBLEMS).map((name) => PROBLEM_PREFIX + name)),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  instance: v.pipe(v.string(), v.description("The request's id, as in x-request-id")),
});

function schemaOf(schema: Schema): object {
  const made = toJsonSchema(schema, { target: "draft-2020-12", errorMode: "ignore" });
  return Object.fromEntries(Object.entries(made).filter(([key]) => key !== "$schema"));
}

function json(schema: Schema | undefined): object {
  return { "application/json": { schema: schema ? schemaOf(schema) : {} } };
}

function contentOf({ type, answer }: Shape): object {
  return type === undefined ? json(answer) : { [type]: { schema: { type: "string" } } };
}

function parameter(place: "path" | "query" | "header", { name, description, schema, isRequired }: Parameter): object {
  return {
    name,
    in: place,
    ...(isRequired ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    schema: schema ?? { type: "string" },
  };
}

function operation(route: Route): object {
  const shape: Shape = SHAPES[`${route.method} ${route.path}`] ?? { status: 200 };
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  const inPath = names.map((name) => parameter("path", { name, ...PATH_PARAMETERS[name], isRequired: true }));
  const inQuery = (shape.query ?? []).map((one) => parameter("query", one));
  const inHeader = (shape.headers ?? []).map((one) => parameter("header", one));
  return {
    operationId: operationId(route),
    summary: route.what,
    ...(shape.isModus ? {} : { "x-runlight-extension": true }),
    "x-runlight-rule": route.rule,
    parameters: [...inPath, ...inQuery, ...inHeader],
    ...(shape.body ? { requestBody: { required: true, content: json(shape.body) } } : {}),
    responses: {
      [shape.status]: { description: "Done", ...(shape.status === 204 ? {} : { content: contentOf(shape) }) },
      ...(route.method === "GET" ? { 304: { description: "As the client holds it (If-None-Match)" } } : {}),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function operationId({ method, path }: Route): string {
  const words = path.replace(/^\/api(?:\/v1)?|^\//, "").split(/[^A-Za-z]+/);
  return [
    method.toLowerCase(),
    ...words.filter((word) => word !== "").map((word) => word[0]?.toUpperCase() + word.slice(1)),
  ].join("");
}

let made: string | undefined;

/** The document as JSON text; made once. */
export function openapiText(routes: readonly Route[]): string {
  if (made !== undefined) return made;
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  made = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Runlight", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: {
      responses: {
        Problem: {
          description: "A refusal (RFC 9457)",
          content: { [PROBLEM_TYPE]: { schema: schemaOf(ProblemSchema) } },
        },
      },
    },
  });
  return made;
}
