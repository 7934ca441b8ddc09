/** The built page, read once at start. Addresses of the page's own routes get index.html; assets never change. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Answer } from "./answer-cache.ts";
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

/** By address: `/index.html`, `/assets/index-B1x.js`. */
export type PageFiles = ReadonlyMap<string, Answer>;

/** Compressed already. */
const PACKED = new Set([".png", ".ico", ".woff2"]);
const FILE_EFFORT = 9;

/** Reads the folder. Throws when it is not there. */
export function loadPage(folder: string): PageFiles {
  const files = new Map<string, Answer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const effort = PACKED.has(path.extname(entry.name)) ? 0 : FILE_EFFORT;
    const name = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    files.set(name, new Answer(Uint8Array.from(readFileSync(file)), effort));
  }
  return files;
}

/** Compresses every file ahead of the first visitor. */
export async function warmPage(files: PageFiles): Promise<void> {
  for (const file of files.values()) await file.bytesAs(file.encodingFor("br"));
}

export function answerPage(files: PageFiles, pathname: string, request: Request): Promise<Response> {
  const isAsset = pathname.startsWith("/assets/");
  const isKnown = files.has(pathname);
  // A name with an ending at the top is a file that is not there; deeper, run ids may hold dots.
  if (!isKnown && (isAsset || /^\/[^/]*\.[^/]*$/.test(pathname))) throw notFound();
  const name = isKnown ? pathname : "/index.html";
  const found = files.get(name);
  if (!found) throw notFound();
  return answerWith(found, request, {
    "content-type": TYPES[path.extname(name)] ?? "application/octet-stream",
    "cache-control": isAsset ? "public, max-age=31536000, immutable" : "no-cache",
  });
}
