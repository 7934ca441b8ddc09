/** Which packages a server really loads, bundled or not: watched by a file that is given to node before it starts. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "@playwright/test";
import { packageOf, type PackagesByFile } from "./shipped-packages.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Ends a server that was started with this environment; everything loaded by then is written down. */
export type WithEnv = (env: Readonly<Record<string, string>>) => Promise<void>;

/** `shipped`: of the server, to know what is in a built file that was loaded. */
export async function readLoaded(shipped: PackagesByFile, run: WithEnv): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-loaded-"));
  const file = join(folder, "loaded");
  try {
    const hook = pathToFileURL(join(root, "e2e/prove/loaded-files.mjs")).href;
    await run({ NODE_OPTIONS: `--import ${hook}`, RUNLIGHT_LOADED: file });
    const packages = new Set<string>();
    let ours = 0;
    for (const line of (await readFile(file, "utf8")).split("\n")) {
      if (line === "" || line.startsWith("node:")) continue;
      const path = line.startsWith("file:") ? fileURLToPath(line) : line;
      const one = packageOf(path);
      if (one !== undefined) packages.add(one);
      const built = shipped.get(relative(join(root, "dist/server"), path));
      if (built) ours++;
      for (const each of built ?? []) packages.add(each);
    }
    expect(ours, "built files seen to be loaded").toBeGreaterThan(2);
    return packages;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
