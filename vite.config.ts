/** Builds the page (dist/page) and, with --ssr, the server (dist/server/main.js, one file); runs the units. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/**
 * Leaves of the run page's first view: cheap to render, and rendered only when what they show changes, for the parts
 * around them are memoised. Memoised too they would cost a quarter more bytes and save nothing. Among them the steps,
 * which keep by hand what must be kept: each row of its own, which the compiler does not do.
 */
const LEAVES = new RegExp(
  `/src/(?:session/[a-z-]+|api/use-after-first-view|ui/(?:${[
    ...["agent-link", "agent-region", "agent-text", "announce", "bar", "button", "copy-button", "icons", "later"],
    ...[
      "later-linked-text",
      "logo",
      "plain-masked",
      "problem-view",
      "router",
      "skeleton",
      "segmented",
      "status",
      "text-or-markdown",
    ],
    ...["time"],
  ].join("|")})|api/watch-run|runs/(?:${[
    ...["inspector-pane", "live-strip", "masked-field", "near-clock", "now-frame", "run-facts"],
    ...["run-content", "run-header", "run-page", "run-parts", "run-place", "run-skeleton", "running-time"],
    ...["share-button", "steps-failures", "use-attempts", "use-first-step", "use-steps", "use-steps-rows"],
    ...["steps-section", "steps-toolbar", "timeline", "timeline-axis", "timeline-fold-row", "use-steps-soon"],
    ...["timeline-fold-time", "timeline-head", "timeline-link", "timeline-name", "timeline-narrow-row"],
    ...["timeline-piece", "timeline-row", "use-axis-end", "use-run-title", "use-steps-grid"],
    ...["use-steps-scroll", "use-steps-window", "use-width", "usual-slot"],
  ].join("|")}))\\.tsx?$`,
);

/** What the files of the page are made of, from who imports whom: few enough to be asked for all at once. */
function fileOf(): (id: string, graph: ModuleGraph) => string | null {
  let files: ReadonlyMap<string, string> | undefined;
  return (id, graph) => (files ??= nameFiles(graph)).get(id) ?? null;
}

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

function nameFiles(graph: ModuleGraph): ReadonlyMap<string, string> {
  const closureOf = (source: string): Set<string> => {
    const found = new Set<string>();
    const add = (id: string): void => {
      if (found.has(id)) return;
      found.add(id);
      for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) add(imported);
    };
    add(path.join(ROOT, "src", source));
    return found;
  };
  const main = closureOf("main.tsx");
  const run = closureOf("runs/run-page.tsx");
  const lists = [...closureOf("agents/agents-page.tsx"), ...closureOf("runs/runs-page.tsx")];
  const names = new Map<string, string>();
  // Later ones win: what main.tsx needs is there first, React has a file of its own, what any page needs is beside it.
  for (const id of run) names.set(id, "run-page");
  for (const id of [...closureOf("routes.tsx"), ...lists.filter((one) => run.has(one))]) names.set(id, "base");
  for (const id of names.keys()) if (/\/node_modules\/(?:react|react-dom|scheduler)\//.test(id)) names.set(id, "react");
  for (const id of main) names.set(id, "early");
  // One list asks for many things at once; the way to it comes with that list.
  for (const id of names.keys()) if (/\/(?:useQueries|queriesObserver)\.js$/.test(id)) names.delete(id);
  return names;
}

/**
 * Of the first view. Chromium compiles all of a file that says so while it arrives, beside the page's thread, which then
 * evaluates React and renders without compiling function by function: a tenth of the time to the first view.
 */
const FIRST_FILES: ReadonlySet<string> = new Set(["early", "react", "base", "run-page"]);

/** The document names the one style sheet, so no code has to wait for its own: an import of the page is only that. */
const plainImports: Plugin = {
  name: "plain-imports",
  apply: "build",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
};

/** What TanStack Query brings along and no page uses: mutations, lists that grow by pages, suspending, thrown errors. */
const UNUSED: ReadonlyMap<string, string> = new Map([
  [
    "infiniteQueryBehavior",
    "const no = () => undefined; export { no as infiniteQueryBehavior, no as hasNextPage, no as hasPreviousPage };",
  ],
  [
    "mutationCache",
    "export class MutationCache { findAll = () => []; clear() {} resumePausedMutations = async () => undefined; }",
  ],
  [
    "suspense",
    "const no = () => undefined; export { no as defaultThrowOnError, no as ensureSuspenseTimers, no as fetchOptimistic, no as shouldSuspend };",
  ],
  [
    "errorBoundaryUtils",
    "const no = () => undefined; export { no as ensurePreventErrorBoundaryRetry, no as getHasError, no as useClearResetErrorBoundary };",
  ],
]);
const withoutUnused: Plugin = {
  name: "without-unused",
  apply: "build",
  enforce: "pre",
  load: (id) => UNUSED.get(/query(?:-core)?\/build\/modern\/(\w+)\.js$/.exec(id)?.[1] ?? "") ?? null,
};

/** Loaded only with the Temporal source, and by the worker. */
const TEMPORAL = ["client", "common", "proto", "envconfig", "worker", "activity"].map((name) => `@temporalio/${name}`);

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    plainImports,
    withoutUnused,
    react({ compiler: { logDiagnostics: true }, exclude: [/\/node_modules\//, LEAVES] }),
    tailwindcss(),
  ],
  // `npm run dev` serves the page with hot reload; the API is a server started beside it.
  server: {
    proxy: Object.fromEntries(
      ["/api", "/auth"].map((path) => [path, process.env["RUNLIGHT_API"] ?? "http://127.0.0.1:4600"]),
    ),
  },
  publicDir: isSsrBuild ? false : "public",
  build: isSsrBuild
    ? {
        outDir: "dist/server",
        target: "node20",
        rollupOptions: {
          input: {
            main: "src/server/main.ts",
            worker: "src/server/temporal/worker.ts",
            "verify-audit": "src/server/verify-audit.ts",
            token: "src/server/token.ts",
          },
          output: { entryFileNames: "[name].js" },
        },
      }
    : {
        outDir: "dist/page",
        target: "es2023",
        assetsInlineLimit: 0,
        // The server names what a page needs with the document itself, from the manifest.
        modulePreload: false,
        manifest: true,
        cssCodeSplit: false,
        rollupOptions: {
          optimization: { inlineConst: { mode: "all", pass: 3 } },
          output: {
            postBanner: ({ name }) => (FIRST_FILES.has(name) ? "//# allFunctionsCalledOnLoad" : ""),
            codeSplitting: {
              includeDependenciesRecursively: false,
              groups: [{ name: fileOf() }],
            },
          },
        },
      },
  ssr: { noExternal: true, external: ["libsql", ...TEMPORAL] },
  test: {
    // Tests on a real cluster run by themselves, once `e2e/temporal.mjs` has started one.
    include: process.env["RUNLIGHT_TEST_CLUSTER"]
      ? ["src/server/temporal/*-cluster.test.ts"]
      : ["src/**/*.test.ts", "src/**/*.test.tsx", "e2e/*.test.ts", "e2e/*.test.mjs"],
    exclude: process.env["RUNLIGHT_TEST_CLUSTER"] ? [] : ["**/node_modules/**", "**/*-cluster.test.ts"],
    environment: "node",
    setupFiles: ["e2e/unit-setup.ts"],
    testTimeout: 60_000,
  },
}));
