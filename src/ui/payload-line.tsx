/** Stands before a line that goes on with the one above it, so that no line break is seen where none was sent. */
export function LineMark() {
  return (
    <span
      aria-hidden="true"
      title="Goes on with the line above"
      className="absolute -ml-4 w-4 text-ink-3 select-none before:content-['↳']"
    />
  );
}
