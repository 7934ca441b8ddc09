/** Builds the floor pages: what opening a run costs at the least, to compare with in the same run of the measurement. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const source = fileURLToPath(new URL("floor", import.meta.url));

export type Floor = "html" | "react" | "windowed";

/** The folder of the built pages: `html.html`, `react.html`, `windowed.html`, `assets/`. Delete it with `remove`. */
export async function buildFloors(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-floor-"));
  // Each is built alone, so that neither is split for the other's sake.
  for (const name of ["react", "windowed"]) {
    const rollupOptions = { input: join(source, `${name}.html`) };
    const options = { outDir: folder, target: "es2023", modulePreload: { polyfill: false }, rollupOptions };
    await build({ root: source, configFile: false, logLevel: "error", build: options });
  }
  await cp(join(source, "html.html"), join(folder, "html.html"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
