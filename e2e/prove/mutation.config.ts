/** How Vitest runs the tests of one group while faults are planted in its code (`mutation.mjs`): those and no others. */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Of a property's ten thousand cases the first ones: what they notice all would. */
const CASES = 40;

/** They look for time or depth, take seconds, and would be run for thousands of faults that others find at once. */
const SLOW =
  /\btest((?:\.each\([^;]*?\)|))\(\s*"([^"]*(?:linear time|seconds at the very most|neither throw nor hang|not faster|overflows a stack|without recursion)[^"]*)"/g;

/** `unit: "binary"` takes seconds to prepare in each file anew; these are the same characters. */
const ANY_CHARACTER = "unit: fc.integer({ min: 0, max: 0x10ffff }).map((at) => String.fromCodePoint(at))";

const quickTests: Plugin = {
  name: "quick-tests",
  enforce: "pre",
  transform: (code, id) =>
    /\.test\.tsx?$/.test(id)
      ? code
          .replaceAll(/numRuns: [\d_]+/g, `endOnFailure: true, numRuns: ${CASES}`)
          .replaceAll('unit: "binary"', ANY_CHARACTER)
          .replaceAll(SLOW, 'test.skip$1("$2"')
      : null,
};

export default defineConfig({
  plugins: [quickTests],
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: (process.env["RUNLIGHT_MUTATION_TESTS"] ?? "").split(" "),
    environment: "node",
    setupFiles: ["e2e/unit-setup.ts"],
    testTimeout: 60_000,
  },
});
