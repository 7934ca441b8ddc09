/** The built page, read once at start. Addresses of the page's own routes get index.html; assets never change. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Answer } from "./answer-cache.ts";
import { documentsOf, type Manifest, sourceAt } from "./page-code.ts";
import { notFound } from "./problems.ts";
import { answerWith } from "./route.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webmanifest": "application/manifest+json",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

export interface PageFiles {
  /** By address: `/index.html`, `/assets/index-B1x.js`. */
  readonly files: ReadonlyMap<string, Answer>;
  /** `index.html` of the pages whose code it names, by their source. */
  readonly documents: ReadonlyMap<string, Answer>;
}

/** Compressed already. */
const PACKED = new Set([".png", ".ico", ".woff2"]);
const FILE_EFFORT = 9;
/** For the server only. */
const MANIFEST = "/.vite/manifest.json";

/** Reads the folder. Throws when it is not there, or not whole. */
export function loadPage(folder: string): PageFiles {
  const files = new Map<string, Answer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const effort = PACKED.has(path.extname(entry.name)) ? 0 : FILE_EFFORT;
    const name = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    if (name !== MANIFEST) files.set(name, new Answer(Uint8Array.from(readFileSync(file)), effort));
  }
  const manifest = JSON.parse(readFileSync(path.join(folder, MANIFEST), "utf8")) as Manifest;
  const documents = new Map<string, Answer>();
  for (const [source, html] of documentsOf(readFileSync(path.join(folder, "index.html"), "utf8"), manifest))
    documents.set(source, new Answer(html, FILE_EFFORT));
  return { files, documents };
}

/** Compresses every file ahead of the first visitor. */
export async function warmPage({ files, documents }: PageFiles): Promise<void> {
  for (const file of [...documents.values(), ...files.values()]) await file.bytesAs(file.encodingFor("br"));
}

export function answerPage({ files, documents }: PageFiles, pathname: string, request: Request): Promise<Response> {
  const isAsset = pathname.startsWith("/assets/");
  const isKnown = files.has(pathname);
  // A name with an ending at the top is a file that is not there; deeper, run ids may hold dots.
  if (!isKnown && (isAsset || /^\/[^/]*\.[^/]*$/.test(pathname))) throw notFound();
  const name = isKnown ? pathname : "/index.html";
  const found = (isKnown ? undefined : documents.get(sourceAt(pathname) ?? "")) ?? files.get(name);
  if (!found) throw notFound();
  return answerWith(found, request, {
    "content-type": TYPES[path.extname(name)] ?? "application/octet-stream",
    "cache-control": isAsset ? "public, max-age=31536000, immutable" : "no-cache",
  });
}
