/**
 * Whether the pictures in `pictures/` can be compared here, and `npm run pictures`, which makes them anew. A picture is
 * the same only where the same browser draws the same font.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./browser.mjs";
import { runPlaywright } from "./e2e.mjs";
import { ensureBuild } from "./ensure-build.mjs";

const FONTS = ["Liberation Sans", "Liberation Mono"];
const madeWith = new URL("pictures/made-with.json", import.meta.url);

/** Why the pictures are left out here, in a sentence; undefined where they can be compared. */
export function whyNoPictures({ browser = majorVersion(), made = readMade(), fonts = listFonts() } = {}) {
  const missing = FONTS.filter((name) => !fonts.includes(name));
  if (missing.length > 0) return `${missing.join(" and ")} not installed (Debian: fonts-liberation).`;
  if (browser === undefined) return "The browser does not say its version.";
  if (browser !== made)
    return `They were made with Chromium ${made}, and this is ${browser}. npm run pictures makes them anew.`;
  return undefined;
}

function readMade() {
  return JSON.parse(readFileSync(madeWith, "utf8")).chromium;
}

function majorVersion() {
  const { stdout } = spawnSync(findBrowser().path, ["--version"], { encoding: "utf8" });
  const found = /(\d+)\.\d+\.\d+\.\d+/.exec(stdout ?? "");
  return found ? Number(found[1]) : undefined;
}

/** Families fontconfig knows; none where it is not there. */
function listFonts() {
  const { stdout } = spawnSync("fc-list", [":", "family"], { encoding: "utf8" });
  return stdout ?? "";
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const why = whyNoPictures({ made: majorVersion() });
  if (why === undefined) {
    ensureBuild();
    process.env.RUNLIGHT_PICTURES_ANEW = "1";
    const { code } = await runPlaywright(["--project=pictures", "--update-snapshots=changed"]);
    writeFileSync(madeWith, `{ "chromium": ${majorVersion()} }\n`);
    process.exitCode = code;
  } else {
    console.error(`No pictures can be made here: ${why}`);
    process.exitCode = 1;
  }
}
