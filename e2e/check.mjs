/** `npm run check`: types, lint, format, unused code, lockfile and units, without a browser. */
import { runChecks } from "./checks.mjs";

const { passed, failed } = await runChecks();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
