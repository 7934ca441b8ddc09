/** A setting that cannot be used: it stops the start. */

/** `message` is one line for the terminal, and begins with the setting's name. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** User text on one line of a terminal: short, and no control character gets through. */
export function shown(text: string): string {
  const line = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).slice(1, -1);
  return line.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "?");
}
