/** Builds the page (dist/page) and, with --ssr, the server (dist/server/main.js, one file); runs the units. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react({ compiler: { logDiagnostics: true } }), tailwindcss()],
  // `npm run dev` serves the page with hot reload; the API is a server started beside it.
  server: { proxy: { "/api": process.env["RUNLIGHT_API"] ?? "http://127.0.0.1:4600" } },
  publicDir: isSsrBuild ? false : "public",
  build: isSsrBuild
    ? {
        outDir: "dist/server",
        target: "node20",
        rollupOptions: { input: "src/server/main.ts", output: { entryFileNames: "main.js" } },
      }
    : { outDir: "dist/page", target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  ssr: { noExternal: true, external: ["libsql"] },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "e2e/*.test.ts", "e2e/*.test.mjs"],
    environment: "node",
    testTimeout: 60_000,
  },
}));
