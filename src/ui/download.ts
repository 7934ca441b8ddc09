/** Saves a text as a file: exactly its characters in UTF-8, lone surrogates excepted, which UTF-8 cannot carry. */

const FORBIDDEN = /[^\w.-]+/g;

export function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName.replace(FORBIDDEN, "_");
  link.click();
  // The browser has taken the file by the next task; a kept URL would keep the whole text alive.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
