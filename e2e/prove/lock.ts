/** The lockfile as the proofs about packages read it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** By place, `node_modules/react` for one. */
export function readLock(path = "package-lock.json"): ReadonlyMap<string, Locked> {
  const { packages } = JSON.parse(readFileSync(join(root, path), "utf8")) as { packages: Record<string, Locked> };
  return new Map(Object.entries(packages).filter(([place]) => place !== ""));
}

/** What stands at the top and everything it needs. */
export function closureOf(lock: ReadonlyMap<string, Locked>, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const entry = lock.get(`node_modules/${name}`);
    if (!entry || found.has(name)) return;
    found.add(name);
    for (const needed of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) add(needed);
  };
  for (const name of names) add(name);
  return found;
}
