/** Builds page and server for the tests by the rule of `npm start`: when they are missing or older than their sources. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Throws when the build fails; what it said is in the message. `folder` is another copy of the project. */
export function ensureBuild(folder = root) {
  const done = spawnSync(process.execPath, ["src/server/start.mjs", "build"], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`The build failed.\n${done.stdout}${done.stderr}`.trim());
}
