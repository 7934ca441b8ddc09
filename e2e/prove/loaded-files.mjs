/** Given to node by `--import`: writes down each file the process loads, one a line, in the file that RUNLIGHT_LOADED names. */
import { appendFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { fileURLToPath } from "node:url";

const file = process.env.RUNLIGHT_LOADED;
if (file) {
  // Hooks run in a thread of their own and are text here: this very file would load itself there.
  const hooks = `
    import { appendFileSync } from "node:fs";
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(file)}, url + "\\n");
      return next(url, context);
    }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
  // What is required, binaries too, passes no hook: it is in the cache when the process ends.
  process.on("exit", () => appendFileSync(file, `${Object.keys(createRequire(import.meta.url).cache).join("\n")}\n`));
  appendFileSync(file, `${fileURLToPath(import.meta.url)}\n`);
}
