/** From a step back to where its node stands in the answer. */
import { splitJson } from "../contract/json-parts.ts";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";

/**
 * JSON pointer of the step's node, found by its exact text among the nodes that hold something hidden; undefined when
 * it holds nothing. Of two nodes with one text either will do: equal masks hide equal values.
 */
export function stepPointer(run: Run, step: Step): string | undefined {
  const nodes = run.workflowNodes?.text;
  const { masks } = run.runlight;
  if (nodes === undefined || !masks || !step.raw.text.includes("‹hidden: ")) return undefined;
  const tried = new Map<string, string | undefined>([["/workflowNodes", nodes]]);
  for (const at of Object.keys(masks.at)) {
    if (!at.startsWith("/workflowNodes/")) continue;
    const names = at.split("/").slice(2);
    let pointer = "/workflowNodes";
    for (const name of names) {
      const outer = tried.get(pointer);
      pointer += `/${name}`;
      if (!tried.has(pointer)) tried.set(pointer, outer === undefined ? undefined : memberText(outer, name));
      if (tried.get(pointer) === step.raw.text) return pointer;
    }
  }
  return undefined;
}

/** Pointer of the step's own member with this exact text; the whole node's when it comes from elsewhere in the node. */
export function fieldPointer(run: Run, step: Step, text: string): string | undefined {
  const node = stepPointer(run, step);
  if (node === undefined) return undefined;
  const { text: own } = step.raw;
  const part = splitJson(own).find(({ start, end }) => end - start === text.length && own.startsWith(text, start));
  return part ? `${node}/${pointerPart(part.key)}` : node;
}

/** A key as a part of a JSON pointer (RFC 6901). */
export function pointerPart(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** `name` as it stands in a pointer. */
function memberText(outer: string, name: string): string | undefined {
  const parts = splitJson(outer);
  const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
  const part = outer.trimStart().startsWith("[") ? parts[Number(name)] : parts.findLast((one) => one.key === key);
  return part && outer.slice(part.start, part.end);
}
