/** The project's own files and who may import whom, as the tests of the conventions see them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export const FOLDERS = ["agents", "api", "approvals", "contract", "runs", "server", "session", "ui"] as const;
const BELOW = ["api", "ui", "paths", "contract"];

/** Folder or file of `src`, without extension → what it may import beside itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  main: ["routes", "runs", "agents", "session", "approvals", ...BELOW],
  routes: ["runs", "agents", "session", "approvals", ...BELOW],
  paths: ["contract"],
  // The banner only; the linter sees to that.
  runs: ["approvals", ...BELOW],
  agents: BELOW,
  session: BELOW,
  approvals: BELOW,
  api: ["paths", "contract"],
  ui: ["paths", "contract"],
  contract: [],
  server: ["contract"],
  e2e: ["contract"],
};

export interface SourceFile {
  /** From the root, with slashes: `src/runs/run-page.tsx`. */
  readonly path: string;
  readonly text: string;
}

/** Every source file below a folder: TypeScript, scripts and styles. */
export function readSources(folder: string): SourceFile[] {
  return listFiles(folder)
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Paths of all files below a folder. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** What a file imports, statically or not: `src/runs/x.ts` for its own, the bare name for a package. */
export function importsOf({ path, text }: SourceFile): string[] {
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"'\n]+)\1/g);
  return [...found].map((match) => {
    const name = match[2] ?? "";
    return name.startsWith(".") ? posix.normalize(posix.join(posix.dirname(path), name)) : name;
  });
}

/** `src/runs/x.ts` → runs, `src/main.tsx` → main, `e2e/x.ts` → e2e. */
export function partOf(path: string): string {
  if (!path.startsWith("src/")) return path.split("/")[0] ?? "";
  return (path.split("/")[1] ?? "").replace(/\..*$/, "");
}

export const isTest = (path: string): boolean => /\.(test|spec|bench)\.(tsx?|mjs)$/.test(path);
