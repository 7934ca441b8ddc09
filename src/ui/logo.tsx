/** The mark: three steps of a run, the last one lit. */
export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 17 14" className="h-3.5 w-[17px] shrink-0" fill="currentColor">
      <rect x="0" y="0.5" width="8" height="3" rx="1.5" />
      <rect x="4" y="5.2" width="7" height="3" rx="1.5" />
      <rect x="9" y="9.9" width="3" height="3" rx="1.5" />
      <circle className="fill-accent" cx="14.6" cy="11.4" r="2.1" />
    </svg>
  );
}
