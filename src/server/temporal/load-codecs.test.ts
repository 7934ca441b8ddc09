/** A codec is a module with a default export that encodes and decodes; anything else is one line that names the variable. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { CODEC_VARIABLE, loadCodecs } from "./load-codecs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "runlight-codecs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const CODEC = "{ encode: async (p) => p, decode: async (p) => p }";

function load(name: string, text: string) {
  writeFileSync(path.join(folder, name), text);
  return loadCodecs({ [CODEC_VARIABLE]: name }, folder);
}

test("no variable, no codec", async () => {
  expect(await loadCodecs({}, folder)).toEqual([]);
  expect(await loadCodecs({ [CODEC_VARIABLE]: "" }, folder)).toEqual([]);
});

test("one codec, or a list in its order", async () => {
  expect(await load("one.mjs", `export default ${CODEC};`)).toHaveLength(1);
  const [first, second] = await load("two.mjs", `export default [{ ...${CODEC}, n: 1 }, { ...${CODEC}, n: 2 }];`);
  expect([first, second]).toMatchObject([{ n: 1 }, { n: 2 }]);
});

test.each([
  ["none.mjs", "export const codec = 1;", /default export must be a payload codec/],
  ["half.mjs", "export default { encode() {} };", /default export must be a payload codec/],
  ["empty.mjs", "export default [];", /default export must be a payload codec/],
  [
    "throws.mjs",
    'throw new Error("no key\\nfor you");',
    /^RUNLIGHT_TEMPORAL_CODEC: the module cannot be loaded \(no key\)$/,
  ],
])("%s is refused in one line", async (name, text, says) => {
  await expect(load(name, text)).rejects.toThrow(says);
});

test("a module that is not there is refused in one line", async () => {
  await expect(loadCodecs({ [CODEC_VARIABLE]: "gone.mjs" }, folder)).rejects.toThrow(
    /^RUNLIGHT_TEMPORAL_CODEC: .*cannot be loaded/,
  );
});
