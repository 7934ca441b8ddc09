/** The keyboard alone: find, read, decide, copy, start, go somewhere else. */
import { KEYBOARD_TASKS } from "./keyboard-tasks.ts";
import { test } from "./server.ts";

test.use({ serverArgs: ["--speed", "20"] });

for (const { name, run } of KEYBOARD_TASKS) test(name, ({ page, server }) => run(page, server));
