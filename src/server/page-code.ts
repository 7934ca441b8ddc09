/**
 * Names the code a page needs in its document, from the build's manifest: the files of its route are then asked for at
 * once, not when one of them has been read and names the next. Of a run's page only React, half of it all: the script
 * asks for the run and for the rest while React is still on its way, and is not slowed down by them before.
 */

import path from "node:path";

/**
 * Addresses and the source of the page that stands there, or another file to name; other pages name their code when they
 * are opened.
 */
const PAGES: readonly (readonly [address: RegExp, source: string])[] = [
  [/^\/agents\/[^/]+\/runs\/[^/]+\/?$/, "react"],
  [/^\/agents\/[^/]+\/runs\/?$/, "src/runs/runs-page.tsx"],
  [/^\/(?:agents\/?)?$/, "src/agents/agents-page.tsx"],
];
const ENTRY = /<script type="module"[^>]* src="\/([^"]+)"/;

/** Vite's `.vite/manifest.json`, as far as it is read here. */
interface Chunk {
  readonly file: string;
  /** Of a file that several sources share. */
  readonly name?: string;
  readonly imports?: readonly string[];
}
export type Manifest = Readonly<Record<string, Chunk>>;

/** The source whose page stands at an address; undefined: a page that is opened rarely. */
export function sourceAt(pathname: string): string | undefined {
  return PAGES.find(([address]) => address.test(pathname))?.[1];
}

/** The document of each known page, by its source. Throws when the manifest lacks one: then the build is another one. */
export function documentsOf(html: string, manifest: Manifest): ReadonlyMap<string, string> {
  const entryFile = ENTRY.exec(html)?.[1];
  const [entry = ""] = Object.entries(manifest).find(([, { file }]) => file === entryFile) ?? [];
  // What shows any page at all is imported by each page; what else the document's script may ask for comes later.
  return new Map(PAGES.map(([, source]) => [source, withCode(html, filesOf(manifest, [entry, source]))]));
}

/** Files of these sources and of all they import, without those that come later. */
function filesOf(manifest: Manifest, sources: readonly string[]): readonly string[] {
  const files = new Set<string>();
  const chunks = Object.values(manifest);
  const add = (name: string): void => {
    const chunk = manifest[name] ?? chunks.find((one) => one.name === path.posix.parse(name).name);
    if (!chunk) throw new Error(`the build's manifest names no ${name}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const source of sources) add(source);
  return [...files];
}

function withCode(html: string, files: readonly string[]): string {
  const links = files
    // The document's own script needs no second mention.
    .filter((file) => !html.includes(`src="/${file}"`))
    // After the script and the style that the document names itself: the script asks for the run.
    .map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`);
  return html.replace("</head>", `  ${links.join("\n    ")}\n  </head>`);
}
