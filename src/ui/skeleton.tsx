/** A place where a value will stand. Labels around it are real; it never pretends to be data. */

/** `width` and `height` in px, as the value will be, so that nothing moves when it comes. */
export function Skeleton({ width, height = 12 }: { width: number; height?: number }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block max-w-full rounded-bar bg-skeleton align-middle"
      style={{ width, height }}
    />
  );
}
