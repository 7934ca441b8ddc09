/** Checks package-lock.json: complete for every platform, from no one host, tailwind at the version that exists everywhere. */
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** 4.3.4 and later lack binaries for macOS and Windows in the registry: `npm ci` would fail there. */
const TAILWIND = "4.3.3";

/** Known to have one, and to do without: nothing runs them here. Any other is looked at before it comes in. */
const SCRIPTED = new Set(["node_modules/@swc/core", "node_modules/protobufjs"]);

/** What is wrong with a parsed lockfile, one sentence each; an empty list when it is sound. */
export function findLockFaults(lock, manifest) {
  const faults = [];
  const packages = lock.packages ?? {};
  const root = packages[""];
  if (!root) return ["package-lock.json has no entry for the project itself"];
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    if (!isSame(root[kind], manifest[kind])) faults.push(`${kind} of package.json and package-lock.json differ`);
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      if (!/^\d+\.\d+\.\d+[-.\w]*$/.test(version))
        faults.push(`${name} has no exact version in package.json: ${version}`);
    }
  }
  for (const [place, entry] of Object.entries(packages)) {
    if (place !== "" && !entry.link && typeof entry.version !== "string") faults.push(`${place} has no version`);
    if (entry.resolved !== undefined) faults.push(`${place} names a host: ${entry.resolved}`);
    if (place !== "" && !entry.integrity && !entry.inBundle && !entry.link) faults.push(`${place} has no integrity`);
    if (entry.hasInstallScript && !SCRIPTED.has(place)) faults.push(`${place} has a script for its installation`);
    for (const name of needs(entry, place === "")) {
      if (!isFound(packages, place, name)) faults.push(`${place || "the project"} needs ${name}, which has no entry`);
    }
    if (/(^|\/)(tailwindcss|@tailwindcss\/[^/]+)$/.test(place) && entry.version !== TAILWIND) {
      faults.push(`${place} is ${entry.version}, not ${TAILWIND}`);
    }
  }
  return faults;
}

/** Peers are needed too, unless they are optional; development dependencies only of the project itself. */
function needs(entry, isProject) {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => !entry.peerDependenciesMeta?.[name]?.optional,
  );
  const own = { ...entry.dependencies, ...entry.optionalDependencies, ...(isProject ? entry.devDependencies : {}) };
  return [...Object.keys(own), ...peers];
}

/** Looks where Node would: inside the package, then in each folder around it. */
function isFound(packages, place, name) {
  const parts = place === "" ? [] : place.split("/node_modules/").map((part) => part.replace(/^node_modules\//, ""));
  for (let depth = parts.length; depth >= 0; depth--) {
    if (packages[[...parts.slice(0, depth), name].map((part) => `node_modules/${part}`).join("/")]) return true;
  }
  return false;
}

function isSame(one = {}, other = {}) {
  const text = (map) => JSON.stringify(Object.entries(map).sort());
  return text(one) === text(other);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
  const lock = read("package-lock.json");
  const faults = findLockFaults(lock, read("package.json"));
  for (const fault of faults) console.error(fault);
  console.log(`${Object.keys(lock.packages).length} entries, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
