/** Which packages are in the built files: read from the source maps of a second build, which is seen to be the same build. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The packages of each built file of code, by its path below `dist/page` or `dist/server`. */
export type PackagesByFile = ReadonlyMap<string, ReadonlySet<string>>;

export async function readShipped(kind: "page" | "server"): Promise<PackagesByFile> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-maps-"));
  try {
    const args = ["build", "--sourcemap", "--logLevel", "error", "--emptyOutDir", "--outDir", folder];
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const built = spawnSync(process.execPath, [vite, ...args, ...(kind === "server" ? ["--ssr"] : [])], { cwd: root });
    expect(built.status, String(built.stderr)).toBe(0);
    const shipped = join(root, "dist", kind);
    const files = (await readdir(shipped, { recursive: true })).filter((file) => file.endsWith(".js"));
    const found = new Map<string, ReadonlySet<string>>();
    for (const file of files) {
      const again = await readFile(join(folder, file), "utf8");
      expect(again.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "").trimEnd(), file).toBe(
        (await readFile(join(shipped, file), "utf8")).trimEnd(),
      );
      // The bundler's own few lines have no map.
      if (/^assets\/rolldown-runtime-[\w-]+\.js$/.test(file)) continue;
      const map = JSON.parse(await readFile(join(folder, `${file}.map`), "utf8")) as { sources: string[] };
      found.set(file, new Set(map.sources.flatMap((source) => packageOf(source) ?? [])));
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The package a file belongs to; undefined for one of our own. */
export function packageOf(path: string): string | undefined {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll("\\", "/"))?.[1];
}
