/** A key as it is printed on it, beside what it does. */
export function KeyHint({ name, does }: { name: string; does?: string }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <kbd className="rounded-bar border border-line-strong bg-surface px-1.5 font-mono text-11 leading-[18px] text-ink-2">
        {name}
      </kbd>
      {does !== undefined && <span className="text-12 text-ink-2">{does}</span>}
    </span>
  );
}
