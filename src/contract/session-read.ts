/** Reads `GET /api/v1/session`, without a schema, for every page needs it. */
import { JsonObject, readJson } from "./json.ts";
import { toPlain } from "./runlight.ts";
import { BadAnswer } from "./run.ts";
import type { Session } from "./session.ts";

const SHAPE = {
  source: "string",
  label: "string",
  can: { start: "boolean", cancel: "boolean", decide: "boolean", attempts: "boolean" },
  viewer: { name: "string", isLocal: "boolean" },
  signIn: "string",
} as const;

/** Throws BadAnswer, which names the member that does not fit. */
export function parseSession(text: string): Session {
  let plain: unknown;
  try {
    const json = readJson(text);
    plain = json instanceof JsonObject ? toPlain(json) : undefined;
  } catch (error) {
    throw new BadAnswer(`The answer is not JSON: ${(error as Error).message}.`);
  }
  const wrong = misfit(SHAPE, plain, "");
  if (wrong !== undefined) throw new BadAnswer(`The answer does not fit: ${wrong || "the whole"}.`);
  const { viewer } = plain as Session;
  if (viewer.roles !== undefined && !Array.isArray(viewer.roles))
    throw new BadAnswer("The answer does not fit: viewer.roles.");
  return plain as Session;
}

interface Shape {
  readonly [name: string]: string | Shape;
}

/** Where a value differs from its shape, as a path; undefined when it does not. */
function misfit(shape: Shape, plain: unknown, path: string): string | undefined {
  if (typeof plain !== "object" || plain === null) return path;
  for (const [name, type] of Object.entries(shape)) {
    const value = (plain as Record<string, unknown>)[name];
    const at = path === "" ? name : `${path}.${name}`;
    const wrong = typeof type === "string" ? (typeof value === type ? undefined : at) : misfit(type, value, at);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
