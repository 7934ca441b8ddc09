/** Reads what the page shows of a result's fields back into texts: tree, raw and download. Runs in the page. */

export interface Shown {
  /** The rows of the wholly opened tree. */
  readonly tree: readonly ShownRow[];
  readonly raw: string;
  /** The file's bytes as UTF-8 text. */
  readonly file: string;
}

export interface ShownRow {
  readonly kind: "value" | "line" | "close";
  readonly name?: string;
  readonly value: string;
  /** An opened text: its lines follow. */
  readonly isText: boolean;
  /** A line that goes on with the one above. */
  readonly isCut: boolean;
}

/** Stands by itself, for it is sent into the page as text. */
export async function readShown(names: readonly string[]): Promise<readonly Shown[]> {
  const files: Blob[] = [];
  URL.createObjectURL = (blob) => `blob:${files.push(blob as Blob)}`;
  HTMLAnchorElement.prototype.click = () => undefined;
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  const until = async <T>(find: () => T | null | undefined, what: string): Promise<T> => {
    for (const end = performance.now() + 30_000; performance.now() < end; await pause()) {
      const found = find();
      if (found) return found;
    }
    throw new Error(`There is no ${what}.`);
  };
  /** The text of an element with every mark turned back into the character it stands for. */
  const textOf = (node: Node | null): string => {
    if (!node) return "";
    if (!(node instanceof Element)) return node.textContent ?? "";
    if (node.getAttribute("aria-hidden") === "true") return "";
    const code = node.hasAttribute("data-hidden") ? /U\+([0-9A-F]{4,6})/.exec(node.getAttribute("title") ?? "") : null;
    if (code?.[1]) return String.fromCodePoint(Number.parseInt(code[1], 16));
    if (node.hasAttribute("data-hidden")) throw new Error(`A mark that names no character: ${node.outerHTML}`);
    return [...node.childNodes].map(textOf).join("");
  };
  const toRow = (element: Element): ShownRow => {
    const part = element.getAttribute("data-part");
    const isCut = element.firstElementChild?.getAttribute("aria-hidden") === "true";
    if (part === "close") return { kind: "close", value: element.textContent ?? "", isText: false, isCut: false };
    if (part === "line") return { kind: "line", value: textOf(element), isText: false, isCut };
    const name = element.querySelector("[data-part=name]");
    const value = textOf(element.querySelector("[data-part=value]"));
    const isText = element.getAttribute("aria-expanded") === "true" && !/^[[{]/.test(value);
    return { kind: "value", value, isText, isCut: false, ...(name ? { name: textOf(name) } : {}) };
  };
  /** All rows of a window by their place in it, scrolled from top to bottom. */
  const scrollAll = async (scroller: HTMLElement, select: string): Promise<Element[]> => {
    const rows = () => [...scroller.querySelectorAll<HTMLElement>(select)];
    if (rows().every((row) => row.style.top === "")) return rows();
    const byTop = new Map<number, Element>();
    // A higher window shows the same rows with less scrolling.
    scroller.style.height = "4000px";
    scroller.style.maxHeight = "none";
    const topOf = (row: HTMLElement | undefined) => Number.parseFloat(row?.style.top ?? "");
    for (scroller.scrollTop = 0; ; scroller.scrollTop += 4_000) {
      const end = Math.min(scroller.scrollTop + scroller.clientHeight, scroller.scrollHeight) - 40;
      const isDrawn = () => topOf(rows()[0]) <= scroller.scrollTop && topOf(rows().at(-1)) >= end;
      await until(() => isDrawn() || undefined, "row at the end of a window");
      for (const row of rows()) byTop.set(topOf(row), row.cloneNode(true) as Element);
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) break;
    }
    return [...byTop].sort(([a], [b]) => a - b).map(([, row]) => row);
  };
  const readTree = async (group: Element): Promise<ShownRow[]> => {
    const tree = await until(() => group.querySelector<HTMLElement>("[role=tree]"), "tree");
    tree.dispatchEvent(new KeyboardEvent("keydown", { key: "*", bubbles: true }));
    await pause();
    // What is left is texts, each of which is opened by itself.
    const closed = () => tree.querySelector<HTMLElement>("[role=treeitem][aria-expanded=false]");
    for (let next = closed(); next; next = closed()) {
      next.click();
      await pause();
    }
    return (await scrollAll(tree, "[role=treeitem], [data-part]:not(span)")).map(toRow);
  };
  const readRaw = async (group: Element): Promise<string> => {
    const pre = await until(() => group.querySelector("pre"), "raw text");
    if (!pre.querySelector("[data-line]")) return textOf(pre);
    const lines = await scrollAll(pre, "[data-line]");
    const isCut = (line: Element) => line.firstElementChild?.getAttribute("aria-hidden") === "true";
    return lines.map((line, i) => (i > 0 && !isCut(line) ? `\n${textOf(line)}` : textOf(line))).join("");
  };
  const shown: Shown[] = [];
  for (const name of names) {
    const fields = () => [...document.querySelectorAll<HTMLElement>('nav[aria-label="Fields of the result"] button')];
    (await until(() => fields().find((field) => field.textContent?.startsWith(name)), `field ${name}`)).click();
    const group = await until(() => document.querySelector(`[role=group][aria-label="taskResult.${name}"]`), name);
    const press = async (label: string) => {
      const all = [...group.querySelectorAll<HTMLElement>("button, [role=radio]")];
      const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.startsWith(label));
      if (!found) throw new Error(`${name} has no "${label}".`);
      found.click();
      await pause();
    };
    await press("Tree");
    const tree = await readTree(group);
    await press("Raw");
    const raw = await readRaw(group);
    await press("Download");
    const bytes = await files[files.length - 1]?.arrayBuffer();
    shown.push({ tree, raw, file: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) });
  }
  return shown;
}

/** The JSON text a tree's rows say, without space between its parts. */
export function textOfTree(rows: readonly ShownRow[]): string {
  let text = "";
  const open: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    const { kind, name, value, isText } = rows[i] as ShownRow;
    if (kind === "close") {
      open.pop();
      text += value;
      continue;
    }
    if (/[^[{]$/.test(text)) text += ",";
    if (open[open.length - 1] === "{") text += `${name?.startsWith('"') ? name : JSON.stringify(name)}:`;
    if (isText) {
      let lines = "";
      for (const first = i; rows[i + 1]?.kind === "line"; i++) {
        const line = rows[i + 1] as ShownRow;
        lines += i > first && !line.isCut ? `\n${line.value}` : line.value;
      }
      text += JSON.stringify(lines);
    } else {
      text += value;
      if (value === "{" || value === "[") open.push(value);
    }
  }
  return text;
}

/** A JSON text without space between its parts, its strings escaped in one way, all else as written. */
export function normalText(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, (_, literal: string | undefined) =>
    literal === undefined ? "" : JSON.stringify(JSON.parse(literal)),
  );
}
